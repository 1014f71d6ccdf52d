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


def size_bytes(trace: Trace) -> int:
    """Return the bytes that the columns and texts of a trace take; row counts are exact, headers left out."""
    total = _columns(trace.stacks.parent, trace.stacks.value)
    total += len(trace.values) * _VALUE_BYTES + trace.values.text_bytes
    for runs in trace.runs:
        total += _columns(*runs.columns())
    for jobs in trace.jobs.values():
        total += _columns(jobs.finish)
    total += _columns(trace.ready_from, trace.ended, *trace.wait_log.columns(), *trace.events.columns())
    for executed in trace.executed:
        total += _columns(executed.start, executed.end, executed.line, executed.node, executed.done)
    for table in trace.objects:
        total += _columns(table.time, table.length, table.size)
        total += sum(_TUPLE_BYTES + _POINTER_BYTES * (1 + len(head)) for head in table.head)
    for memory in trace.memory:
        for writes in memory.globals.values():
            total += _columns(writes.time, writes.value, writes.thread, writes.size)
        output = memory.output
        total += _columns(output.time, output.thread)
        total += sum(_STRING_BYTES + _POINTER_BYTES + len(text) for text in output.text)
    return total


def _columns(*columns: array[int]) -> int:
    return sum(len(column) * column.itemsize for column in columns)
