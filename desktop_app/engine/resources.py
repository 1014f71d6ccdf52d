"""A scenario's resources, made from their specifications."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from desktop_app.engine.locks import Condition, Mutex, RwLock
from desktop_app.engine.rendezvous import Barrier, BoundedQueue, Semaphore
from desktop_app.engine.waiting import Resource
from desktop_app.model.workload import ResourceKind, ResourceSpec

if TYPE_CHECKING:
    from desktop_app.engine.threads import SimThread


def build_resources(
    specs: Iterable[ResourceSpec], most_urgent: Callable[[Sequence[SimThread]], SimThread]
) -> dict[str, Resource]:
    """Make every resource, by name, in the order of the scenario.

    Args:
        specs: Checked specifications: names are unique, and a condition names a mutex that is among them.
        most_urgent: Chooses who gets a mutex whose holder inherits priorities, out of those who wait for it,
            longest first.
    """
    specs = tuple(specs)
    mutexes = {
        spec.name: Mutex(spec.name, most_urgent=most_urgent if spec.inherit else None)
        for spec in specs
        if spec.kind is ResourceKind.MUTEX
    }
    return {spec.name: _build(spec, mutexes) for spec in specs}


def _build(spec: ResourceSpec, mutexes: dict[str, Mutex]) -> Resource:
    match spec.kind:
        case ResourceKind.MUTEX:
            return mutexes[spec.name]
        case ResourceKind.RW_LOCK:
            return RwLock(spec.name)
        case ResourceKind.SEMAPHORE:
            return Semaphore(spec.name, spec.count)
        case ResourceKind.CONDITION:
            return Condition(spec.name, mutexes[spec.mutex])
        case ResourceKind.BARRIER:
            return Barrier(spec.name, spec.count)
        case ResourceKind.QUEUE:
            return BoundedQueue(spec.name, spec.count)
