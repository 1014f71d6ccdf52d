"""The texts of a process's values at t, and marks for the objects that more than one place refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from desktop_app.trace.frames import NO_FRAME, CallFrame
from desktop_app.trace.trace import Trace
from desktop_app.trace.values import EMPTY_STACK

#: How deep nested objects are spelled out.
_DEPTH: Final = 3
#: How many of the calls that a thread is in are shown, the innermost ones.
_CALLS: Final = 4
#: A reference to an object at the end of a text, behind its key or name where it has one.
_REFERENCE = re.compile(r"(?:<[^<>]*>|\w*\((?:\[\]|\{\})?\)|(?<!\w)(?:list|dict|set))$")
#: What stands around the items of a list, a dictionary or a set.
_BRACKETS: Final = {"list": "[]", "dict": "{}", "set": "{}"}

#: The mark of each object that has one, such as ``#1``, by its index in the trace.
Marks = Mapping[int, str]
_NONE: Final[Marks] = {}


class _Reference(NamedTuple):
    """The text of a reference to an object in parts; ``empty`` is what it shows without items."""

    key: str
    opening: str
    closing: str
    empty: str


@lru_cache(maxsize=4096)
def _reference(text: str) -> _Reference:
    """Take the text of a reference apart: ``list``, ``dict`` or ``set``, or a class with brackets for its items."""
    found = _REFERENCE.search(text)
    if found is None:
        return _Reference(text, "", "", "")  # it shows as what it holds
    key, word = text[: found.start()], found.group()
    if word.endswith(">"):
        return _Reference(key, word[:-1] + " ", ">", word)
    brackets = _BRACKETS.get(word)
    if brackets is not None:
        return _Reference(key, brackets[0], brackets[1], "set()" if word == "set" else brackets)
    ends = 1 if word.endswith("()") else 2
    return _Reference(key, word[:-ends], word[-ends:], word)


def value_text(trace: Trace, value: int, t_ns: int, marks: Marks = _NONE, depth: int = _DEPTH) -> str:
    """Return a value's text at ``t_ns``; an object is spelled out as far as the trace keeps it, behind its mark."""
    text, obj = trace.values.text[value], trace.values.obj[value]
    if obj < 0:
        return text
    key, opening, closing, empty = _reference(text)
    mark = f"{marks[obj]} " if obj in marks else ""
    table = trace.objects[obj]
    row = table.at(t_ns)
    if row < 0 or not table.length[row]:
        return key + mark + empty
    if depth == 0:
        return f"{key}{mark}{opening}…{closing}"
    within = depth - 1 if opening else depth
    items = [value_text(trace, item, t_ns, marks, within) for item in table.head[row]]
    if table.length[row] > len(items):
        items.append(f"… {table.length[row]} items")
    return f"{key}{mark}{opening}{', '.join(items)}{closing}"


def stack_at(trace: Trace, thread: int, t_ns: int, marks: Marks = _NONE) -> tuple[str, ...]:
    """Return the texts on a thread's operand stack at ``t_ns``, bottom first; empty once it has terminated."""
    return tuple(value_text(trace, value, t_ns, marks) for value in _stack(trace, thread, t_ns))


def _stack(trace: Trace, thread: int, t_ns: int) -> tuple[int, ...]:
    executed = trace.executed[thread]
    row = executed.retired(t_ns)
    return trace.stacks.values(executed.node[row] if row >= 0 else EMPTY_STACK)


def call_at(trace: Trace, thread: int, t_ns: int) -> Iterator[CallFrame]:
    """Yield the calls that a thread is in at ``t_ns``, the innermost one first, as many as are shown."""
    node = trace.calls[thread].at(t_ns)
    for _ in range(_CALLS):
        if node == NO_FRAME:
            return
        call = trace.frames.frame(node)
        yield call
        node = call.caller


def marks_at(trace: Trace, process: int, threads: Sequence[int], t_ns: int) -> Marks:
    """Return the marks of the objects that more than one variable, stack or object refers to at ``t_ns``.

    Args:
        trace: The trace.
        process: Whose memory it is.
        threads: The threads of the process that live.
        t_ns: The moment.
    """
    references: Counter[int] = Counter()
    found = _held_directly(trace, process, threads, t_ns)
    for _ in range(_DEPTH + 1):
        objects = [trace.values.obj[value] for value in found if trace.values.obj[value] >= 0]
        new = [obj for obj in dict.fromkeys(objects) if obj not in references]
        references.update(objects)
        found = [value for obj in new for value in _items(trace, obj, t_ns)]
    numbers = trace.memory[process].numbers
    return {obj: f"#{numbers[obj]}" for obj, count in references.items() if count > 1 and obj in numbers}


def _held_directly(trace: Trace, process: int, threads: Sequence[int], t_ns: int) -> list[int]:
    """Return the values of the global variables, and those on the stacks and in the calls of threads."""
    found = []
    for table in trace.memory[process].globals.values():
        row = table.at(t_ns)
        if row >= 0 and table.value[row] >= 0:
            found.append(table.value[row])
    for thread in threads:
        found += _stack(trace, thread, t_ns)
        for call in call_at(trace, thread, t_ns):
            found += call.values.values()
    return found


def _items(trace: Trace, obj: int, t_ns: int) -> tuple[int, ...]:
    """Return what an object is known to hold."""
    row = trace.objects[obj].at(t_ns)
    return trace.objects[obj].head[row] if row >= 0 else ()
