"""Runs compared at a moment all at once, as a window does it a piece at a time."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.analysis.comparison import Comparison, comparison_of
from desktop_app.analysis.criteria import Side
from desktop_app.analysis.metrics import measure
from desktop_app.trace.trace import Trace


def side_at(title: str, trace: Trace, t_ns: int | None = None) -> Side:
    """Return a run measured as of ``t_ns``, or of its end where that comes before or no moment is given."""
    end_ns = trace.known_until_ns if t_ns is None else min(t_ns, trace.known_until_ns)
    return Side(title=title, trace=trace, end_ns=end_ns, metrics=measure(trace, end_ns))


def compare(sides: Sequence[tuple[str, Trace]], t_ns: int | None = None) -> Comparison:
    """Return runs, each with its title, compared with the first of them."""
    return comparison_of([side_at(title, trace, t_ns) for title, trace in sides])
