"""``coreloom lesson``: check a lesson against its runs, and list its steps. Imports no Qt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_app.cli.arguments import lesson_parser
from desktop_app.cli.output import write_output
from desktop_app.model.durations import spaced_stretch
from desktop_app.model.lesson import Lesson, Step
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.teaching.lesson_check import Span, check_lesson


def lesson(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0.

    Raises:
        CoreloomError: When the lesson cannot be used.
    """
    options = lesson_parser().parse_args(arguments)
    found = read_lesson(Path(options.lesson))
    spans = check_lesson(found)
    write_output(f"{json.dumps(_values(found, spans))}\n" if options.json else _text(found, spans))
    return 0


def _values(found: Lesson, spans: tuple[Span, ...]) -> dict[str, Any]:
    steps = zip(found.steps, spans, strict=True)
    return {
        "title": found.title,
        "sentence": found.sentence,
        "topic": found.topic,
        "simplifications": list(found.simplifications),
        "steps": [
            {
                "title": step.title,
                "line": step.line,
                "sides": [side.title or side.scenario.title for side in step.sides],
                "begin_ns": span.begin_ns,
                "end_ns": span.end_ns,
                "camera": step.camera.text,
                "lit": [target.text for target in step.lit],
                "show": step.shown.value,
                "figures": None if step.figures is None else [figure.value for figure in step.figures],
                "caption": step.caption.text,
                "question": step.question.kind.value if step.question is not None else None,
            }
            for step, span in steps
        ],
    }


def _text(found: Lesson, spans: tuple[Span, ...]) -> str:
    rows = [found.title, *([found.sentence] if found.sentence else []), ""]
    for number, (step, span) in enumerate(zip(found.steps, spans, strict=True), 1):
        rows.append(f"{number:3}. {step.title}")
        rows.append(f"     {_shown(step, span)}")
        rows += [f"     {line}" for line in step.caption.text.split("\n")]
    rows += ["", *(f"Simplified: {sentence}" for sentence in found.simplifications)]
    return "\n".join(rows).rstrip() + "\n"


def _shown(step: Step, span: Span) -> str:
    """Return in a line what is shown."""
    moment = spaced_stretch(span.begin_ns, span.end_ns)
    parts = [" | ".join(side.title or side.scenario.title for side in step.sides), moment, step.camera.text]
    if step.lit:
        parts.append("lit: " + ", ".join(target.text for target in step.lit))
    if step.question is not None:
        parts.append(f"asks {step.question.kind.value}")
    return " · ".join(parts)
