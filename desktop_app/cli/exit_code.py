"""The exit code of a command that has run programs. Imports no Qt."""

from __future__ import annotations

from desktop_app.trace.trace import Trace


def exit_code_of(*traces: Trace) -> int:
    """Return 1 when an uncaught exception ended a thread in one of the runs, and 0 otherwise."""
    return int(any((memory.exit_code or 0) > 0 for trace in traces for memory in trace.memory))
