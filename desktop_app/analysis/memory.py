"""What stands in memory at t: variables, stacks, objects and their sizes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.heap import heap_of
from desktop_app.analysis.snapshot import FrameView, ObjectView, ProcessView, StackView, ThreadRef, VariableView
from desktop_app.analysis.validity import Validity
from desktop_app.analysis.value_texts import Marks, calls_from, marks_of, value_text
from desktop_app.model.listing import CodeListing
from desktop_app.model.states import ThreadState
from desktop_app.trace.frames import CallFrame
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import ThreadInfo, Trace

#: How a process ends by a signal, by its number on Linux.
_ENDINGS = {2: "interrupted by SIGINT", 9: "killed by SIGKILL", 15: "terminated by SIGTERM"}
#: How many of the pieces that a process printed are shown, the last ones; a print makes one or a few.
OUTPUT_PIECES = 40
#: After so many slots all of a program is shown in memory, whether starting it takes longer or no time at all.
LOAD_SLOTS = 0.8
#: The heap of a process with more threads is not shown: its card has no room for it.
_HEAP_THREADS = 16
_NO_MARKS: Marks = {}
#: The marks of shared objects, and those of the objects on the heap.
_BothMarks = tuple[Marks, Marks]


def thread_ref(trace: Trace, thread: int) -> ThreadRef:
    """Return the thread's label and process."""
    return _thread_ref(thread, trace.threads[thread])


@lru_cache(maxsize=10_000)
def _thread_ref(thread: int, info: ThreadInfo) -> ThreadRef:
    return ThreadRef(index=thread, label=info.label, process=info.process)


class _Thread:
    """What one thread holds of memory, and how that is shown.

    Attributes:
        thread: Its index in the trace.
        state: Its state.
        validity: For how long it holds the same, while it is in this state.
        values: What lies on its operand stack, bottom first; indexes into the trace's values.
        calls: The calls that it is in, the innermost one first.
        objects: The objects that it refers to, one for each reference.
        line: Index in the listing of the instruction that it retires, or retired last; None before the first.
        view: How it was shown last.
        shown: For how long that is the same while the marks are.
        marks: The marks that it was shown with, of shared objects and of those on the heap.
    """

    __slots__ = ("calls", "line", "marks", "objects", "shown", "state", "thread", "validity", "values", "view")

    def __init__(self, trace: Trace, thread: int, state: ThreadState, t_ns: int) -> None:
        self.thread, self.state = thread, state
        self.validity = validity = Validity(trace.known_until_ns)
        executed, numbers = trace.executed[thread], trace.values.obj
        row = validity.row(executed.start, t_ns)
        self.line = executed.line[row] if row >= 0 else None
        self.values: tuple[int, ...] = ()
        self.calls: tuple[CallFrame, ...] = ()
        if state is not ThreadState.TERMINATED:
            row = validity.row(executed.end, t_ns)
            self.values = trace.stacks.values(executed.node[row]) if row >= 0 else ()
            table = trace.calls[thread]
            row = validity.row(table.time, t_ns)
            self.calls = tuple(calls_from(trace, table.node[row])) if row >= 0 else ()
        held = self.values
        for call in self.calls:
            held = (*held, *call.values.values())
        self.objects = [numbers[value] for value in held if numbers[value] >= 0]
        self.view: StackView | None = None
        self.shown, self.marks = validity, (_NO_MARKS, _NO_MARKS)


class _Process:
    """A process's view, and for how long it is the same while the states of its threads are."""

    __slots__ = ("states", "validity", "view")

    def __init__(self, view: ProcessView, states: list[ThreadState | None], validity: Validity) -> None:
        self.view, self.states, self.validity = view, states, validity


