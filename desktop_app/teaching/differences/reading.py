"""Reads the figures of the five differences from traces. Nothing here is known beforehand but where to look."""

from __future__ import annotations

from itertools import pairwise

from desktop_app.analysis.metrics import measure
from desktop_app.model.errors import CoreloomError
from desktop_app.teaching.differences.figures import (
    Figure,
    Outcome,
    of_bytes,
    of_outcome,
    of_speed_up,
    of_time,
    of_value,
)
from desktop_app.trace.tables import OPEN, EventKind
from desktop_app.trace.trace import Trace

#: What the programs print in their finally blocks.
_CLEANED = "cleaned up"


def first_start_ns(trace: Trace) -> int:
    """Return when the first thread that the program started came to exist: start() was called."""
    return min(info.arrival_ns for info in trace.threads[1:])


def last_begin_ns(trace: Trace) -> int:
    """Return when the last thread that was started executed its first instruction."""
    return max(_first_run_ns(trace, thread) for thread in range(1, len(trace.threads)))


def done_ns(trace: Trace, text: str) -> int:
    """Return when the line of the program that is ``text`` had taken effect for the last time.

    Raises:
        CoreloomError: When no thread executed it: the installation is damaged.
    """
    found = -1
    for thread, info in enumerate(trace.threads):
        listing = trace.listings[trace.processes[info.process].listing]
        lines = {number for number, line in enumerate(listing.source.split("\n"), start=1) if line.strip() == text}
        executed = trace.executed[thread]
        for row in range(len(executed)):
            if executed.done[row] and listing.lines[executed.line[row]].line in lines:
                found = max(found, executed.end[row])
    if found < 0:
        raise CoreloomError(f"{trace.header.source}: nobody executed {text}; install Coreloom again")
    return found


# -- memory sharing -------------------------------------------------------------------------------------------


def shared_value(trace: Trace) -> tuple[Figure, ...]:
    """Return what z is in each process in the end, who wrote it last, and what the first thread printed of it."""
    found = []
    for process, info in enumerate(trace.processes):
        memory = trace.memory[process]
        writer = trace.threads[memory.globals["z"].thread[-1]].label
        found.append(of_value("z in {}, last written by {}", memory.final_globals["z"], info.label, writer))
    found.append(of_value("{} prints", trace.memory[0].output.until(OPEN).strip(), trace.threads[0].label))
    return tuple(found)


# -- footprint ------------------------------------------------------------------------------------------------


def process_sizes(trace: Trace) -> tuple[Figure, ...]:
    """Return what each process that the program started took of RAM, by its start method."""
    sizes = _sizes(trace)
    return tuple(
        of_bytes("One more, by {}", max(sizes[process]), _method(trace, process))
        for process in range(1, len(trace.processes))
    )


def thread_size(trace: Trace) -> tuple[Figure, ...]:
    """Return by how much its process grew with each thread that it started; the most of them."""
    sizes = [size for size in _sizes(trace)[0] if size]
    grown = [after - before for before, after in pairwise(sizes)]
    return (of_bytes("One more", max(grown)),)


def _sizes(trace: Trace) -> list[list[int]]:
    """Return what each process had of RAM, one size after the other."""
    events, found = trace.events, [list[int]() for _ in trace.processes]
    for row in range(len(events)):
        if events.kind[row] == EventKind.MEMORY:
            found[events.process[row]].append(events.value[row])
    return found


def _method(trace: Trace, process: int) -> str:
    """Return the start method of a process: its program kept it in a variable, of which the process got its copy."""
    return trace.memory[process].final_globals["method"].strip("'\"")


# -- CPU-bound and I/O-bound ----------------------------------------------------------------------------------


def speed_up(label: str, trace: Trace, alone: Trace) -> tuple[Figure, ...]:
    """Return how many times shorter a run is than that of one thread alone, and the cores that it used.

    Both count from the launch of the first process to the end of the last one: what starting takes is in it.
    """
    times = alone.known_until_ns / trace.known_until_ns
    used_ns = sum(thread.cpu_ns for thread in measure(trace).threads)
    return (of_speed_up(label, times, used_ns / trace.known_until_ns),)


# -- starting -------------------------------------------------------------------------------------------------


def process_starts(trace: Trace) -> tuple[Figure, ...]:
    """Return the time from start() to the first instruction of each process that was started, by start method."""
    return tuple(
        of_time("start() by {}", _start_ns(trace, thread), _method(trace, trace.threads[thread].process))
        for thread in range(1, len(trace.threads))
    )


def thread_start(trace: Trace) -> tuple[Figure, ...]:
    """Return the longest time from start() to the first instruction of a thread that was started."""
    return (of_time("start()", max(_start_ns(trace, thread) for thread in range(1, len(trace.threads)))),)


def _start_ns(trace: Trace, thread: int) -> int:
    return _first_run_ns(trace, thread) - trace.threads[thread].arrival_ns


def _first_run_ns(trace: Trace, thread: int) -> int:
    return trace.executed[thread].start[0]


# -- interruptibility -----------------------------------------------------------------------------------------


def process_ended(call: str, trace: Trace) -> tuple[Figure, ...]:
    """Return how long a process lived after a call ended it, its exit code, and whether its finally block ran."""
    memory = trace.memory[1]
    assert memory.end_ns is not None, "a run that is over has ended its processes"
    return (
        of_time("From {} to its end", memory.end_ns - signal_ns(trace), call),
        of_value("Its exit code", str(memory.exit_code)),
        of_outcome("Its finally block", _finally(trace, 1)),
    )


def signal_ns(trace: Trace) -> int:
    """Return when the first signal was sent to a process."""
    events = trace.events
    return next(events.time[row] for row in range(len(events)) if events.kind[row] == EventKind.SIGNALLED)


def thread_refused(trace: Trace) -> tuple[Figure, ...]:
    """Return what came of sending a signal to one thread alone and of calling its terminate(), and how it went on."""
    events, worker = trace.events, trace.threads[1]
    refused = any(events.kind[row] == EventKind.REFUSED and events.thread[row] == 1 for row in range(len(events)))
    printed = trace.memory[0].output.until(OPEN).split("\n")
    return (
        of_outcome("SIGTERM to {} alone", Outcome.REFUSED if refused else Outcome.ENDED, worker.label),
        of_value("Its terminate()", next(line for line in printed if "terminate" in line).partition(":")[0]),
        of_time("From there to its own end", trace.ended[1] - done_ns(trace, "worker.terminate()")),
    )


def thread_asked(trace: Trace) -> tuple[Figure, ...]:
    """Return how long a thread went on after an Event was set that it looks at, and whether its finally block ran."""
    return (
        of_time("From {} to its end", trace.ended[1] - done_ns(trace, "stop.set()"), "Event.set()"),
        of_outcome("Its finally block", _finally(trace, 0)),
    )


def _finally(trace: Trace, process: int) -> Outcome:
    return Outcome.RAN if _CLEANED in trace.memory[process].output.until(OPEN) else Outcome.SKIPPED
