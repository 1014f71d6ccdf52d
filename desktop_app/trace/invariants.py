"""What is true of every trace, whatever ran: each check names what breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from desktop_app.model.states import LEGAL_TRANSITIONS, ThreadState
from desktop_app.trace.lives import Lives
from desktop_app.trace.tables import OPEN, RunEnd, RunKind
from desktop_app.trace.trace import Trace

#: States in which a thread has a standing.
_IN_QUEUE = frozenset({ThreadState.READY, ThreadState.RUNNING})


def violations(trace: Trace) -> Iterator[str]:
    """Yield one line for every way in which a trace contradicts itself; nothing for a sound one."""
    lives = Lives(trace)
    yield from _cores_run_one_thread(trace)
    yield from _threads_use_one_core(trace)
    yield from _waits_end_before_runs(trace)
    yield from _states_follow_each_other(trace, lives)
    yield from _instructions_lie_in_runs(trace)
    yield from _work_is_conserved(trace, lives)
    yield from _standings_are_of_the_ready(trace, lives)


def _cores_run_one_thread(trace: Trace) -> Iterator[str]:
    for core, runs in enumerate(trace.runs):
        for row in range(len(runs)):
            if runs.end[row] < runs.start[row]:
                yield f"core {core}: interval {row} ends before it starts"
            if row and runs.start[row] < runs.end[row - 1]:
                yield f"core {core}: intervals {row - 1} and {row} overlap"


def _threads_use_one_core(trace: Trace) -> Iterator[str]:
    spans: dict[int, list[tuple[int, int, int]]] = {}
    for core, runs in enumerate(trace.runs):
        for start, end, thread in zip(runs.start, runs.end, runs.thread, strict=True):
            spans.setdefault(thread, []).append((start, end, core))
    for thread, found in spans.items():
        found.sort()
        for before, after in pairwise(found):
            if after[0] < before[1]:
                yield f"{trace.threads[thread].label} is on core {before[2]} and core {after[2]} at {after[0]} ns"


def _states_follow_each_other(trace: Trace, lives: Lives) -> Iterator[str]:
    for thread in range(len(trace.threads)):
        changes, label = lives.changes(thread), trace.threads[thread].label
        for before, after in pairwise(changes):
            # What led to the state at the beginning may be forgotten.
            known = not trace.begin_ns or after.time_ns > trace.begin_ns
            if known and after.state not in LEGAL_TRANSITIONS[before.state]:
                yield f"{label} goes from {before.state.label} to {after.state.label} at {after.time_ns} ns"
            if after.time_ns < before.time_ns:
                yield f"{label} changes its state at {after.time_ns} ns, before its last change"
        if any(change.time_ns > trace.ended[thread] for change in changes):
            yield f"{label} goes on after it terminated"
        if changes and changes[-1].state is not ThreadState.TERMINATED and trace.ended[thread] <= trace.known_until_ns:
            yield f"{label} does not end where it terminated"


def _waits_end_before_runs(trace: Trace) -> Iterator[str]:
    """Nobody has a core while it waits."""
    spans: list[list[tuple[int, int]]] = [[] for _ in trace.threads]
    for runs in trace.runs:
        for start, end, thread in zip(runs.start, runs.end, runs.thread, strict=True):
            spans[thread].append((start, min(end, trace.known_until_ns)))
    for thread, waits in enumerate(trace.waits):
        label = trace.threads[thread].label
        found = sorted([*spans[thread], *zip(waits.time, waits.until, strict=True)])
        for before, after in pairwise(found):
            if after[0] < before[1]:
                yield f"{label} waits and has a core, or does so twice, at {after[0]} ns"


def _instructions_lie_in_runs(trace: Trace) -> Iterator[str]:
    dispatches = _dispatches(trace) if any(map(len, trace.executed)) else {}
    for thread, executed in enumerate(trace.executed):
        if not len(executed):
            continue
        spans, label, at = sorted(dispatches.get(thread, ())), trace.threads[thread].label, 0
        for row in range(len(executed)):
            start, end = executed.start[row], executed.end[row]
            if row and start < executed.end[row - 1]:
                yield f"{label}: instructions {row - 1} and {row} overlap"
            # What was all but over when its thread lost the core is over, in no time, as soon as it has one again.
            while at < len(spans) and (spans[at][1] < start or spans[at][1] == start < end):
                at += 1
            if start >= trace.begin_ns and not (at < len(spans) and spans[at][0] <= start and end <= spans[at][1]):
                yield f"{label}: instruction {row} at {start} ns is outside the times the thread runs"


def _dispatches(trace: Trace) -> dict[int, list[tuple[int, int]]]:
    """Return when each thread ran; a change of the rate does not interrupt it, nor an instruction."""
    found: dict[int, list[tuple[int, int]]] = {}
    for runs in trace.runs:
        going_on: set[int] = set()
        for row, thread in enumerate(runs.thread):
            if runs.kind[row] != RunKind.RUN:
                continue
            spans = found.setdefault(thread, [])
            start, end = runs.start[row], runs.end[row]
            if thread in going_on and spans[-1][1] == start:
                start = spans.pop()[0]
            spans.append((start, end))
            (going_on.add if runs.cause[row] == RunEnd.RATE else going_on.discard)(thread)
    return found


def _work_is_conserved(trace: Trace, lives: Lives) -> Iterator[str]:
    """No core is idle while a thread is ready, except for the moment itself."""
    if trace.header.constrained:
        return
    changes: list[tuple[int, int, int]] = []  # time, ready threads more, idle cores fewer
    for thread in range(len(trace.threads)):
        states = lives.changes(thread)
        for row, change in enumerate(states):
            if change.state is ThreadState.READY:
                until = states[row + 1].time_ns if row + 1 < len(states) else OPEN
                changes += [(change.time_ns, 1, 0), (until, -1, 0)]
    for runs in trace.runs:
        for start, end in zip(runs.start, runs.end, strict=True):
            changes += [(start, 0, 1), (end, 0, -1)]
    changes.sort()
    ready = busy = 0
    for index, (time, more, taken) in enumerate(changes):
        if time >= trace.known_until_ns:
            return
        ready, busy = ready + more, busy + taken
        moment_over = index + 1 == len(changes) or changes[index + 1][0] > time
        if moment_over and time >= trace.begin_ns and ready and busy < trace.header.cores:
            yield f"a core is idle at {time} ns while {ready} thread(s) are ready"


def _standings_are_of_the_ready(trace: Trace, lives: Lives) -> Iterator[str]:
    """Who is told to stand in a queue is ready then, or was given a core at that very moment, ended or blocked then."""
    standings = trace.standings
    for row, thread in enumerate(standings.thread):
        time_ns, label = standings.time[row], trace.threads[thread].label
        if row and time_ns < standings.time[row - 1]:
            yield f"standing {row - 1} is told later than the one behind it"
        if not 0 <= standings.queue[row] < trace.header.cores:
            yield f"{label} is told to stand in the queue of core {standings.queue[row]}, which there is not"
        if trace.begin_ns <= time_ns < trace.known_until_ns:
            state = lives.state(thread, time_ns)
            over = trace.ended[thread] == time_ns or _blocked_at(trace, thread, time_ns)
            if not over and (state is None or state not in _IN_QUEUE):
                told = "not there" if state is None else state.label
                yield f"{label} is told to stand in a queue at {time_ns} ns, where it is {told}"


def _blocked_at(trace: Trace, thread: int, time_ns: int) -> bool:
    """Return whether a thread began to wait at this very moment: what it executed before may have taken no time."""
    waits = trace.waits[thread]
    row = waits.at(time_ns)
    return row >= 0 and waits.time[row] == time_ns
