"""Which of several runs beside each other is over first, and how many times sooner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop_app.analysis.criteria import makespan_ns
from desktop_app.analysis.metrics import measure
from desktop_app.model.counting import counted
from desktop_app.model.question import MEASURES
from desktop_app.teaching.questions.choices import apart, numbers
from desktop_app.teaching.questions.dispatches import most_at_once
from desktop_app.teaching.questions.expected import Work, devices_ns, shared_speed_up, work
from desktop_app.teaching.questions.question import Question
from desktop_app.teaching.questions.scene import Scene
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
#: What is counted, one of them.
_COUNTS: Final = {"switches": "context switch", "deadline-misses": "missed deadline"}
#: Speed-ups are counted in hundredths.
_PARTS: Final = 100
#: Differences of CPU time are told from one part in so many on.
_NOTICED: Final = 10
#: Where fewer cores than this are busy on average, it is devices that take the time.
_IDLE: Final = 0.5


def fastest_side(scene: Scene) -> Question:
    """Ask which side is over first.

    Raises:
        CoreloomError: When there is one side only, or threads of one are left at its end.
    """
    makespans, titles = _makespans(scene), _titles(scene)
    first_ns = min(makespans)
    fastest = [title for title, length in zip(titles, makespans, strict=True) if length == first_ns]
    told = [f"{title}: done at {time_text(ns)}." for title, ns in zip(titles, makespans, strict=True)]
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
    one, other = scene.runs[0].trace, scene.runs[side - 1].trace
    likely = [number for number in _naive(one, other) if apart(number, answer, _PARTS // 10)]
    told = [
        f"{titles[0]}: {time_text(first_ns)}. {titles[side - 1]}: {time_text(own_ns)}.",
        f"{time_text(first_ns)} / {time_text(own_ns)} = {answer / _PARTS:.2f}.",
        *_why_as_fast(one, other, answer),
    ]
    return scene.question(
        f"How many times sooner is {titles[side - 1]} over than {titles[0]}?",
        _times(answer),
        numbers(answer, likely, scene.rng, _times, least=_PARTS // 20, step=max(_PARTS // 2, answer // 4)),
        told,
        max(own_ns, first_ns),
    )


def _naive(one: Trace, other: Trace) -> Iterator[int]:
    """Yield what a speed-up is taken for, the likeliest first, in hundredths."""
    cores = ratio(other.header.cores, one.header.cores)
    rates = ratio(work(other).fastest_ppm, work(one).fastest_ppm)
    yield cores * rates // _PARTS
    yield cores
    yield _PARTS
    if cores > _PARTS == ratio(one.header.cores, 1):
        yield round(shared_speed_up(other) * _PARTS)
    if one.header.quantum_ns and other.header.quantum_ns:
        longer, shorter = sorted((one.header.quantum_ns, other.header.quantum_ns), reverse=True)
        yield ratio(longer, shorter)
    yield from (max(cores // 2, _PARTS // 2), 2 * _PARTS, other.header.cores * _PARTS)


def _why_as_fast(one: Trace, other: Trace, answer: int) -> Iterator[str]:
    """Yield what the traces say of why one run is so many hundredths times as fast as another one.

    Cores bound a speed-up only where a core does the same in both runs, so it is told what they did: how many of them
    were busy, and for how long.
    """
    done, did = work(one), work(other)
    cores, ideal = other.header.cores, ratio(other.header.cores, one.header.cores)
    length_ns = makespan_ns(other) or 1
    here = counted(cores, "core")
    here += f" instead of {counted(one.header.cores, 'core')}" if ideal != _PARTS else ""
    most, _, _ = most_at_once(other, 0, length_ns)
    busy, was_busy = did.cpu_ns / length_ns, done.cpu_ns / (makespan_ns(one) or 1)
    if max(busy, was_busy) < _IDLE:
        only = f"Threads run for {time_text(did.cpu_ns)} only, the rest is waiting"
        away, was_away = (ratio(devices_ns(trace), makespan_ns(trace) or 1) for trace in (other, one))
        more = f"{away / _PARTS:.1f} wait at the same time instead of {was_away / _PARTS:.1f}"
        yield f"{only}: on average {more}." if apart(away, was_away, _NOTICED) else f"{only}."
    elif apart(did.cpu_ns, done.cpu_ns, _NOTICED):
        run = f"run for {time_text(did.cpu_ns)} instead of {time_text(done.cpu_ns)}{_at_rates(done, did)}"
        yield f"{f'On {here} all' if ideal != _PARTS else 'All'} threads together {run}."
    elif most < cores and answer < ideal:
        bound = f"{counted(most, 'thread')} {'runs' if most == 1 else 'run'} at the same moment"
        yield f"There are {here}, but no more than {bound}: {busy:.1f} cores are busy on average."
    elif f"{busy:.1f}" != f"{was_busy:.1f}":
        yield f"There {'is' if cores == 1 else 'are'} {here}: {busy:.1f} are busy on average instead of {was_busy:.1f}."


def _at_rates(done: Work, did: Work) -> str:
    """Return at which rates two runs did their work, where these differ by more than the work itself."""
    if apart(done.whole_ns, did.whole_ns, _NOTICED):
        return ""
    slow, fast = (each.whole_ns / max(1, each.cpu_ns) for each in (done, did))
    return f": the same work at {fast:.2f} times the nominal rate instead of {slow:.2f}"


def best_side(scene: Scene) -> Question:
    """Ask which side has the least of a measure: its makespan, a mean time, its context switches, missed deadlines.

    Raises:
        CoreloomError: When there is one side only, no such measure, or a side where it cannot be told.
    """
    name = scene.text("measure")
    if name not in MEASURES:
        raise scene.refusal("measure", f"one of {', '.join(MEASURES)}")
    words, titles = _MEASURES[name], _titles(scene)
    found = []
    for title, run in zip(titles, scene.runs, strict=True):
        measured = _measured(name, run.trace)
        if measured is None:
            raise scene.refusal("measure", f"a measure that every side has; {title} has no {words}")
        found.append(measured)
    least = min(found)
    best = [title for title, measured in zip(titles, found, strict=True) if measured == least]
    told = [
        f"{title}: {counted(round(measured), _COUNTS[name]) if name in _COUNTS else f'{words} {time_text(measured)}'}."
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


def _times(parts: int) -> str:
    return f"{parts / _PARTS:.1f} times"


def _makespans(scene: Scene) -> list[int]:
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
    """Return what the sides are called, each by another name.

    Raises:
        CoreloomError: When there is one side only.
    """
    if len(scene.runs) < 2:  # noqa: PLR2004 - one beside another
        raise scene.refusal("ask", "a step with at least two sides for this question", value=scene.spec.kind.value)
    titles = [run.title or f"side {number}" for number, run in enumerate(scene.runs, start=1)]
    if len(set(titles)) == len(titles):
        return titles
    return [f"{title} (side {number})" for number, title in enumerate(titles, start=1)]
