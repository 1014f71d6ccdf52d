"""Where threads stand in virtual time, on an axis below the ready queue. No painting, no state."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.analysis.snapshot import QueueEntry, SchedulerView
from desktop_app.model.queueing import QueueKey
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.text import tr

#: Half of what a thread takes on it.
_DOT = 6.0


def axis_range(view: SchedulerView) -> tuple[int, int]:
    """Return the least and the greatest virtual time that the axis shows."""
    times = [entry.virtual_ns for entry in _timed(view) if entry.virtual_ns is not None]
    if view.clock_ns is not None:
        times.append(round(view.clock_ns))
    return min(times, default=0), max(times, default=0)


def on_axis(view: SchedulerView, axis: Rect, virtual_ns: float) -> float:
    """Return where a virtual time stands."""
    low, high = axis_range(view)
    share = (virtual_ns - low) / (high - low) if high > low else 0.5
    return axis.x + _DOT + (axis.w - 2 * _DOT) * share


def _timed(view: SchedulerView) -> Iterable[QueueEntry]:
    yield from view.running
    for queue in view.queues:
        yield from queue.entries


def dots(view: SchedulerView, axis: Rect) -> list[tuple[float, QueueEntry]]:
    """Return where on the axis each thread stands: ready ones first, then those that run."""
    low, high = axis_range(view)
    scale = (axis.w - 2 * _DOT) / (high - low) if high > low else 0.0
    first = axis.x + _DOT if scale else axis.cx
    entries = [entry for entry in _timed(view) if entry.virtual_ns is not None]
    entries.sort(key=lambda entry: entry.core)
    return [(first + scale * ((entry.virtual_ns or 0) - low), entry) for entry in entries]


def clock_name(key: QueueKey) -> str:
    """Return what the mark on the axis is called."""
    return tr("min") if key is QueueKey.VRUNTIME else "V"
