"""First come, first served."""

from __future__ import annotations

from desktop_app.policies.protocol import Options, PolicyInfo, Setting
from desktop_app.policies.queues import FifoPolicy


def _make(setting: Setting, options: Options) -> FifoPolicy:  # noqa: ARG001 - it has no options
    return FifoPolicy()


FCFS = PolicyInfo(
    name="fcfs",
    title="First come, first served",
    summary="Threads run in the order in which they became ready, each until it blocks or ends.",
    source="Silberschatz, Galvin, Gagne: Operating System Concepts, chapter on CPU scheduling.",
    options=(),
    make=_make,
    fifo_order=True,
)