class Memories:
    """The memory of all processes of a trace over time.

    What it was asked for last is kept for as long as nothing of it changes: a picture then costs what happened since
    the one before. What it says depends on the moment only.
    """

    def __init__(self, events: EventIndex) -> None:
        self._events = events
        self._start_anew()

    def at(self, process: int, t_ns: int, states: Sequence[ThreadState | None]) -> ProcessView:
        """Return what one process looks like in memory at ``t_ns``, when all threads are in these states."""
        trace = self._events.trace
        if self._begin_ns != trace.begin_ns:
            self._start_anew()
        own = [states[thread] for thread in trace.processes[process].threads]
        kept = self._processes.get(process)
        if kept is None or kept.states != own or not kept.validity.holds(t_ns):
            validity = Validity(trace.known_until_ns)
            kept = _Process(self._process(process, t_ns, own, validity), own, validity)
            self._processes[process] = kept
        return kept.view

    def _start_anew(self) -> None:
        self._begin_ns = self._events.trace.begin_ns
        self._processes: dict[int, _Process] = {}
        self._threads: dict[int, _Thread] = {}
        self._plains: dict[tuple[int, ThreadState], StackView] = {}

    def _process(
        self, process: int, t_ns: int, states: Sequence[ThreadState | None], validity: Validity
    ) -> ProcessView:
        trace, events = self._events.trace, self._events
        info, memory = trace.processes[process], trace.memory[process]
        listing = trace.listings[info.listing] if info.listing >= 0 else None
        counts: dict[ThreadState, int] = {}
        for state in states:
            if state is not None:  # somebody started it already
                counts[state] = counts.get(state, 0) + 1
        there = [(thread, state) for thread, state in zip(info.threads, states, strict=True) if state is not None]
        if listing is None:
            marks, stacks = (_NO_MARKS, _NO_MARKS), tuple([self._plain(thread, state) for thread, state in there])
            objects: tuple[ObjectView, ...] = ()
        else:
            threads = [self._thread(thread, state, t_ns, validity) for thread, state in there]
            marks, objects = self._marks(process, threads, t_ns, validity)
            stacks = tuple([self._stack(one, listing, t_ns, marks, validity) for one in threads])
        ended = memory.end_ns is not None and validity.passed(memory.end_ns, t_ns)
        loaded = min(1.0, (t_ns - info.arrival_ns) / (LOAD_SLOTS * trace.header.instruction_ns))
        if not validity.passed(info.arrival_ns + ceil(LOAD_SLOTS * trace.header.instruction_ns), t_ns):
            validity.only(t_ns)
        starting = set(counts) == {ThreadState.NEW}
        validity.row(memory.output.time, t_ns)
        return ProcessView(
            index=process,
            label=info.label,
            program=info.program,
            listing=listing,
            state_counts=counts,
            variables=_variables(trace, process, t_ns, marks, validity),
            stacks=stacks,
            code_bytes=listing.code_bytes if listing else 0,
            data_bytes=data_bytes(trace, process, t_ns, validity),
            ended=ended,
            ended_ns=memory.end_ns if ended else None,
            output=memory.output.last(t_ns, OUTPUT_PIECES),
            bursts=info.bursts,
            ram_bytes=events.last(EventKind.MEMORY, t_ns, process, validity),
            ending=ending(events, process, t_ns) if ended else "",
            parent=trace.processes[info.parent].label if info.parent >= 0 else "",
            objects=objects,
            loaded=loaded,
            loading=info.parent < 0 and not ended and (loaded < 1 or (starting and info.periodic is None)),
        )

    def _thread(self, thread: int, state: ThreadState, t_ns: int, validity: Validity) -> _Thread:
        """Return what a thread that exists holds."""
        known = self._threads.get(thread)
        if known is None or known.state is not state or not known.validity.holds(t_ns):
            known = self._threads[thread] = _Thread(self._events.trace, thread, state, t_ns)
        validity.narrow(known.validity)
        return known

    def _plain(self, thread: int, state: ThreadState) -> StackView:
        """Return how a thread with bursts is shown."""
        view = self._plains.get((thread, state))
        if view is None:
            ref = thread_ref(self._events.trace, thread)
            view = self._plains[thread, state] = StackView(thread=ref, state=state, values=())
        return view

    def _marks(
        self, process: int, threads: Sequence[_Thread], t_ns: int, validity: Validity
    ) -> tuple[_BothMarks, tuple[ObjectView, ...]]:
        """Return the marks of shared objects, those of the objects on the heap, and these objects."""
        trace = self._events.trace
        numbers = trace.values.obj
        held = [obj for one in threads for obj in one.objects]
        named = []
        for table in trace.memory[process].globals.values():
            row = validity.row(table.time, t_ns)
            if row >= 0 and table.value[row] >= 0 and numbers[table.value[row]] >= 0:
                named.append(table.value[row])
        held += [numbers[value] for value in named]
        if not held:
            return (_NO_MARKS, _NO_MARKS), ()
        marks = marks_of(trace, process, held, t_ns, validity)
        if len(threads) > _HEAP_THREADS:
            return (marks, _NO_MARKS), ()
        named += [value for one in threads for call in one.calls for value in call.values.values()]
        stacked = [value for one in threads for value in one.values]
        objects, pointers = heap_of(trace, process, named, stacked, marks, t_ns, validity)
        return (marks, pointers), objects

    def _stack(
        self, held: _Thread, listing: CodeListing, t_ns: int, marks: _BothMarks, validity: Validity
    ) -> StackView:
        if held.view is None or not held.shown.holds(t_ns) or held.marks != marks:
            held.shown, held.marks = Validity(held.validity.until_ns), marks
            held.view = _stack_view(self._events.trace, held, listing, t_ns)
        validity.narrow(held.shown)
        return held.view


