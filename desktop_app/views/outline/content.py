"""What the stage shows, in words: a tree made of a snapshot, the same for the same moment."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop_app.analysis.figures import duration_text
from desktop_app.analysis.snapshot import (
    OFF_LINE,
    CoreState,
    CoreView,
    ProcessView,
    QueueView,
    Snapshot,
    StackView,
    ThreadRef,
    WaitingView,
)
from desktop_app.views.marks import state_name

#: More of a kind than this are counted, and not listed: nobody listens to a thousand lines.
MOST_LISTED = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A line of the outline.

    Attributes:
        text: What it says.
        thread: Index in the trace of the thread that it is about, or None.
        below: The lines below it.
    """

    text: str
    thread: int | None = None
    below: tuple[Node, ...] = ()


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("Outline", text)


def outline(snapshot: Snapshot) -> tuple[Node, ...]:
    """Return the outline of a moment."""
    time = tr("{time} of {title}: {summary}").format(
        time=duration_text(snapshot.t_ns), title=snapshot.title, summary=snapshot.summary
    )
    return (
        Node(text=time),
        _section(tr("Cores"), [_core(core, snapshot) for core in snapshot.cores]),
        *_queues(snapshot),
        _section(
            tr("Waiting"),
            [_waiting(view, snapshot.t_ns) for view in snapshot.waiting[:MOST_LISTED]],
            len(snapshot.waiting),
        ),
        _section(
            tr("RAM"),
            [_process(process) for process in snapshot.processes[:MOST_LISTED]],
            len(snapshot.processes),
        ),
    )


def _section(title: str, nodes: list[Node], count: int | None = None) -> Node:
    total = len(nodes) if count is None else count
    if total > len(nodes):
        nodes = [*nodes, Node(text=tr("and {count} more").format(count=total - len(nodes)))]
    return Node(text=f"{title}: {total}" if total else tr("{title}: none").format(title=title), below=tuple(nodes))


def _queues(snapshot: Snapshot) -> list[Node]:
    """Return a section for each ready queue, or level of it, that has threads; or one for all when none has."""
    scheduler = snapshot.scheduler
    queues = [queue for queue in scheduler.queues if queue.count] if scheduler is not None else []
    if not queues:
        ready = snapshot.ready
        return [_section(tr("Ready queue"), [_named(thread) for thread in ready[:MOST_LISTED]], len(ready))]
    return [
        _section(_queue_name(queue), [_named(entry.thread) for entry in queue.entries[:MOST_LISTED]], queue.count)
        for queue in queues
    ]


def _queue_name(queue: QueueView) -> str:
    if queue.core >= 0:
        return tr("Ready queue of core {number}").format(number=queue.core)
    if queue.priority >= 0:
        return tr("Ready queue, priority {number}").format(number=queue.priority)
    if queue.level >= 0:
        return tr("Ready queue, level {number}").format(number=queue.level)
    return tr("Ready queue")


def _named(thread: ThreadRef) -> Node:
    return Node(text=thread.label, thread=thread.index)


def _core(core: CoreView, snapshot: Snapshot) -> Node:
    name = tr("Core {number}").format(number=core.number)
    if core.thread is None:
        if core.idle_reason == OFF_LINE:
            return Node(text=tr("{core} is off line").format(core=name))
        return Node(text=tr("{core} is idle: {reason}").format(core=name, reason=core.idle_reason))
    if core.state is CoreState.SWITCHING:
        text = tr("{core} switches to {thread}").format(core=name, thread=core.thread.label)
        return Node(text=text, thread=core.thread.index)
    used = duration_text(core.slice_used_ns)
    if core.slice_ns is not None:
        used = tr("{used} of {limit}").format(used=used, limit=duration_text(core.slice_ns))
    text = tr("{core} runs {thread}, {used}").format(core=name, thread=core.thread.label, used=used)
    return Node(text=text, thread=core.thread.index, below=tuple(_work(core, snapshot)))


def _work(core: CoreView, snapshot: Snapshot) -> list[Node]:
    if core.burst is not None:
        done, total = (duration_text(part) for part in core.burst)
        return [Node(text=tr("CPU burst, {done} of {total}").format(done=done, total=total))]
    found = []
    by_index = {process.index: process for process in snapshot.processes}
    for phase, words in ((-1.0, tr("executes {chip}")), (0.0, tr("writes back {chip}"))):
        for flight in core.flights:
            listing = by_index[flight.process].listing if flight.process in by_index else None
            if phase <= flight.phase < phase + 1:
                line = f", {tr('line')} {listing.lines[flight.line].line}" if listing is not None else ""
                found.append(Node(text=words.format(chip=flight.result or flight.chip) + line))
    if core.top:
        found.append(Node(text=tr("top of the stack: {value}").format(value=core.top)))
    return found


def _waiting(view: WaitingView, t_ns: int) -> Node:
    text = tr("{thread} waits for {cause}, since {time}").format(
        thread=view.thread.label, cause=view.cause, time=duration_text(t_ns - view.since_ns)
    )
    return Node(text=text, thread=view.thread.index)


def _process(process: ProcessView) -> Node:
    name = f"{process.label} · {process.program}"
    if process.ended:
        return Node(text=tr("{process} has ended {how}").format(process=name, how=process.ending).rstrip())
    counts = ", ".join(f"{count} {state_name(state)}" for state, count in process.state_counts.items() if count)
    below = [
        Node(text=tr("{name} = {value}").format(name=variable.name, value=variable.text))
        for variable in process.variables
        if variable.text
    ]
    below += [_stack(stack) for stack in process.stacks[:MOST_LISTED]]
    return Node(text=f"{name}: {counts}", below=tuple(below))


def _stack(stack: StackView) -> Node:
    values = ", ".join(stack.values)
    text = f"{stack.thread.label} {state_name(stack.state)}"
    if values:
        text = tr("{thread}, stack: {values}").format(thread=text, values=values)
    return Node(
        text=text,
        thread=stack.thread.index,
        below=tuple(
            Node(text=", ".join([frame.name, *(f"{name} = {value}" for name, value in frame.variables)]))
            for frame in stack.frames
        ),
    )
