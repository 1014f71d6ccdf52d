"""The texts of a process's values at t, and marks for the objects that more than one place refers to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from desktop_app.analysis.validity import Validity
from desktop_app.trace.frames import NO_FRAME, CallFrame
from desktop_app.trace.trace import Trace

#: How deep nested objects are spelled out.
DEPTH: Final = 3
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


def value_text(  # noqa: PLR0917 - it goes through a value's parts
    trace: Trace,
    value: int,
    t_ns: int,
    marks: Marks = _NONE,
    depth: int = DEPTH,
    validity: Validity | None = None,
    *,
    brief: bool = False,
) -> str:
    """Return a value's text at ``t_ns``; an object is spelled out as far as the trace keeps it, behind its mark.

    Args:
        trace: The trace.
        value: Its index in the trace.
        t_ns: The moment.
        marks: The marks of objects.
        depth: How deep nested objects are spelled out.
        validity: Is narrowed to the time for which it is the same.
        brief: Whether an object that has a mark is that mark alone.
    """
    text, obj = trace.values.text[value], trace.values.obj[value]
    if obj < 0:
        return text
    key = _reference(text).key
    if brief and obj in marks:
        return key + marks[obj]
    mark = f"{marks[obj]} " if obj in marks else ""
    return key + mark + _spelled(trace, value, t_ns, marks, depth, validity, brief=brief)


def contents_text(trace: Trace, value: int, t_ns: int, marks: Marks, validity: Validity | None = None) -> str:
    """Return the text of the object that a value refers to; objects in it that have marks are their marks alone."""
    return _spelled(trace, value, t_ns, marks, DEPTH, validity, brief=True)


def is_container(text: str) -> bool:
    """Return whether the text of a reference to an object is that of a list, a dictionary, a set or an instance."""
    opening = _reference(text).opening
    return bool(opening) and not opening.startswith("<")


def _spelled(  # noqa: PLR0917
    trace: Trace, value: int, t_ns: int, marks: Marks, depth: int, validity: Validity | None, *, brief: bool
) -> str:
    _, opening, closing, empty = _reference(trace.values.text[value])
    table = trace.objects[trace.values.obj[value]]
    row = table.at(t_ns) if validity is None else validity.row(table.time, t_ns)
    if row < 0 or not table.length[row]:
        return empty
    if depth == 0:
        return f"{opening}…{closing}"
    within = depth - 1 if opening else depth
    items = [value_text(trace, item, t_ns, marks, within, validity, brief=brief) for item in table.head[row]]
    if table.length[row] > len(items):
        items.append(f"… {table.length[row]} items")
    return f"{opening}{', '.join(items)}{closing}"


def call_at(trace: Trace, thread: int, t_ns: int) -> Iterator[CallFrame]:
    """Yield the calls that a thread is in at ``t_ns``, the innermost one first, as many as are shown."""
    return calls_from(trace, trace.calls[thread].at(t_ns))


def calls_from(trace: Trace, node: int) -> Iterator[CallFrame]:
    """Yield the calls at a node, the innermost one first, as many as are shown."""
    for _ in range(_CALLS):
        if node == NO_FRAME:
            return
        call = trace.frames.frame(node)
        yield call
        node = call.caller


def marks_of(trace: Trace, process: int, held: Sequence[int], t_ns: int, validity: Validity) -> Marks:
    """Return the marks of the objects that more than one variable, stack or object refers to at ``t_ns``.

    Args:
        trace: The trace.
        process: Whose memory it is.
        held: The objects that its variables and the stacks and calls of its threads refer to, one for each reference.
        t_ns: The moment.
        validity: Is narrowed to the time for which they are the same.
    """
    references: Counter[int] = Counter()
    objects, numbers = held, trace.values.obj
    for _ in range(DEPTH + 1):
        new = [obj for obj in dict.fromkeys(objects) if obj not in references]
        references.update(objects)
        items = [item for obj in new for item in items_of(trace, obj, t_ns, validity)]
        objects = [numbers[item] for item in items if numbers[item] >= 0]
    known = trace.memory[process].numbers
    return {obj: f"#{known[obj]}" for obj, count in references.items() if count > 1 and obj in known}


def items_of(trace: Trace, obj: int, t_ns: int, validity: Validity | None = None) -> tuple[int, ...]:
    """Return what an object is known to hold at ``t_ns``; a validity is narrowed to the time for which that is so."""
    table = trace.objects[obj]
    row = table.at(t_ns) if validity is None else validity.row(table.time, t_ns)
    return table.head[row] if row >= 0 else ()