def _stack_view(trace: Trace, held: _Thread, listing: CodeListing, t_ns: int) -> StackView:
    marks, pointers = held.marks

    def text(value: int, *, brief: bool = False) -> str:
        return value_text(trace, value, t_ns, pointers if brief else marks, validity=held.shown, brief=brief)

    frames = []
    for call in reversed(held.calls):
        function = listing.function(call.function)
        named = [
            (function.places[place], value)
            for place, value in call.values.items()
            if not function.places[place].startswith(".")  # what a comprehension goes through has no name
        ]
        variables = tuple([(name, text(value)) for name, value in named])
        brief = tuple([(name, text(value, brief=True)) for name, value in named]) if pointers else variables
        frames.append(FrameView(name=function.name, variables=variables, brief=brief))
    values = tuple([text(value) for value in held.values])
    return StackView(
        thread=thread_ref(trace, held.thread),
        state=held.state,
        values=values,
        line=held.line,
        frames=tuple(frames),
        brief=tuple([text(value, brief=True) for value in held.values]) if pointers else values,
    )


def ending(events: EventIndex, process: int, t_ns: int) -> str:
    """Return how a process that has ended was made to: by the lack of memory, or by a signal; else nothing."""
    code = events.trace.memory[process].exit_code
    if code is None or code >= 0:
        return ""
    if events.last(EventKind.OUT_OF_MEMORY, t_ns, process) is not None:
        return "killed: out of memory"
    return _ENDINGS.get(-code, f"ended by signal {-code}")


def _variables(trace: Trace, process: int, t_ns: int, both: _BothMarks, validity: Validity) -> tuple[VariableView, ...]:
    """Every name the code stores to, so that the boxes stand from the start and nothing jumps."""
    listing = trace.processes[process].listing
    if listing < 0:
        return ()
    marks, pointers = both
    found = []
    for name in trace.variables[listing]:
        table = trace.memory[process].globals.get(name)
        row = validity.row(table.time, t_ns) if table is not None else -1
        if table is None or row < 0 or table.value[row] < 0:
            found.append(VariableView(name=name, text="", written_ns=None, writer=""))
            continue
        value = table.value[row]
        text = value_text(trace, value, t_ns, marks, validity=validity)
        found.append(
            VariableView(
                name=name,
                text=text,
                brief=value_text(trace, value, t_ns, pointers, validity=validity, brief=True) if pointers else text,
                written_ns=table.time[row],
                writer=trace.threads[table.thread[row]].label,
            )
        )
    return tuple(found)


def data_bytes(trace: Trace, process: int, t_ns: int, validity: Validity) -> int:
    """Size of what the globals hold; each list once, however many names it has."""
    total, objects = 0, set()
    for table in trace.memory[process].globals.values():
        row = validity.row(table.time, t_ns)
        if row < 0 or table.value[row] < 0:
            continue
        obj = trace.values.obj[table.value[row]]
        if obj < 0:
            total += table.size[row]
        else:
            objects.add(obj)
    for obj in objects:
        row = validity.row(trace.objects[obj].time, t_ns)
        total += trace.objects[obj].size[row] if row >= 0 else 0
    return total
