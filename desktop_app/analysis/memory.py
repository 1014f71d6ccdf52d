"""What stands in memory at t: variables, stacks, objects and their sizes."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.analysis.event_index import EventIndex
from desktop_app.analysis.snapshot import FrameView, ProcessView, StackView, ThreadRef, VariableView
from desktop_app.analysis.value_texts import Marks, call_at, marks_at, stack_at, value_text
from desktop_app.model.states import ThreadState
from desktop_app.trace.tables import EventKind
from desktop_app.trace.trace import Trace

#: How a process ends by a signal, by its number on Linux.
_ENDINGS = {2: "interrupted by SIGINT", 9: "killed by SIGKILL", 15: "terminated by SIGTERM"}
#: How many of the pieces that a process printed are shown, the last ones; a print makes one or a few.
OUTPUT_PIECES = 40
#: After so many slots all of a program is shown in memory, whether starting it takes longer or no time at all.
LOAD_SLOTS = 0.8


def thread_ref(trace: Trace, thread: int) -> ThreadRef:
    """Return the thread's label and process."""
    info = trace.threads[thread]
    return ThreadRef(index=thread, label=info.label, process=info.process)


def process_at(events: EventIndex, process: int, t_ns: int, states: Sequence[ThreadState | None]) -> ProcessView:
    """Return what one process looks like in memory at ``t_ns``, when all threads are in these states."""
    trace = events.trace
    info, memory = trace.processes[process], trace.memory[process]
    listing = trace.listings[info.listing] if info.listing >= 0 else None
    counts: dict[ThreadState, int] = {}
    stacks = []
    alive = [one for one in info.threads if states[one] not in {None, ThreadState.TERMINATED}]
    marks = marks_at(trace, process, alive, t_ns) if listing is not None else {}
    for thread in info.threads:
        state = states[thread]
        if state is None:
            continue  # nobody started it yet
        counts[state] = counts.get(state, 0) + 1
        values = () if state is ThreadState.TERMINATED else stack_at(trace, thread, t_ns, marks)
        executed = trace.executed[thread]
        row = executed.at(t_ns)
        line = executed.line[row] if row >= 0 else None
        frames = _frames(trace, process, thread, t_ns, marks) if listing and thread in alive else ()
        stacks.append(StackView(thread=thread_ref(trace, thread), state=state, values=values, line=line, frames=frames))
    ended = memory.end_ns is not None and t_ns >= memory.end_ns
    loaded = min(1.0, (t_ns - info.arrival_ns) / (LOAD_SLOTS * trace.header.instruction_ns))
    starting = set(counts) == {ThreadState.NEW}
    return ProcessView(
        index=process,
        label=info.label,
        program=info.program,
        listing=listing,
        state_counts=counts,
        variables=_variables(trace, process, t_ns, marks),
        stacks=tuple(stacks),
        code_bytes=listing.code_bytes if listing else 0,
        data_bytes=_data_bytes(trace, process, t_ns),
        ended=ended,
        output=memory.output.last(t_ns, OUTPUT_PIECES),
        bursts=info.bursts,
        ram_bytes=events.last(EventKind.MEMORY, t_ns, process),
        ending=ending(events, process, t_ns) if ended else "",
        parent=trace.processes[info.parent].label if info.parent >= 0 else "",
        loaded=loaded,
        loading=info.parent < 0 and not ended and (loaded < 1 or (starting and info.periodic is None)),
    )


def _frames(trace: Trace, process: int, thread: int, t_ns: int, marks: Marks) -> tuple[FrameView, ...]:
    """Return the calls that a thread is in, the innermost one last, as far as they are shown."""
    listing = trace.listings[trace.processes[process].listing]
    found: list[FrameView] = []
    for call in call_at(trace, thread, t_ns):
        function = listing.function(call.function)
        variables = tuple(
            (function.places[place], value_text(trace, value, t_ns, marks))
            for place, value in call.values.items()
            if not function.places[place].startswith(".")  # what a comprehension goes through has no name
        )
        found.append(FrameView(name=function.name, variables=variables))
    return tuple(reversed(found))


def ending(events: EventIndex, process: int, t_ns: int) -> str:
    """Return how a process that has ended was made to: by the lack of memory, or by a signal; else nothing."""
    code = events.trace.memory[process].exit_code
    if code is None or code >= 0:
        return ""
    if events.last(EventKind.OUT_OF_MEMORY, t_ns, process) is not None:
        return "killed: out of memory"
    return _ENDINGS.get(-code, f"ended by signal {-code}")


def _variables(trace: Trace, process: int, t_ns: int, marks: Marks) -> tuple[VariableView, ...]:
    """Every name the code stores to, so that the boxes stand from the start and nothing jumps."""
    listing = trace.processes[process].listing
    if listing < 0:
        return ()
    found = []
    for name in trace.variables[listing]:
        table = trace.memory[process].globals.get(name)
        row = table.at(t_ns) if table is not None else -1
        if table is None or row < 0 or table.value[row] < 0:
            found.append(VariableView(name=name, text="", written_ns=None, writer=""))
            continue
        found.append(
            VariableView(
                name=name,
                text=value_text(trace, table.value[row], t_ns, marks),
                written_ns=table.time[row],
                writer=trace.threads[table.thread[row]].label,
            )
        )
    return tuple(found)


def _data_bytes(trace: Trace, process: int, t_ns: int) -> int:
    """Size of what the globals hold; each list once, however many names it has."""
    total, objects = 0, set()
    for table in trace.memory[process].globals.values():
        row = table.at(t_ns)
        if row < 0 or table.value[row] < 0:
            continue
        obj = trace.values.obj[table.value[row]]
        if obj < 0:
            total += table.size[row]
        else:
            objects.add(obj)
    for obj in objects:
        row = trace.objects[obj].at(t_ns)
        total += trace.objects[obj].size[row] if row >= 0 else 0
    return total
