"""Round robin."""

from __future__ import annotations

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.policies.given import whole
from desktop_app.policies.protocol import OptionKind, Options, PolicyInfo, PolicyOption, Setting
from desktop_app.policies.queues import FifoPolicy


def _make(setting: Setting, options: Options) -> FifoPolicy:
    return FifoPolicy(whole(options, "quantum", setting.machine.quantum_ns))


ROUND_ROBIN = PolicyInfo(
    name="round-robin",
    title="Round robin",
    summary="Threads take turns in the order in which they became ready, a quantum each.",
    source="Stallings: Operating Systems, chapter on uniprocessor scheduling. A thread whose quantum is over goes to "
    "the tail; one that arrives at that very moment queues before it (Stallings' finish times 4, 18, 17, 20, 15).",
    options=(
        PolicyOption(
            name="quantum",
            kind=OptionKind.DURATION,
            default="machine",
            minimum=MIN_QUANTUM_NS,
            maximum=MAX_QUANTUM_NS,
            meaning="How long a thread may keep a core; the machine's quantum when absent.",
        ),
    ),
    make=_make,
    fifo_order=True,
)
