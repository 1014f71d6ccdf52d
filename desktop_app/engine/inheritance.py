"""What a started process has from its parent: a copy of its memory, as the trace knows it."""

from __future__ import annotations

from desktop_app.trace.memory_tables import ObjectTable, WriteTable
from desktop_app.trace.trace import Trace


def copy_memory(
    trace: Trace,
    numbers: dict[int, int],
    parent: int,
    child: int,
    *,
    thread: int,
    time_ns: int,
    shared: frozenset[int] = frozenset(),
) -> dict[int, int]:
    """Let a process begin with the values that the globals of another one have at ``time_ns``.

    Args:
        trace: The trace.
        numbers: The number that each of the parent's objects has in the trace, by its number within its process.
        parent: The process whose memory is copied.
        child: The process that begins with it; an object's copy has the same number within its process.
        shared: Numbers within the parent of objects that are the same ones in the child, with all that they hold.
        thread: Who is said to have written it: the child's first thread.
        time_ns: When.

    Returns:
        The number in the trace of the child's objects, as of the parent's.
    """
    copies = {number: number for number in _held(trace, [numbers[one] for one in shared if one in numbers], time_ns)}
    todo: list[int] = []

    def copied(value: int) -> int:
        obj = trace.values.obj[value]
        if obj < 0:
            return value
        if obj not in copies:
            copies[obj] = len(trace.objects)
            trace.objects.append(ObjectTable())
            todo.append(obj)
        return trace.values.intern(trace.values.text[value], copies[obj])

    variables = trace.memory[child].globals
    for name, writes in trace.memory[parent].globals.items():
        row = writes.at(time_ns)
        if row >= 0 and writes.value[row] >= 0:
            variables[name] = WriteTable()
            variables[name].append(time_ns, copied(writes.value[row]), thread, writes.size[row])
    while todo:  # no recursion: lists may be nested as deep as a program likes
        obj = todo.pop()
        contents, copy = trace.objects[obj], trace.objects[copies[obj]]
        row = contents.at(time_ns)
        if row >= 0:
            head = tuple(copied(value) for value in contents.head[row])
            copy.append(time_ns, head, contents.length[row], contents.size[row])
    numbered = trace.memory[parent].numbers.items()
    trace.memory[child].numbers = {copies[obj]: number for obj, number in numbered if obj in copies}
    return {local: copies[number] for local, number in numbers.items() if number in copies}


def _held(trace: Trace, objects: list[int], time_ns: int) -> set[int]:
    """Return these objects and all that they are known to hold at ``time_ns``."""
    found: set[int] = set()
    todo = list(objects)
    while todo:
        obj = todo.pop()
        if obj in found:
            continue
        found.add(obj)
        contents = trace.objects[obj]
        row = contents.at(time_ns)
        if row >= 0:
            todo += [trace.values.obj[value] for value in contents.head[row] if trace.values.obj[value] >= 0]
    return found
