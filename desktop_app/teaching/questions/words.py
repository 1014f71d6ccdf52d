"""The words of explanations: times, lists, what a core does, and the ready queues as the policy in force has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import floor, log10
from typing import Final

from desktop_app.analysis.snapshot import CoreState, CoreView, QueueEntry, QueueView, SchedulerView
from desktop_app.model.counting import counted
from desktop_app.model.durations import NS_PER_MS, NS_PER_S, NS_PER_US, spaced_duration
from desktop_app.model.queueing import UNRANKED, QueueKey

#: So many threads of a queue, and so many stretches of time, are told one by one.
MOST_TOLD: Final = 6
#: What makes a ready thread the next one.
RULES: Final = {
    QueueKey.TURN: "the thread that has been ready longest",
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
    QueueKey.VIRTUAL_DEADLINE: "the eligible one with the earliest virtual deadline",
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
_UNITS_NS: Final = {"ns": 1, "µs": NS_PER_US, "ms": NS_PER_MS, "s": NS_PER_S}
#: Of a number of 1 or more so many digits are told, of a smaller one a digit less.
_DIGITS: Final = 3
#: A value of a variable is cut off after so many characters in a sentence.
_MOST_CHARS: Final = 60
#: So many threads of a queue are told one by one where something is told of each.
_MOST_RANKED: Final = 4
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


def times_beside(answer_ns: int) -> Callable[[int], str]:
    """Return how a time and others beside it are written: all in its unit, and hardly finer than it is."""
    told = time_text(answer_ns)
    number, unit = told.split()
    decimals = len(number.partition(".")[2])

    def text(nanoseconds: int) -> str:
        value = nanoseconds / _UNITS_NS[unit]
        return told if nanoseconds == answer_ns else f"{_rounded(value, decimals)} {unit}"

    return text


def sizes_beside(answer_bytes: int, *, binary: bool = False) -> Callable[[int], str]:
    """Return how a size and others beside it are written, all in its unit and with three digits: ``1.55 MB``.

    Args:
        answer_bytes: The size.
        binary: Whether units are powers of 1024, ``MiB``.
    """
    base, size, unit = (1024 if binary else 1000), 1, "B"
    for prefix in "KMGT":
        if answer_bytes < size * base:
            break
        size, unit = size * base, f"{prefix}{'i' if binary else ''}B"
    return lambda size_bytes: f"{_rounded(size_bytes / size, 0)} {unit}"


def _rounded(value: float, decimals: int) -> str:
    """Return a number with so many decimals, or with more where it is small."""
    if not value:
        return "0"
    first = floor(log10(abs(value)))
    if round(value, 2) == round(value, 9):
        decimals = max(decimals, 2)
    decimals = max(decimals, _DIGITS - 1 - first if first >= 0 else _DIGITS - 2 - first)
    text = f"{value:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shortened(value: str) -> str:
    """Return a value of a variable as it stands in a sentence, cut off where it is long."""
    return value if len(value) <= _MOST_CHARS else f"{value[:_MOST_CHARS]} …"


def listed(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: ``a, b and c``."""
    return f"{', '.join(items[:-1])} and {items[-1]}" if len(items) > 1 else "".join(items)


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
        most = _MOST_RANKED if view.key in _KEYS else MOST_TOLD
        entries = [entry_words(view.key, entry) for entry in queue.entries[:most]]
        if not entries:
            yield f"{_queue_name(view, queue)}: {counted(queue.count, 'thread')}."
            continue
        more = f" and {queue.count - len(entries)} more" if queue.count > len(entries) else ""
        order = ", next first" if view.ordered and queue.count > 1 else ""
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
    return f"{title.partition(' (')[0]}: next is {RULES[key]}."


def _queue_name(view: SchedulerView, queue: QueueView) -> str:
    if queue.core >= 0:
        return f"In the queue of core {queue.core}"
    if queue.priority >= 0:
        return f"In the queue of real-time priority {queue.priority}" if queue.priority else "In everybody else's queue"
    if queue.level >= 0:
        quantum = f" (quantum {time_text(queue.quantum_ns)})" if queue.quantum_ns is not None else ""
        return f"In queue Q{queue.level}{quantum}"
    return "Ready queue" if view.ordered else "In the lottery"


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
        told += ", not eligible: over its share"
    return f"{label} ({told})"
