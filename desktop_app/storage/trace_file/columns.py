"""The columns of a trace file: which there are, and how the tables of a trace are laid end to end in them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from operator import sub
from typing import Final, NamedTuple

from desktop_app.trace.tables import RunTable
from desktop_app.trace.trace import Trace


class Shape(NamedTuple):
    """How a column is written.

    Attributes:
        typecode: Its type, as in `array`.
        differences: Whether its numbers mostly lie close to the one before.
    """

    typecode: str
    differences: bool = False


_TIME: Final = Shape("q", differences=True)
_NUMBER: Final = Shape("q")
_INDEX: Final = Shape("i")
_STEP: Final = Shape("i", differences=True)
_CORE: Final = Shape("h")
_SMALL: Final = Shape("b")
_TEXT: Final = Shape("B")

#: Every column, in the order of a file. Where several tables are laid end to end, ``rows`` says how long each is; a
#: text's column has ``length`` beside it, in bytes of UTF-8.
SHAPES: Final[Mapping[str, Shape]] = {
    "head": _TEXT,
    # by thread
    "threads.process": _STEP,
    "threads.arrival": _TIME,
    "ready_from": _TIME,
    "ended": _TIME,
    "launches": _TIME,
    # by core
    "runs.rows": _NUMBER,
    "runs.rated": _SMALL,
    "runs.idle": _NUMBER,  # from the end of the dispatch before
    "runs.switch": _NUMBER,
    "runs.ran": _NUMBER,
    "runs.whose": _NUMBER,
    "runs.rates": _NUMBER,
    # the whole run
    "waits.time": _TIME,
    "waits.lasted": _NUMBER,
    "waits.thread": _INDEX,
    "waits.cause": _INDEX,
    "events.time": _TIME,
    "events.kind": _SMALL,
    "events.process": _INDEX,
    "events.thread": _INDEX,
    "events.core": _CORE,
    "events.value": _NUMBER,
    "standings.time": _TIME,
    "standings.thread": _INDEX,
    "standings.queue": _CORE,
    "standings.level": _CORE,
    "standings.key": _TIME,
    "standings.tie": _TIME,
    "standings.extra": _NUMBER,
    "clocks.time": _TIME,
    "clocks.queue": _CORE,
    "clocks.value": _TIME,
    "clocks.load": _NUMBER,
    # periodic threads
    "jobs.thread": _INDEX,
    "jobs.first": _NUMBER,
    "jobs.rows": _NUMBER,
    "jobs.finish": _TIME,
    # what was forgotten
    "work": _NUMBER,
    "last.thread": _INDEX,
    "last.dispatched": _NUMBER,
    "last.began": _NUMBER,
    "last.ended": _NUMBER,
    "last.core": _CORE,
    "last.cause": _SMALL,
    # programs, by thread
    "executed.rows": _NUMBER,
    "executed.dropped": _NUMBER,
    "executed.start": _TIME,
    "executed.end": _TIME,
    "executed.line": _STEP,
    "executed.node": _STEP,
    "executed.done": _SMALL,
    "calls.rows": _NUMBER,
    "calls.time": _TIME,
    "calls.node": _STEP,
    # shared by all
    "stacks.parent": _STEP,
    "stacks.value": _INDEX,
    "frames.parent": _STEP,
    "frames.place": _INDEX,
    "frames.value": _INDEX,
    "frames.length": _INDEX,
    "values.obj": _INDEX,
    "values.text": _TEXT,
    "values.length": _INDEX,
    # by object
    "objects.rows": _NUMBER,
    "objects.time": _TIME,
    "objects.length": _NUMBER,
    "objects.size": _NUMBER,
    "heads.rows": _INDEX,
    "heads.value": _INDEX,
    # by process; then by global
    "globals.rows": _INDEX,
    "globals.name": _TEXT,
    "globals.length": _INDEX,
    "writes.rows": _NUMBER,
    "writes.time": _TIME,
    "writes.value": _INDEX,
    "writes.thread": _INDEX,
    "writes.size": _NUMBER,
    # by process
    "numbers.rows": _INDEX,
    "numbers.object": _STEP,
    "numbers.number": _STEP,
    "finals.rows": _INDEX,
    "finals.name": _TEXT,
    "finals.name_length": _INDEX,
    "finals.value": _TEXT,
    "finals.value_length": _INDEX,
    "output.rows": _NUMBER,
    "output.time": _TIME,
    "output.thread": _INDEX,
    "output.text": _TEXT,
    "output.length": _INDEX,
}

#: The parts of a column, one after the other.
Parts = Iterable["array[int]"]
#: Values that are gathered before they are one part.
_GATHERED: Final = 1 << 16


def columns_of(trace: Trace) -> Iterator[tuple[str, Parts]]:
    """Yield the columns of a settled trace and what each consists of; the head is not among them."""
    yield "threads.process", _gathered("i", (info.process for info in trace.threads))
    yield "threads.arrival", _gathered("q", (info.arrival_ns for info in trace.threads))
    yield "ready_from", [trace.ready_from]
    yield "ended", [trace.ended]
    yield "launches", _gathered("q", trace.launches)
    yield from _runs(trace)
    yield from _logs(trace)
    yield from _jobs(trace)
    yield from _forgotten(trace)
    yield from _programs(trace)
    yield from _values(trace)
    yield from _objects(trace)
    yield from _globals(trace)
    yield from _memory(trace)


def _runs(trace: Trace) -> Iterator[tuple[str, Parts]]:
    yield "runs.rows", _gathered("q", (len(runs.whose) for runs in trace.runs))
    yield "runs.rated", _gathered("b", (len(runs.rates) > 0 for runs in trace.runs))
    for name, part in (("idle", _idle), ("switch", _switch), ("ran", _ran)):
        yield f"runs.{name}", map(part, trace.runs)
    yield "runs.whose", (runs.whose for runs in trace.runs)
    yield "runs.rates", (runs.rates for runs in trace.runs)


def _idle(runs: RunTable) -> array[int]:
    return array("q", chain(runs.dispatched[:1], map(sub, runs.dispatched[1:], runs.ended)))


def _switch(runs: RunTable) -> array[int]:
    return array("q", map(sub, runs.began, runs.dispatched))


def _ran(runs: RunTable) -> array[int]:
    return array("q", map(sub, runs.ended, runs.began))


def _logs(trace: Trace) -> Iterator[tuple[str, Parts]]:
    log, events, standings, clocks = trace.wait_log, trace.events, trace.standings, trace.clocks
    yield "waits.lasted", [array("q", map(sub, log.until, log.time))]
    for group, table, names in (
        ("waits", log, ("time", "thread", "cause")),
        ("events", events, ("time", "kind", "process", "thread", "core", "value")),
        ("standings", standings, ("time", "thread", "queue", "level", "key", "tie", "extra")),
        ("clocks", clocks, ("time", "queue", "value", "load")),
    ):
        for name in names:
            yield f"{group}.{name}", [getattr(table, name)]


def _jobs(trace: Trace) -> Iterator[tuple[str, Parts]]:
    yield "jobs.thread", _gathered("i", trace.jobs)
    yield "jobs.first", _gathered("q", (jobs.first_ns for jobs in trace.jobs.values()))
    yield "jobs.rows", _gathered("q", (len(jobs.finish) for jobs in trace.jobs.values()))
    yield "jobs.finish", (jobs.finish for jobs in trace.jobs.values())


def _forgotten(trace: Trace) -> Iterator[tuple[str, Parts]]:
    last = trace.forgotten.last_run
    yield "work", _gathered("q", trace.forgotten.work_ns)
    yield "last.thread", _gathered("i", last)
    yield "last.dispatched", _gathered("q", (run.dispatched_ns for run in last.values()))
    yield "last.began", _gathered("q", (run.began_ns for run in last.values()))
    yield "last.ended", _gathered("q", (run.ended_ns for run in last.values()))
    yield "last.core", _gathered("h", (run.core for run in last.values()))
    yield "last.cause", _gathered("b", (run.cause for run in last.values()))


def _programs(trace: Trace) -> Iterator[tuple[str, Parts]]:
    executed, calls = trace.executed, trace.calls
    yield "executed.rows", _gathered("q", map(len, executed))
    yield "executed.dropped", _gathered("q", (table.dropped for table in executed))
    for name in ("start", "end", "line", "node", "done"):
        yield f"executed.{name}", (getattr(table, name) for table in executed)
    yield "calls.rows", _gathered("q", map(len, calls))
    yield "calls.time", (table.time for table in calls)
    yield "calls.node", (table.node for table in calls)


def _values(trace: Trace) -> Iterator[tuple[str, Parts]]:
    yield "stacks.parent", [trace.stacks.parent]
    yield "stacks.value", [trace.stacks.value]
    for name in ("parent", "place", "value", "length"):
        yield f"frames.{name}", [getattr(trace.frames, name)]
    yield "values.obj", [trace.values.obj]
    yield from _texts("values.text", "values.length", trace.values.text)


def _objects(trace: Trace) -> Iterator[tuple[str, Parts]]:
    objects = trace.objects
    yield "objects.rows", _gathered("q", map(len, objects))
    for name in ("time", "length", "size"):
        yield f"objects.{name}", (getattr(table, name) for table in objects)
    yield "heads.rows", _gathered("i", (len(head) for table in objects for head in table.head))
    yield "heads.value", _gathered("i", (value for table in objects for head in table.head for value in head))


def _globals(trace: Trace) -> Iterator[tuple[str, Parts]]:
    yield "globals.rows", _gathered("i", (len(memory.globals) for memory in trace.memory))
    yield from _texts("globals.name", "globals.length", [name for memory in trace.memory for name in memory.globals])
    tables = [table for memory in trace.memory for table in memory.globals.values()]
    yield "writes.rows", _gathered("q", map(len, tables))
    for name in ("time", "value", "thread", "size"):
        yield f"writes.{name}", (getattr(table, name) for table in tables)


def _memory(trace: Trace) -> Iterator[tuple[str, Parts]]:
    memories = trace.memory
    yield "numbers.rows", _gathered("i", (len(memory.numbers) for memory in memories))
    yield "numbers.object", _gathered("i", (obj for memory in memories for obj in memory.numbers))
    yield "numbers.number", _gathered("i", (number for memory in memories for number in memory.numbers.values()))
    yield "finals.rows", _gathered("i", (len(memory.final_globals) for memory in memories))
    finals = [pair for memory in memories for pair in memory.final_globals.items()]
    yield from _texts("finals.name", "finals.name_length", [name for name, _ in finals])
    yield from _texts("finals.value", "finals.value_length", [value for _, value in finals])
    printed = [memory.output for memory in memories]
    yield "output.rows", _gathered("q", map(len, printed))
    yield "output.time", (output.time for output in printed)
    yield "output.thread", (output.thread for output in printed)
    yield from _texts("output.text", "output.length", [text for output in printed for text in output.text])


def _gathered(typecode: str, values: Iterable[int]) -> Iterator[array[int]]:
    """Yield values as arrays that are worth writing."""
    part = array(typecode)
    for value in values:
        part.append(value)
        if len(part) >= _GATHERED:
            yield part
            part = array(typecode)
    yield part


def _texts(name: str, length: str, texts: list[str]) -> Iterator[tuple[str, Parts]]:
    """Yield the two columns of texts; a program may print halves of surrogate pairs."""
    yield name, (array("B", text.encode("utf-8", "surrogatepass")) for text in texts)
    yield length, _gathered("i", (len(text.encode("utf-8", "surrogatepass")) for text in texts))


def rows_of(lengths: array[int], total: int) -> Iterator[slice]:
    """Yield where each table lies in a column in which they are laid end to end.

    Raises:
        ValueError: When the lengths do not add up to ``total``, or one of them is negative.
    """
    if sum(lengths) != total or (lengths and min(lengths) < 0):
        raise ValueError
    begin = 0
    for length in lengths:
        yield slice(begin, begin + length)
        begin += length
