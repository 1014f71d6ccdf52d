"""Chooses what a question is about in a run and the moment it is asked at, so that it takes some thought."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from random import Random
from typing import Final, NamedTuple

from desktop_app.analysis.moment import Moments
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.model.states import ThreadState
from desktop_app.teaching.practice.situation import Wanted
from desktop_app.teaching.questions.dispatches import next_taken
from desktop_app.teaching.questions.expected import READ
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

#: So many moments of a run are looked at.
_MOMENTS: Final = 60
#: Moments are so round where they can be, in nanoseconds.
_ROUND: Final = (1_000_000, 500_000, 100_000, 10_000, 1_000)
#: Threads that must be ready for a question who is next.
_RIVALS: Final = 2


class Chosen(NamedTuple):
    """A question, and the moment that it is asked at."""

    spec: QuestionSpec
    at_ns: int


def choose(wanted: Wanted, moments: Moments, rng: Random) -> Chosen | None:
    """Return a question of a kind about a run; None where nothing in it is worth asking for.

    Args:
        wanted: What is asked, with the options that are settled.
        moments: The run, known to its end.
        rng: Chance.
    """
    trace, kind = moments.trace, wanted.kind
    options = dict(wanted.options)
    at_ns = 0
    if kind in READ:
        ended = [thread for thread, end in enumerate(trace.ended) if end <= trace.known_until_ns]
        if not ended:
            return None
        options["thread"] = trace.threads[rng.choice(ended)].label
    elif kind is QuestionKind.NEXT_THREAD:
        found = list(_contested(moments))
        if not found:
            return None
        at_ns, options["core"] = rng.choice(found)
    elif kind in {QuestionKind.STATE, QuestionKind.CPU_TIME}:
        thread = rng.randrange(len(trace.threads))
        options["thread"] = trace.threads[thread].label
        options["when" if kind is QuestionKind.STATE else "until"] = f"{_moment(trace, rng)}ns"
    elif kind is QuestionKind.WHY_WAITING:
        return _waiting(wanted, moments, rng)
    elif kind in {QuestionKind.HOLDER, QuestionKind.MEMORY}:
        options["when"] = f"{_moment(trace, rng)}ns"
    elif kind is QuestionKind.SWITCHES and rng.randrange(2):
        options["until"] = f"{_moment(trace, rng)}ns"
    return Chosen(QuestionSpec(kind=kind, options=options), at_ns)


def _moment(trace: Trace, rng: Random) -> int:
    """Return a round moment in the middle of a run, at which nothing happens where that can be had."""
    step_ns = next((step for step in _ROUND if trace.known_until_ns >= 4 * step), 1)
    ticks = trace.known_until_ns // step_ns
    chosen = rng.randint(max(1, ticks // 5), max(1, ticks * 4 // 5)) * step_ns
    times = set(_times(trace))
    aside = chosen + step_ns // 4
    return aside if chosen in times and aside <= trace.known_until_ns else chosen


def _times(trace: Trace) -> Iterator[int]:
    """Yield the moments at which somebody's state changes."""
    for runs in trace.runs:
        yield from runs.dispatched
        yield from runs.ended
    for waits in trace.waits:
        yield from waits.time
        yield from waits.until
    yield from trace.ready_from
    events = trace.events
    yield from (events.time[row] for row in range(len(events)) if events.kind[row] != EventKind.WARM)


def _contested(moments: Moments) -> Iterator[tuple[int, int]]:
    """Yield moments and cores where several threads are ready and one of them, or another, is dispatched next."""
    trace = moments.trace
    times = sorted({time for time in _times(trace) if 0 <= time <= trace.known_until_ns})
    for begin_ns, end_ns in islice(pairwise(times), _MOMENTS):
        at_ns = _between(begin_ns, end_ns)
        states = [moments.lives.state(thread, at_ns) for thread in range(len(trace.threads))]
        if states.count(ThreadState.READY) < _RIVALS:
            continue
        every = [next_taken(trace, core, at_ns) for core in range(trace.header.cores)]
        taken_ns = [taken.at_ns for taken in every if taken is not None]
        for taken in every:
            # Of two cores that are given away at one moment, nobody can tell which comes first.
            alone = taken is not None and taken_ns.count(taken.at_ns) == 1
            if taken is not None and alone and trace.runs[taken.core].at(at_ns) >= 0:
                yield at_ns, taken.core


def _between(begin_ns: int, end_ns: int) -> int:
    """Return a round moment after ``begin_ns`` and before ``end_ns``; ``begin_ns`` where they are too close."""
    for step_ns in _ROUND:
        middle = (begin_ns + end_ns) // 2 // step_ns * step_ns
        if begin_ns < middle < end_ns:
            return middle
    return begin_ns


def _waiting(wanted: Wanted, moments: Moments, rng: Random) -> Chosen | None:
    """Choose a wait that takes some time; the thread must wait for something that others may be taken for."""
    trace, found = moments.trace, list[tuple[int, int]]()
    for thread, waits in enumerate(trace.waits):
        for begin_ns, until_ns in zip(waits.time, waits.until, strict=True):
            end_ns = min(until_ns, trace.known_until_ns)
            if end_ns > begin_ns and moments.lives.state(thread, begin_ns) is ThreadState.WAITING:
                found.append((thread, _between(begin_ns, end_ns)))
    if not found:
        return None
    thread, at_ns = rng.choice(found[:_MOMENTS])
    options = {**wanted.options, "thread": trace.threads[thread].label}
    return Chosen(QuestionSpec(kind=wanted.kind, options=options), at_ns)
