"""Everything that a trace recorded, as plain values that can be compared and hashed."""

from __future__ import annotations

import hashlib
from typing import Any

from desktop_app.trace.trace import Trace


def columns(trace: Trace) -> dict[str, Any]:
    """Return every column of every table; equal results mean equal traces."""
    return {
        "runs": [[column.tolist() for column in runs.columns()] for runs in trace.runs],
        "waits": [[column.tolist() for column in waits.columns()] for waits in trace.waits],
        "causes": [[cause.text, cause.timed, cause.resource, cause.process] for cause in trace.causes],
        "ready_from": trace.ready_from.tolist(),
        "ended": trace.ended.tolist(),
        "jobs": {thread: [jobs.first_ns, jobs.finish.tolist()] for thread, jobs in trace.jobs.items()},
        "events": [column.tolist() for column in trace.events.columns()],
        "executed": [
            [table.start.tolist(), table.end.tolist(), table.line.tolist(), table.node.tolist(), table.done.tolist()]
            for table in trace.executed
        ],
        "stacks": [trace.stacks.parent.tolist(), trace.stacks.value.tolist()],
        "values": trace.values.text,
        "memory": [
            [
                {
                    name: [writes.time.tolist(), writes.value.tolist(), writes.thread.tolist()]
                    for name, writes in memory.globals.items()
                },
                [memory.output.time.tolist(), memory.output.thread.tolist(), memory.output.text],
                memory.final_globals,
                memory.exit_code,
                memory.end_ns,
            ]
            for memory in trace.memory
        ],
        "objects": [[table.time.tolist(), table.length.tolist(), table.head] for table in trace.objects],
        "end": [trace.known_until_ns, trace.finished, trace.truncated],
    }


def digest(trace: Trace) -> str:
    """Return a short fingerprint of all columns, the same on every platform and version."""
    return hashlib.sha256(repr(columns(trace)).encode()).hexdigest()[:16]
