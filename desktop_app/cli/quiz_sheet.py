"""What ``coreloom quiz`` prints: a sheet in Markdown, and the same as JSON values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app.analysis.moment import Moments
from desktop_app.engine.build import simulate
from desktop_app.model.quoting import line_shown
from desktop_app.teaching.practice.exercises import EXERCISE_LIMITS, Exercise
from desktop_app.teaching.practice.given import Given, given
from desktop_app.teaching.practice.topics import TOPICS, Topic

_LETTERS: Final = "ABCDEF"
_LINE: Final = "_" * 40
_CONVENTIONS: Final = (
    "Times are simulated. Processes that become ready at the same moment queue in the order of their numbers. "
    "P2·T1 is the first thread of process P2."
)


def topics_text() -> str:
    """Return the topics, a line each."""
    wide = max(map(len, TOPICS))
    return "".join(f"{topic.name:<{wide}}  {topic.title}: {topic.sentence}\n" for topic in TOPICS.values())


def topics_json() -> list[dict[str, object]]:
    """Return the topics as JSON values."""
    return [{"name": one.name, "title": one.title, "sentence": one.sentence} for one in TOPICS.values()]


def sheet(topic: Topic, seed: int, exercises: Sequence[Exercise], *, level: int | None, answers: bool) -> str:
    """Return a sheet of questions in Markdown, with room for answers or with the answers and why they are so.

    Args:
        topic: What it is about.
        seed: The seed of the exercises.
        exercises: What is asked.
        level: How hard they were asked for; None where that rises.
        answers: Whether answers are shown.
    """
    kind = "Answers" if answers else "Questions"
    lines = [f"# {topic.title}: {kind.lower()}", "", topic.sentence, ""]
    if not answers:
        lines += [f"Name: {_LINE}", ""]
    lines += [_CONVENTIONS, ""]
    for exercise in exercises:
        lines += _exercise(exercise, answers=answers)
    again = f"coreloom quiz --topic {topic.name} --seed {seed} --count {len(exercises)}"
    again += "" if level is None else f" --level {level}"
    lines += ["---", "", f"Made by `{again}`; `--answers` prints the answers, which are computed from the runs."]
    return "\n".join(lines) + "\n"


def exercise_json(exercise: Exercise, *, answers: bool) -> dict[str, object]:
    """Return one exercise as JSON values; times in nanoseconds."""
    question, known = exercise.question, _given(exercise)
    found: dict[str, object] = {
        "number": exercise.number,
        "level": exercise.level,
        "kind": question.kind.value,
        "machine": known.machine,
        "processes": [dict(zip(known.columns, row, strict=True)) for row in known.rows],
        "programs": [{"name": name, "source": source} for name, source in known.programs],
        "at_ns": question.at_ns,
        "now": list(known.now),
        "question": question.text,
        "choices": list(question.choices),
    }
    if answers:
        found |= {"answer": question.answer, "explanation": list(question.explanation)}
    return found


def _given(exercise: Exercise) -> Given:
    at_ns = exercise.question.at_ns
    if not at_ns:
        return given(exercise.scenario)
    return given(exercise.scenario, Moments(simulate(exercise.scenario, EXERCISE_LIMITS).run()), at_ns)


def _exercise(exercise: Exercise, *, answers: bool) -> Iterator[str]:
    known, question = _given(exercise), exercise.question
    yield f"## {exercise.number}. {question.text}"
    yield ""
    yield f"{known.machine[:1].upper()}{known.machine[1:]}."
    yield ""
    yield from _table(known)
    for name, source in known.programs:
        yield f"`{line_shown(name)}`:"
        yield ""
        yield from (f"    {line_shown(line)}".rstrip() for line in source.splitlines())
        yield ""
    if known.now:
        yield " ".join(known.now)
        yield ""
    for letter, choice in zip(_LETTERS, question.choices, strict=False):
        mark = "x" if answers and choice == question.answer else " "
        yield f"- [{mark}] {letter}. {line_shown(choice)}"
    yield ""
    if not answers:
        yield f"Why? {_LINE}{_LINE}"
        yield ""
        return
    yield f"**Answer: {line_shown(question.answer)}**"
    yield ""
    yield from (f"- {line_shown(sentence)}" for sentence in question.explanation)
    yield ""


def _table(known: Given) -> Iterator[str]:
    """Yield the table of processes, its columns in line."""
    rows = [known.columns, *known.rows]
    wide = [max(len(row[column]) for row in rows) for column in range(len(known.columns))]
    for number, row in enumerate(rows):
        cells = " | ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True))
        yield f"| {cells} |"
        if not number:
            yield f"|{'|'.join('-' * (width + 2) for width in wide)}|"
    yield ""
