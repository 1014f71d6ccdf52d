"""From ``[[resource]]`` and ``[[device]]`` sections to what threads share, with every value checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET

from desktop_app.model.errors import ScenarioError
from desktop_app.model.workload import DeviceSpec, ResourceKind, ResourceSpec
from desktop_app.program.bursts import NAME_FORM, is_name
from desktop_app.storage import limits
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.tables import DeviceTable, ResourceTable
from desktop_app.storage.wording import closest, listed, written

#: The counts of the kinds that have one.
COUNTS: Final = {
    ResourceKind.SEMAPHORE: limits.SEMAPHORE_VALUE,
    ResourceKind.BARRIER: limits.BARRIER_PARTIES,
    ResourceKind.QUEUE: limits.QUEUE_CAPACITY,
}
_COUNTED: Final = {
    ResourceKind.SEMAPHORE: "the semaphore's first value",
    ResourceKind.BARRIER: "the number of threads that the barrier waits for",
    ResourceKind.QUEUE: "the number of items that the queue holds",
}


def parse_resources(tables: Sequence[ResourceTable], reader: FieldReader) -> tuple[ResourceSpec, ...]:
    """Return the resources of a file's sections.

    Raises:
        ScenarioError: For the first value that is not allowed, or a name that is declared twice.
    """
    _refuse_wrong_names("resource", [table.name for table in tables], reader)
    mutexes = [table.name for table in tables if table.kind == ResourceKind.MUTEX.value]
    return tuple(_resource(f"resource[{index}]", table, mutexes, reader) for index, table in enumerate(tables))


def parse_devices(tables: Sequence[DeviceTable], reader: FieldReader) -> tuple[DeviceSpec, ...]:
    """Return the devices of a file's sections.

    Raises:
        ScenarioError: For the first name that is none, or that is declared twice.
    """
    _refuse_wrong_names("device", [table.name for table in tables], reader)
    return tuple(DeviceSpec(name=table.name, servers=table.servers) for table in tables)


def _refuse_wrong_names(section: str, names: Sequence[str], reader: FieldReader) -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if not is_name(name):
            raise reader.error(f"{section}[{index}].name", name, NAME_FORM)
        if name in first:
            expected = f"another name than that of {section}[{first[name]}]"
            raise reader.error(f"{section}[{index}].name", name, expected)
        first[name] = index


def _resource(field: str, table: ResourceTable, mutexes: Sequence[str], reader: FieldReader) -> ResourceSpec:
    kind = ResourceKind(table.kind)
    if table.inherit is not UNSET and kind is not ResourceKind.MUTEX:
        raise reader.error(f"{field}.inherit", table.inherit, f"no inherit for a {kind.value}: only a mutex has it")
    return ResourceSpec(
        name=table.name,
        kind=kind,
        count=_count(field, table, kind, reader),
        mutex=_mutex(field, table, kind, mutexes, reader),
        inherit=table.inherit is True,
    )


def _count(field: str, table: ResourceTable, kind: ResourceKind, reader: FieldReader) -> int:
    if kind not in COUNTS:
        if table.count is not UNSET:
            raise reader.error(f"{field}.count", table.count, f"no count for a {kind.value}")
        return 1
    if table.count is UNSET:
        if kind is ResourceKind.SEMAPHORE:
            return 1
        raise ScenarioError(reader.file, f"{field}.count", "missing", f"{_COUNTED[kind]}: {COUNTS[kind].expected}")
    if not COUNTS[kind].minimum <= table.count <= COUNTS[kind].maximum:
        raise reader.error(f"{field}.count", table.count, f"{_COUNTED[kind]}: {COUNTS[kind].expected}")
    return table.count


def _mutex(field: str, table: ResourceTable, kind: ResourceKind, mutexes: Sequence[str], reader: FieldReader) -> str:
    if kind is not ResourceKind.CONDITION:
        if table.mutex is not UNSET:
            raise reader.error(f"{field}.mutex", table.mutex, f"no mutex for a {kind.value}: only a condition has one")
        return ""
    known = f"the name of a [[resource]] mutex ({listed(mutexes) or 'there is none'})"
    if table.mutex is UNSET:
        raise ScenarioError(reader.file, f"{field}.mutex", "missing", known)
    if table.mutex not in mutexes:
        meant = closest(table.mutex, mutexes)
        raise reader.error(
            f"{field}.mutex", table.mutex, f"{known}; did you mean {written(meant)}?" if meant else known
        )
    return table.mutex
