"""Which of several runs beside each other is over first, and how many times sooner."""

from __future__ import annotations

from typing import Final

from desktop_app.analysis.metrics import measure
from desktop_app.model.question import MEASURES
from desktop_app.teaching.questions.choices import numbers
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
from desktop_app.teaching.questions.times import makespan_ns
from desktop_app.teaching.questions.words import time_text
from desktop_app.trace.trace import Trace

#: When the first two are over at the same moment.
EQUAL: Final = "The fastest ones end at the same moment"
#: When several sides have the least of a measure.
ALIKE: Final = "Several have the same"
_MEASURES: Final = {
    "makespan": "makespan",
    "waiting-time": "mean waiting time",
    "turnaround-time": "mean turnaround time",
    "response-time": "mean response time",
    "switches": "number of context switches",
    "deadline-misses": "number of missed deadlines",
}
_COUNTS: Final = frozenset({"switches", "deadline-misses"})
#: Speed-ups are told to a hundredth.
_PARTS: Final = 100


def fastest_side(scene: Scene) -> Question:
    """Ask which side is over first.

    Raises:
        CoreloomError: When there is one side only, or threads of one are left at its end.
    """
    makespans, titles = _makespans(scene), _titles(scene)
    first_ns = min(makespans)
    fastest = [title for title, length in zip(titles, makespans, strict=True) if length == first_ns]
    told = [f"{title}: the last thread ends at {time_text(ns)}." for title, ns in zip(titles, makespans, strict=True)]
    answer = fastest[0] if len(fastest) == 1 else EQUAL
    return scene.question("Which of them is over first?", answer, (*titles, EQUAL), told, first_ns)


def speed_up(scene: Scene) -> Question:
    """Ask how many times sooner a side is over than the first one, to a hundredth.

    Raises:
        CoreloomError: When there is no such side, or threads of one are left at its end.
    """
    makespans, titles = _makespans(scene), _titles(scene)
    side = scene.side_given(default=2)
    own_ns, first_ns = makespans[side - 1], makespans[0]
    if not own_ns:
        raise scene.refusal("side", "a side that takes time", value=side)
    answer = ratio(first_ns, own_ns)
    cores = [run.trace.header.cores for run in scene.runs]
    ideal = ratio(cores[side - 1], cores[0])
    plausible = [ideal, _PARTS, ratio(own_ns, first_ns) if first_ns else _PARTS, len(scene.runs) * _PARTS]
    likely = [number for number in plausible if abs(number - answer) > _PARTS // 10]
    told = [
        f"{titles[0]}: the last thread ends at {time_text(first_ns)}. {titles[side - 1]}: at {time_text(own_ns)}.",
        f"{time_text(first_ns)} / {time_text(own_ns)} = {_times(answer)}.",
    ]
    if ideal != _PARTS:
        more = ", so it is not their number alone" if answer > max(ideal, _PARTS) else ""
        told.append(
            f"There are {_cores(cores[side - 1])} instead of {_cores(cores[0])}: {_times(ideal)} as many{more}."
        )
    return scene.question(
        f"How many times sooner is {titles[side - 1]} over than {titles[0]}?",
        _times(answer),
        numbers(answer, likely, max(20, answer // 4), scene.rng, _times, least=1),
        told,
        max(own_ns, first_ns),
    )


def best_side(scene: Scene) -> Question:
    """Ask which side has the least of a measure: its makespan, a mean time, its context switches, missed deadlines.

    Raises:
        CoreloomError: When there is one side only, no such measure, or a side where it cannot be told.
    """
    name = scene.text("measure")
    if name not in MEASURES:
        raise scene.refusal("measure", f"one of {', '.join(MEASURES)}")
    if len(scene.runs) < 2:  # noqa: PLR2004 - one beside another
        raise scene.refusal("ask", "a step with at least two sides for this question", value=scene.spec.kind.value)
    words, titles = _MEASURES[name], _titles(scene)
    found = []
    for title, run in zip(titles, scene.runs, strict=True):
        measured = _measured(name, run.trace)
        if measured is None:
            raise scene.refusal("measure", f"a measure that every side has; {title} has no {words}")
        found.append(measured)
    least = min(found)
    best = [title for title, measured in zip(titles, found, strict=True) if measured == least]
    timed = name not in _COUNTS
    told = [
        f"{title}: {words}, {time_text(measured) if timed else f'{measured:,.0f}'}."
        for title, measured in zip(titles, found, strict=True)
    ]
    end_ns = max(run.trace.known_until_ns for run in scene.runs)
    answer = best[0] if len(best) == 1 else ALIKE
    return scene.question(f"Which of them has the least {words}?", answer, (*titles, ALIKE), told, end_ns)


def _measured(name: str, trace: Trace) -> float | None:
    """Return a measure of a run; None where it has none."""
    if name == "makespan":
        return makespan_ns(trace)
    figures = measure(trace).run
    by_name = {
        "waiting-time": figures.mean_waiting_ns,
        "turnaround-time": figures.mean_turnaround_ns,
        "response-time": figures.mean_response_ns,
        "switches": figures.context_switches,
        "deadline-misses": figures.deadline_misses,
    }
    return by_name[name]


def ratio(numerator: int, denominator: int) -> int:
    """Return a ratio in hundredths, rounded half up."""
    return (2 * _PARTS * numerator + denominator) // (2 * denominator)


def _cores(number: int) -> str:
    return "1 core" if number == 1 else f"{number} cores"


def _times(parts: int) -> str:
    return f"{parts / _PARTS:.2f} times"


def _makespans(scene: Scene) -> list[int]:
    if len(scene.runs) < 2:  # noqa: PLR2004 - one beside another
        problem = "a step with at least two sides for this question"
        raise scene.refusal("ask", problem, value=scene.spec.kind.value)
    found = []
    for title, run in zip(_titles(scene), scene.runs, strict=True):
        length = makespan_ns(run.trace)
        if length is None:
            raise scene.refusal(
                "ask", f"sides whose threads all end; some of {title} do not", value=scene.spec.kind.value
            )
        found.append(length)
    return found


def _titles(scene: Scene) -> list[str]:
    """Return what the sides are called, each by another name."""
    titles = [run.title or f"side {number}" for number, run in enumerate(scene.runs, start=1)]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} (side {number})" for number, title in enumerate(titles, start=1)]
