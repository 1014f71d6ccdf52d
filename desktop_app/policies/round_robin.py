"""Round robin."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.model.machine import MAX_QUANTUM_NS, MIN_QUANTUM_NS, Machine
from desktop_app.model.scenario import OptionValue
from desktop_app.policies.fcfs import Fcfs
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption, Schedulable


class RoundRobin(Fcfs):
    """A FIFO ready queue in which nobody keeps a core longer than a quantum.

    A thread whose quantum is over goes to the tail. One that arrives at that very moment queues before it,
    as in Stallings' worked example (finish times 4, 18, 17, 20, 15 for a quantum of 1).
    """

    def __init__(self, quantum_ns: int) -> None:
        super().__init__()
        self._quantum_ns = quantum_ns

    def slice_ns(self, thread: Schedulable) -> int:  # noqa: ARG002 - the same for every thread
        """One quantum, in nanoseconds."""
        return self._quantum_ns


def _make(machine: Machine, options: Mapping[str, OptionValue]) -> RoundRobin:
    return RoundRobin(int(options.get("quantum", machine.quantum_ns)))


ROUND_ROBIN = PolicyInfo(
    name="round-robin",
    title="Round robin",
    summary="Threads take turns in the order in which they became ready, a quantum each.",
    source="Stallings: Operating Systems, chapter on uniprocessor scheduling.",
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
)
