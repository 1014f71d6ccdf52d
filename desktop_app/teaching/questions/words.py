"""The words of explanations: times, lists, what a core does, and the ready queues as the policy in force has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app.analysis.snapshot import CoreState, CoreView, QueueEntry, QueueView, SchedulerView
from desktop_app.model.durations import NS_PER_MS, NS_PER_US, spaced_duration
from desktop_app.model.queueing import UNRANKED, QueueKey

#: So many threads of a queue, and so many stretches of time, are told one by one.
MOST_TOLD: Final = 6
#: What makes a ready thread the next one.
RULES: Final = {
    QueueKey.TURN: "the thread that has been in the ready queue longest",
    QueueKey.LEVEL: "the first thread of the highest queue that is not empty",
    QueueKey.CLASS: "the first thread of the highest real-time priority; everybody else's queue comes last",
    QueueKey.BURST: "the ready thread with the shortest CPU burst, as far as it is left",
    QueueKey.RATIO: "the ready thread with the largest response ratio, (waiting time + burst) / burst",
    QueueKey.TICKETS: "drawn by chance; each ticket has the same chance",
    QueueKey.PASS: "the ready thread with the smallest pass",
    QueueKey.DEADLINE: "the ready thread whose job is due first",
    QueueKey.PERIOD: "the ready thread with the shortest period",
    QueueKey.RELATIVE_DEADLINE: "the ready thread with the shortest relative deadline",
    QueueKey.LAXITY: "the ready thread with the least laxity: time to its deadline less the CPU time it still needs",
    QueueKey.SERVER_DEADLINE: "the ready thread whose reservation ends its period first",
    QueueKey.VRUNTIME: "the ready thread with the smallest virtual runtime",
    QueueKey.VIRTUAL_DEADLINE: "the ready thread with the earliest virtual deadline of those that are eligible: that"
    " had no more than their share",
}
_KEYS: Final = {
    QueueKey.BURST: "{} left of its burst",
    QueueKey.RATIO: "ratio {}",
    QueueKey.PRIORITY: "priority {}",
    QueueKey.TICKETS: "{} tickets",
    QueueKey.PASS: "pass {}",
    QueueKey.DEADLINE: "due at {}",
    QueueKey.PERIOD: "period {}",
    QueueKey.RELATIVE_DEADLINE: "deadline {} after its release",
    QueueKey.LAXITY: "laxity {}",
    QueueKey.SERVER_DEADLINE: "its period ends at {}",
    QueueKey.VRUNTIME: "virtual runtime {}",
    QueueKey.VIRTUAL_DEADLINE: "virtual deadline {}",
}
_NUMBERS: Final = frozenset({QueueKey.RATIO, QueueKey.PRIORITY, QueueKey.TICKETS, QueueKey.PASS})


def time_text(nanoseconds: float) -> str:
    """Return a time as a reader expects it in a sentence; what is finer than a microsecond is rounded to it."""
    whole = round(nanoseconds)
    if abs(whole) >= 1_000 * NS_PER_US:
        whole = round(whole / NS_PER_US) * NS_PER_US
    return exact_time(whole)


def exact_time(nanoseconds: int) -> str:
    """Return the exact text of a time; from a twentieth of a millisecond on it is in milliseconds, as on the axis."""
    if NS_PER_MS // 20 <= nanoseconds < NS_PER_MS and nanoseconds % NS_PER_US == 0:
        return f"{nanoseconds / NS_PER_MS:g} ms"
    return spaced_duration(nanoseconds)


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: ``a, b and c``."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


def counted(number: int, noun: str) -> str:
    """Return a number of things: ``1 context switch``, ``3 context switches``."""
    ending = "es" if noun.endswith(("ch", "s")) else "s"
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}{ending}"


def core_words(core: CoreView) -> str:
    """Return what a core does, as a sentence."""
    name = f"Core {core.number}"
    if core.thread is None:
        return f"{name} is idle: {core.idle_reason}." if core.idle_reason else f"{name} is idle."
    if core.state is CoreState.SWITCHING:
        return f"{name} is switching to {core.thread.label}."
    used = time_text(core.slice_used_ns)
    if core.slice_ns is None:
        return f"{name} runs {core.thread.label}, for {used} so far."
    return f"{name} runs {core.thread.label}, which has used {used} of its slice of {time_text(core.slice_ns)}."


def queue_words(view: SchedulerView, core: int | None = None) -> Iterator[str]:
    """Yield what stands in the ready queues, a sentence a queue that is not empty; one sentence where all are.

    Args:
        view: The queues.
        core: The core that is meant, where each has a queue of its own; None for all.
    """
    mine = [queue for queue in view.queues if core is None or not view.per_core or queue.core == core]
    there = [queue for queue in mine if queue.count]
    if not there:
        yield f"Nobody is ready in the queue of core {core}." if len(mine) < len(view.queues) else "Nobody is ready."
    for queue in there[:MOST_TOLD]:
        entries = [entry_words(view.key, entry) for entry in queue.entries[:MOST_TOLD]]
        if not entries:
            yield f"{_queue_name(view, queue)}: {counted(queue.count, 'thread')}."
            continue
        more = f" and {queue.count - len(entries)} more" if queue.count > len(entries) else ""
        order = ", the next one first" if view.ordered and queue.count > 1 else ""
        yield f"{_queue_name(view, queue)}{order}: {', '.join(entries)}{more}."


def rule_words(title: str, key: QueueKey, *, lowest_first: bool) -> str:
    """Return by which rule a policy chooses the next thread, as a sentence.

    Args:
        title: The policy's name.
        key: What its ready queue is ordered by.
        lowest_first: Whether the lowest priority is the most urgent.
    """
    if key is QueueKey.PRIORITY:
        which = "lowest" if lowest_first else "highest"
        return f"{title}: next is the most urgent ready thread, with the {which} priority number."
    return f"{title}: next is {RULES[key]}."


def _queue_name(view: SchedulerView, queue: QueueView) -> str:
    if queue.core >= 0:
        return f"In the queue of core {queue.core}"
    if queue.priority >= 0:
        return f"In the queue of real-time priority {queue.priority}" if queue.priority else "In everybody else's queue"
    if queue.level >= 0:
        quantum = f" (quantum {time_text(queue.quantum_ns)})" if queue.quantum_ns is not None else ""
        return f"In queue Q{queue.level}{quantum}"
    return "In the ready queue" if view.ordered else "In the lottery"


def entry_words(key: QueueKey, entry: QueueEntry) -> str:
    """Return a thread with what its place in a queue depends on, such as ``P1·T1 (priority 3)``."""
    label, words = entry.thread.label, _KEYS.get(key)
    if words is None:
        return label
    if entry.key is None or entry.key >= UNRANKED:
        return f"{label} (none)"
    value = f"{entry.key:,.3f}".rstrip("0").rstrip(".") if key in _NUMBERS else time_text(entry.key)
    told = words.format(value)
    if not entry.eligible:
        told += ", but not eligible: it had more than its share"
    return f"{label} ({told})"
