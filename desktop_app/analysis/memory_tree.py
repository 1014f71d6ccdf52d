"""Memory at t as a tree: processes, their globals, threads, calls, stacks and objects, with what each was before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from desktop_app.analysis.local_changes import local_changes
from desktop_app.analysis.references import references_at
from desktop_app.analysis.value_texts import value_text
from desktop_app.trace.frames import NO_FRAME
from desktop_app.trace.trace import Trace
from desktop_app.trace.values import EMPTY_STACK

#: Longer texts are cut.
MOST_CHARS: Final = 200
#: Of more children the others are counted.
MOST_CHILDREN: Final = 500
#: How many of the calls that a thread is in are listed, the innermost ones.
_CALLS: Final = 32
NOTHING: Final = "–"


class Part(Enum):
    """What an item of the tree is."""

    PROCESS = "process"
    GLOBALS = "globals"
    THREAD = "thread"
    CALL = "call"
    STACK = "stack"
    OBJECTS = "objects"
    VALUE = "value"
    MORE = "more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item.

    Attributes:
        key: What it is called among its siblings, at any time.
        part: What it is.
        name: What people call it.
        value: The text of its value; empty for what has none.
        before: The text of the value before; empty where there was none.
        changed_ns: When it took its value; None where it has none or nobody knows.
        writer: The label of the thread that changed it.
        fresh: Whether the last instruction that its process executed changed it.
        process: The index of its process.
        thread: The index of its thread, or -1.
        node: The node of its call in the trace's frames, or -1.
        obj: The object that it is or refers to, or -1.
        depth: How many objects it lies within.
        full: Whether it may have children.
    """

    key: tuple[object, ...]
    part: Part
    name: str
    value: str = ""
    before: str = ""
    changed_ns: int | None = None
    writer: str = ""
    fresh: bool = False
    process: int = -1
    thread: int = -1
    node: int = -1
    obj: int = -1
    depth: int = 0
    full: bool = False


