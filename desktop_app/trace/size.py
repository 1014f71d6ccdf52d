"""How much memory a trace takes."""

from __future__ import annotations

from array import array

from desktop_app.trace.trace import Trace

#: A Python string or tuple without its contents, on a 64-bit CPython (sys.getsizeof).
_STRING_BYTES = 49
_TUPLE_BYTES = 56
_POINTER_BYTES = 8
#: A value is a string, a key (a tuple of two) and a slot in a dict and a list.
_VALUE_BYTES = _STRING_BYTES + _TUPLE_BYTES + 13 * _POINTER_BYTES


def is_within(trace: Trace, most_bytes: int) -> bool:
    """Return whether a trace takes at most so many bytes; what is yet to be written is written only if that decides."""
    if trace.late is not None and trace.late.unsettled_bytes + _written_bytes(trace) <= most_bytes:
        return True
    return size_bytes(trace) <= most_bytes


def size_bytes(trace: Trace) -> int:
    """Return the bytes that the columns and texts of a trace take; row counts are exact, headers left out."""
    trace.settle()
    return _written_bytes(trace)


def _written_bytes(trace: Trace) -> int:
    tables = trace.written
    total = _columns(tables.stacks.parent, tables.stacks.value)
    frames = tables.frames
    total += _columns(frames.parent, frames.place, frames.value, frames.length)
    for calls in tables.calls:
        total += _columns(*calls.columns())
    total += len(tables.values) * _VALUE_BYTES + tables.values.text_bytes
    for runs in trace.runs:
        total += _columns(*runs.columns())
    for jobs in trace.jobs.values():
        total += _columns(jobs.finish)
    total += _columns(trace.ready_from, trace.ended, *trace.wait_log.columns(), *trace.events.columns())
    total += _columns(*trace.standings.columns(), *trace.clocks.columns())
    for executed in tables.executed:
        total += _columns(executed.start, executed.end, executed.line, executed.node, executed.done)
    for table in tables.objects:
        total += _columns(table.time, table.length, table.size)
        total += sum(_TUPLE_BYTES + _POINTER_BYTES * (1 + len(head)) for head in table.head)
    for memory in tables.memory:
        for writes in memory.globals.values():
            total += _columns(writes.time, writes.value, writes.thread, writes.size)
        output = memory.output
        total += _columns(output.time, output.thread)
        total += sum(_STRING_BYTES + _POINTER_BYTES + len(text) for text in output.text)
    return total


def _columns(*columns: array[int]) -> int:
    return sum(len(column) * column.itemsize for column in columns)
