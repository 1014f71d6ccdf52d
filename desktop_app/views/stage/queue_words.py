"""What the scheduler's panel says: what a queue is ordered by, what a key is, who waits and who has come or gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from desktop_app.analysis.snapshot import Passing, QueueEntry, QueueView, SchedulerView, Snapshot
from desktop_app.model.durations import NS_PER_MS, NS_PER_S, NS_PER_US
from desktop_app.model.queueing import QueueKey
from desktop_app.views.stage.text import tr

#: So many threads that have come or gone are named; more are counted.
_MOST_NAMED = 2


def short_time(time_ns: float) -> str:
    """Return a time with three digits that count, such as ``12.4 ms``; whole numbers stay exact."""
    units = ((NS_PER_S, "s"), (NS_PER_MS, "ms"), (NS_PER_US, "µs"))
    size, unit = next((unit for unit in units if abs(time_ns) >= unit[0]), units[-1 if time_ns else 1])
    return f"{short_number(time_ns / size)} {unit}"


def short_number(number: float) -> str:
    """Return a number with three digits that count, and no fraction from 100 on."""
    decimals = 0 if abs(number) >= 100 else 1 if abs(number) >= 10 else 2  # noqa: PLR2004 - digits
    text = f"{number:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def key_text(key: QueueKey, entry: QueueEntry) -> str:
    """Return what a thread's place depends on, for its chip; empty where its turn is all."""
    if key in {QueueKey.TURN, QueueKey.LEVEL, QueueKey.CLASS}:
        return ""
    if entry.key is None:
        return "–"
    if key in {QueueKey.RATIO, QueueKey.PASS, QueueKey.PRIORITY, QueueKey.TICKETS}:
        forms = {QueueKey.PRIORITY: tr("prio {number}"), QueueKey.TICKETS: tr("{number} tickets")}
        return forms.get(key, "{number}").format(number=short_number(entry.key))
    due = key in {QueueKey.DEADLINE, QueueKey.SERVER_DEADLINE}
    return (tr("due {time}") if due else "{time}").format(time=short_time(entry.key))


def ordered_by(key: QueueKey) -> str:
    """Return what queues are ordered by; empty where that is the turn."""
    words = {
        QueueKey.BURST: tr("by CPU burst"),
        QueueKey.RATIO: tr("by response ratio"),
        QueueKey.PRIORITY: tr("by priority"),
        QueueKey.CLASS: tr("by priority"),
        QueueKey.TICKETS: tr("by lottery"),
        QueueKey.PASS: tr("by pass"),
        QueueKey.DEADLINE: tr("by deadline"),
        QueueKey.PERIOD: tr("by period"),
        QueueKey.RELATIVE_DEADLINE: tr("by relative deadline"),
        QueueKey.LAXITY: tr("by laxity"),
        QueueKey.SERVER_DEADLINE: tr("by server deadline"),
        QueueKey.VRUNTIME: tr("by virtual runtime"),
        QueueKey.VIRTUAL_DEADLINE: tr("by virtual deadline"),
    }
    return words.get(key, "")


def heading(view: SchedulerView, count: int, digits: str | None = None) -> str:
    """Return what the ready threads stand in.

    Args:
        view: The queues.
        count: How many are ready.
        digits: What to write instead of the count, to measure the widest.
    """
    by, number = ordered_by(view.key), digits or f"{count:,}"
    if view.per_core:
        words = tr("{queues} run queues {by}") if by else tr("{queues} run queues")
        return words.format(queues=len(view.queues), by=by) + f": {number}"
    if view.key is QueueKey.LEVEL and len(view.queues) > 1:
        return tr("{queues} queues: {count}").format(queues=len(view.queues), count=number)
    if view.key is QueueKey.TICKETS:
        return tr("drawn by lottery: {count}").format(count=number)
    if not view.ordered:
        return tr("ready, unordered: {count}").format(count=number)
    return (
        tr("ready queue {by}: {count}").format(by=by, count=number)
        if by
        else tr("ready queue: {count}").format(count=number)
    )


def remarks(view: SchedulerView) -> list[tuple[str, str]]:
    """Return what else there is to say of the queues, each with a text as wide as it may become."""
    if not view.per_core or not view.queues:
        return []
    busiest = max(view.queues, key=lambda queue: (queue.count, -queue.core))
    words, digits = tr("busiest Core {core} ({count})"), "0" * len(str(len(view.queues) - 1))
    widest = words.format(core=digits, count="000")
    found = [(words.format(core=busiest.core, count=busiest.count) if busiest.count else tr("all are empty"), widest)]
    if view.steals or view.moves:
        words = tr("{count} stolen in the last 1 ms") if view.steals else tr("{count} moved in the last 1 ms")
        found.append((words.format(count=len(view.moves)), words.format(count="00")))
    return found


def boost_words(view: SchedulerView) -> str:
    """Return when all threads are lifted; empty where they never are."""
    if view.boost_in_ns is None:
        return ""
    return tr("boost in {time}").format(time=f"{view.boost_in_ns / NS_PER_MS:.2f} ms")


def queue_name(view: SchedulerView, queue: QueueView) -> str:
    """Return the name of a queue or level, with its quantum."""
    if queue.core >= 0:
        return tr("Core {number}").format(number=queue.core)
    if view.key is QueueKey.CLASS:
        return tr("prio {number}").format(number=queue.priority) if queue.priority > 0 else "NORMAL"
    name = f"Q{queue.level}"
    return name if queue.quantum_ns is None else f"{name} · {short_time(queue.quantum_ns)}"


def span_name(view: SchedulerView, queues: Sequence[QueueView]) -> str:
    """Return the name of several levels that share a row."""
    if len(queues) == 1:
        return queue_name(view, queues[0])
    if view.key is QueueKey.CLASS:
        return tr("below")
    return f"Q{queues[0].level}–Q{queues[-1].level}"


def passing_words(snapshot: Snapshot) -> tuple[tuple[str, Passing], ...]:
    """Return who has just come and who has just gone, each with the youngest of them."""
    found = []
    for passing, names, one, many in (
        (snapshot.gone, _gone(snapshot), tr("{names} ended"), tr("{count} threads ended")),
        (snapshot.born, _born(snapshot), tr("{names} born"), tr("{count} threads born")),
    ):
        if passing:
            few = len(names) <= _MOST_NAMED
            words = one.format(names=", ".join(names)) if few else many.format(count=f"{len(passing):,}")
            found.append((words, passing[-1]))
    return tuple(found)


def _gone(snapshot: Snapshot) -> list[str]:
    """Return who has just ended: a process as a whole where its last thread has."""
    ended = {process.index: process.label for process in snapshot.processes if process.ended}
    return _named(snapshot.gone, ended)


def _born(snapshot: Snapshot) -> list[str]:
    """Return who has just come: a process as a whole where all of its threads have."""
    counts = Counter(each.thread.process for each in snapshot.born)
    new = {
        process.index: process.label
        for process in snapshot.processes
        if process.index in counts and sum(process.state_counts.values()) == counts[process.index]
    }
    return _named(snapshot.born, new)


def _named(passing: Sequence[Passing], processes: Mapping[int, str]) -> list[str]:
    return list(dict.fromkeys(processes.get(each.thread.process, each.thread.label) for each in passing))