class MemoryTree:
    """The tree at one moment; children are worked out when they are asked for."""

    def __init__(self, trace: Trace, t_ns: int, wanted: str = "") -> None:
        """Look at a trace at ``t_ns``; only variables, stacks and objects whose name or value has ``wanted`` in it."""
        trace.settle()
        self._trace = trace
        self._t_ns = t_ns
        self._wanted = wanted.casefold()
        self._last: dict[int, int] = {}
        self._references: dict[int, dict[int, int]] = {}
        self._marks: dict[int, dict[int, str]] = {}

    def roots(self) -> list[Item]:
        """Return the processes with a program that live at the moment."""
        trace, found = self._trace, []
        for process, info in enumerate(trace.processes):
            end_ns = trace.memory[process].end_ns
            if info.listing < 0 or info.arrival_ns > self._t_ns or (end_ns is not None and end_ns <= self._t_ns):
                continue
            name = f"{info.label} · {info.program}"
            found.append(Item(key=(process,), part=Part.PROCESS, name=name, process=process, full=True))
        return _bounded([item for item in found if not self._wanted or self.children(item)])

    def children(self, item: Item) -> list[Item]:
        """Return what stands below an item."""
        below = {
            Part.PROCESS: self._of_process,
            Part.GLOBALS: self._globals,
            Part.THREAD: self._of_thread,
            Part.CALL: self._locals,
            Part.STACK: self._stack,
            Part.OBJECTS: self._objects,
            Part.VALUE: self._within,
        }.get(item.part)
        found = list(below(item)) if below is not None and item.full else []
        if self._wanted and item.part in {Part.GLOBALS, Part.CALL, Part.STACK, Part.OBJECTS}:
            found = [one for one in found if self._wanted in f"{one.name}\n{one.value}".casefold()]
        elif self._wanted and item.part in {Part.PROCESS, Part.THREAD}:
            found = [one for one in found if self.children(one)]
        return _bounded(found)

    # -- groups ---------------------------------------------------------------------------------------------

    def _of_process(self, item: Item) -> Iterator[Item]:
        process = item.process
        yield Item(key=("globals",), part=Part.GLOBALS, name="globals", process=process, full=True)
        for thread in self._alive(process):
            label = self._trace.threads[thread].label
            key = ("thread", thread)
            yield Item(key=key, part=Part.THREAD, name=label, process=process, thread=thread, full=True)
        if self._objects_of(process):
            yield Item(key=("objects",), part=Part.OBJECTS, name="objects", process=process, full=True)

    def _of_thread(self, item: Item) -> Iterator[Item]:
        trace, thread = self._trace, item.thread
        listing = trace.listings[trace.processes[item.process].listing]
        node, depth = trace.calls[thread].at(self._t_ns), 0
        while node != NO_FRAME and depth < _CALLS:
            call = trace.frames.frame(node)
            name = listing.function(call.function).name
            if name != "<module>" or call.values:
                yield Item(
                    key=("call", depth, call.function), part=Part.CALL, name=name,
                    process=item.process, thread=thread, node=node, full=bool(call.values),
                )  # fmt: skip
            node, depth = call.caller, depth + 1
        values = self._stack_values(thread, self._retired(thread))
        yield Item(
            key=("stack",), part=Part.STACK, name="operand stack", value="" if values else "empty",
            process=item.process, thread=thread, full=bool(values),
        )  # fmt: skip

    # -- variables ------------------------------------------------------------------------------------------

    def _globals(self, item: Item) -> Iterator[Item]:
        trace = self._trace
        memory = trace.memory[item.process]
        for name in trace.variables[trace.processes[item.process].listing]:
            table = memory.globals.get(name)
            row = table.at(self._t_ns) if table is not None else -1
            if table is None or row < 0:
                yield Item(key=(name,), part=Part.VALUE, name=name, value=NOTHING, process=item.process)
                continue
            before = table.value[row - 1] if row else -1
            writer = trace.threads[table.thread[row]].label
            yield self._valued(item, (name,), name, table.value[row], (table.time[row], before, writer))

    def _locals(self, item: Item) -> Iterator[Item]:
        trace = self._trace
        call = trace.frames.frame(item.node)
        places = trace.listings[trace.processes[item.process].listing].function(call.function).places
        changes = local_changes(trace, item.thread, item.node, self._t_ns)
        writer = trace.threads[item.thread].label
        for place, value in call.values.items():
            name = places[place]
            if name.startswith("."):
                continue  # what a comprehension goes through has no name
            change = changes[place]
            before = -1 if change.before is None else change.before
            yield self._valued(item, (name,), name, value, (change.time_ns, before, writer))

    def _stack(self, item: Item) -> Iterator[Item]:
        """Yield the operand stack, its top first."""
        thread, row = item.thread, self._retired(item.thread)
        values = self._stack_values(thread, row)
        older = self._stack_values(thread, row - 1)
        end_ns = self._trace.executed[thread].end[row] if row >= 0 else None
        writer = self._trace.threads[thread].label
        for place in reversed(range(len(values))):
            before = older[place] if place < len(older) else -1
            changed = before != values[place]
            change = (end_ns, before, writer) if changed else (None, -1, "")
            name = f"{place}" if place < len(values) - 1 else f"{place} (top)"
            yield self._valued(item, (place,), name, values[place], change)

    def _objects(self, item: Item) -> Iterator[Item]:
        numbers = self._trace.memory[item.process].numbers
        for obj, value in sorted(self._objects_of(item.process).items(), key=lambda pair: numbers[pair[0]]):
            yield self._valued(item, (obj,), f"#{numbers[obj]}", value, (None, -1, ""), named=True)

    def _within(self, item: Item) -> Iterator[Item]:
        """Yield what an object holds, as far as the trace keeps it."""
        table = self._trace.objects[item.obj]
        row = table.at(self._t_ns)
        if row < 0:
            return
        older = table.head[row - 1] if row else ()
        time_ns = table.time[row]
        writer = self._writer(item.process, time_ns)
        head = table.head[row]
        for place, value in enumerate(head):
            before = older[place] if place < len(older) else -1
            change = (time_ns, before, writer) if before != value else (None, -1, "")
            yield self._valued(item, (place,), f"[{place}]", value, change)
        if table.length[row] > len(head):
            yield Item(key=("more",), part=Part.MORE, name="…", value=f"{table.length[row]} items")

    def _valued(
        self, parent: Item, key: tuple[object, ...], name: str, value: int, change: tuple[int | None, int, str],
        *, named: bool = False,
    ) -> Item:  # fmt: skip
        """Return the item of a value; of an object its last change counts if that came later."""
        trace, process = self._trace, parent.process
        time_ns, before, writer = change
        obj = trace.values.obj[value] if value >= 0 else -1
        old_text, length = "", 0
        if obj >= 0:
            table = trace.objects[obj]
            row = table.at(self._t_ns)
            length = table.length[row] if row >= 0 else 0
            if row >= 0 and (time_ns is None or table.time[row] > time_ns) and (row > 0 or named):
                time_ns, writer = table.time[row], self._writer(process, table.time[row])
                before = value if row > 0 else -1
        if before >= 0 and time_ns is not None:
            old_text = self._text(process, before, time_ns - 1, named=named)
        text = "deleted" if value < 0 else self._text(process, value, self._t_ns, named=named)
        inside = parent.depth + (parent.part is Part.VALUE)
        return Item(
            key=key, part=Part.VALUE, name=name, process=process, thread=parent.thread, obj=obj, depth=inside,
            value=text, before=old_text if old_text != text else "", changed_ns=time_ns, writer=writer,
            fresh=time_ns is not None and time_ns == self._last_end(process),
            full=obj >= 0 and length > 0 and inside < _CALLS,
        )  # fmt: skip

    # -- what is looked up ----------------------------------------------------------------------------------

    def _text(self, process: int, value: int, t_ns: int, *, named: bool) -> str:
        marks = self._marks_of(process)
        obj = self._trace.values.obj[value]
        if named and obj in marks:
            marks = {other: mark for other, mark in marks.items() if other != obj}
        text = value_text(self._trace, value, t_ns, marks, depth=2)
        return text if len(text) <= MOST_CHARS else f"{text[: MOST_CHARS - 1]}…"

    def _marks_of(self, process: int) -> dict[int, str]:
        if process not in self._marks:
            numbers = self._trace.memory[process].numbers
            self._marks[process] = {obj: f"#{numbers[obj]}" for obj in self._objects_of(process)}
        return self._marks[process]

    def _objects_of(self, process: int) -> dict[int, int]:
        """Return the objects with a number that a process can reach, and a value that refers to each."""
        if process not in self._references:
            self._references[process] = references_at(self._trace, process, self._alive(process), self._t_ns)
        numbers = self._trace.memory[process].numbers
        return {obj: value for obj, value in self._references[process].items() if obj in numbers}

    def _alive(self, process: int) -> Sequence[int]:
        trace, t_ns = self._trace, self._t_ns
        return [
            thread
            for thread in trace.processes[process].threads
            if trace.threads[thread].arrival_ns <= t_ns < trace.ended[thread]
        ]

    def _retired(self, thread: int) -> int:
        return self._trace.executed[thread].retired(self._t_ns)

    def _stack_values(self, thread: int, row: int) -> tuple[int, ...]:
        return self._trace.stacks.values(self._trace.executed[thread].node[row] if row >= 0 else EMPTY_STACK)

    def _last_end(self, process: int) -> int:
        """Return when the last instruction of a process ended; -1 when none did."""
        if process not in self._last:
            ends = (
                self._trace.executed[thread].end[row]
                for thread in self._trace.processes[process].threads
                if (row := self._retired(thread)) >= 0
            )
            self._last[process] = max(ends, default=-1)
        return self._last[process]

    def _writer(self, process: int, time_ns: int) -> str:
        """Return the label of the thread whose instruction ended at a time; empty where that is not just one."""
        trace, found = self._trace, []
        for thread in trace.processes[process].threads:
            table = trace.executed[thread]
            row = table.retired(time_ns)
            if row >= 0 and table.end[row] == time_ns and table.done[row]:
                found.append(trace.threads[thread].label)
        return found[0] if len(found) == 1 else ""


def _bounded(items: list[Item]) -> list[Item]:
    if len(items) <= MOST_CHILDREN:
        return items
    rest = len(items) - MOST_CHILDREN
    return [*items[:MOST_CHILDREN], Item(key=("more",), part=Part.MORE, name="…", value=f"{rest} more")]
