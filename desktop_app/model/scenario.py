"""A scenario: everything that determines a run, and so the document that people save and share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from desktop_app.model.machine import Machine
from desktop_app.model.workload import ProcessSpec

#: What a policy's option may be in a scenario file.
OptionValue = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulerSpec:
    """The scheduling policy by name.

    Attributes:
        policy: A name that the policy registry knows.
        options: The policy's own options, as written.
    """

    policy: str = "round-robin"
    options: Mapping[str, OptionValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One complete experiment.

    Attributes:
        title: What the stage calls it.
        machine: The hardware.
        scheduler: The policy.
        processes: The workload, in the order of the file.
        seed: Where all randomness comes from.
        until_ns: When to stop at the latest, in nanoseconds, or None to run to the end.
        source: The file it came from, as the user named it; empty for a new one.
    """

    title: str
    machine: Machine = field(default_factory=Machine)
    scheduler: SchedulerSpec = field(default_factory=SchedulerSpec)
    processes: tuple[ProcessSpec, ...] = ()
    seed: int = 0
    until_ns: int | None = None
    source: str = ""
