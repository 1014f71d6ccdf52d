"""The objects of a process that names refer to, each shown once however many names it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from desktop_app.analysis.snapshot import ObjectView
from desktop_app.analysis.validity import Validity
from desktop_app.analysis.value_texts import DEPTH, Marks, contents_text, is_container, items_of
from desktop_app.trace.trace import Trace

#: A heap with more objects than this is not shown: the objects stand with the names that refer to them.
MOST_OBJECTS: Final = 12
NO_HEAP: Final[tuple[tuple[ObjectView, ...], Marks]] = ((), {})


def heap_of(  # noqa: PLR0917 - as PLR0913
    trace: Trace,
    process: int,
    named: Sequence[int],
    stacked: Sequence[int],
    marks: Marks,
    t_ns: int,
    validity: Validity,
) -> tuple[tuple[ObjectView, ...], Marks]:
    """Return the objects that variables refer to, or that have several references, and the marks of all of them.

    Both are empty where there are none, or too many to be shown.

    Args:
        trace: The trace.
        process: Whose memory it is.
        named: The values of its variables, indexes into the trace's values.
        stacked: Those on the operand stacks of its threads.
        marks: The marks of objects that have several references.
        t_ns: The moment.
        validity: Is narrowed to the time for which it is the same.
    """
    numbers, objects = trace.memory[process].numbers, trace.values.obj
    found: dict[int, int] = {}
    for value in (*named, *_marked(trace, named, stacked, marks, t_ns, validity)):
        obj = objects[value]
        if obj >= 0 and obj in numbers and is_container(trace.values.text[value]):
            found.setdefault(obj, value)
    if not found or len(found) > MOST_OBJECTS:
        return NO_HEAP
    pointers = {obj: f"#{numbers[obj]}" for obj in found}
    views = []
    for obj in sorted(found, key=numbers.__getitem__):
        row = validity.row(trace.objects[obj].time, t_ns)
        written_ns = trace.objects[obj].time[row] if row >= 0 else None
        text = contents_text(trace, found[obj], t_ns, pointers, validity)
        views.append(ObjectView(mark=pointers[obj], text=text, written_ns=written_ns))
    return tuple(views), pointers


def _marked(  # noqa: PLR0917
    trace: Trace, named: Sequence[int], stacked: Sequence[int], marks: Marks, t_ns: int, validity: Validity
) -> Iterator[int]:
    """Yield a reference to each object that has a mark, be it on a stack or within another object."""
    objects = trace.values.obj
    missing = set(marks) - {objects[value] for value in named}
    found: Iterable[int] = (*named, *stacked)
    for _ in range(DEPTH + 1):
        if not missing:
            return
        found = tuple(found)
        for value in found:
            if objects[value] in missing:
                missing.discard(objects[value])
                yield value
        inner = [obj for value in found if (obj := objects[value]) >= 0]
        found = [item for obj in dict.fromkeys(inner) for item in items_of(trace, obj, t_ns, validity)]
