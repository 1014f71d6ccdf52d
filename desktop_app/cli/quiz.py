"""``coreloom quiz``: a sheet of questions to print, with or without the answers. Imports no Qt."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from desktop_app.cli.arguments import quiz_parser
from desktop_app.cli.output import write_output
from desktop_app.cli.quiz_sheet import exercise_json, sheet, topics_json, topics_text
from desktop_app.model.counting import counted
from desktop_app.model.errors import ScenarioError
from desktop_app.model.quoting import file_shown
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.wording import written
from desktop_app.teaching.practice.exercises import Stream
from desktop_app.teaching.practice.situation import LEVELS
from desktop_app.teaching.practice.topics import TOPICS, topic_named

MAX_COUNT: Final = 200
MAX_SEED: Final = 2**63 - 1
_COUNT: Final = 10


def quiz(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0.

    Raises:
        CoreloomError: When an option or the output cannot be used.
    """
    options = quiz_parser().parse_args(arguments)
    if options.list:
        write_output(f"{json.dumps(topics_json())}\n" if options.json else topics_text())
        return 0
    if options.topic is None:
        raise ScenarioError("--topic", "", "", f"one of {', '.join(TOPICS)}")
    topic = topic_named(options.topic, "--topic")
    seed = _number("--seed", options.seed, 0, 0, MAX_SEED)
    count = _number("--count", options.count, _COUNT, 1, MAX_COUNT)
    level = None if options.level is None else _number("--level", options.level, 1, 1, LEVELS)
    source = Stream(topic, seed)
    exercises = [source.next(level) for _ in range(count)]
    if options.json:
        shown = {
            "topic": topic.name,
            "seed": seed,
            "exercises": [exercise_json(exercise, answers=options.answers) for exercise in exercises],
        }
        text = f"{json.dumps(shown)}\n"
    else:
        text = sheet(topic, seed, exercises, level=level, answers=options.answers)
    if options.output is None:
        write_output(text)
    else:
        write_atomically(Path(options.output), text.encode())
        write_output(f"{file_shown(options.output)}: {counted(count, 'question')}\n")
    return 0


def _number(option: str, text: str | None, default: int, least: int, most: int) -> int:
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and least <= int(text) <= most):
        raise ScenarioError(option, "", written(text), f"a whole number from {least} to {most}")
    return int(text)
