"""From ``[[action]]`` sections to timed actions, with every value checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from desktop_app.model.durations import is_bare_zero
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import MAX_CORES, Machine
from desktop_app.model.scenario import Action, ActionKind, SchedulerSpec
from desktop_app.model.workload import ProcessSpec, SchedulingClass
from desktop_app.storage import limits
from desktop_app.storage.document import unknown_key
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.scheduler_parsing import check_policy, parse_options
from desktop_app.storage.tables import ACTION_KEYS, AFFINITY_EXPECTED
from desktop_app.storage.wording import closest, did_you_mean, listed, written

_WHEN: Final = ("at", "do")
#: The keys that say which processes and threads of an entry are meant; all are where they are absent.
SELECTING_KEYS: Final = frozenset({"instance", "thread"})
#: The keys of each kind of action; all but the selecting ones are required. POLICY has the policy's own options
#: beside these.
KEYS_OF_ACTIONS: Final[Mapping[ActionKind, tuple[str, ...]]] = MappingProxyType(
    {
        ActionKind.LAUNCH: (*_WHEN, "process"),
        ActionKind.START_THREAD: (*_WHEN, "process", "instance"),
        ActionKind.INTERRUPT: (*_WHEN, "process", "instance"),
        ActionKind.TERMINATE: (*_WHEN, "process", "instance"),
        ActionKind.KILL: (*_WHEN, "process", "instance"),
        ActionKind.NICE: (*_WHEN, "process", "instance", "thread", "nice"),
        ActionKind.PRIORITY: (*_WHEN, "process", "instance", "thread", "priority"),
        ActionKind.AFFINITY: (*_WHEN, "process", "instance", "thread", "affinity"),
        ActionKind.CORES: (*_WHEN, "cores"),
        ActionKind.POLICY: (*_WHEN, "policy"),
    }
)
_SIGNALS: Final = (ActionKind.INTERRUPT, ActionKind.TERMINATE, ActionKind.KILL)
_DO_EXPECTED: Final = f"one of {', '.join(kind.value for kind in ActionKind)}"


def parse_actions(
    tables: Sequence[Mapping[str, Any]], *, machine: Machine, processes: Sequence[ProcessSpec], reader: FieldReader
) -> tuple[Action, ...]:
    """Return the actions of a file's sections, in the order of the file.

    Args:
        tables: The sections as they stand in the file.
        machine: The machine at the start.
        processes: The workload that they may be about.
        reader: Reads the file.

    Raises:
        ScenarioError: For the first key that is unknown or missing, or the first value that is not allowed.
    """
    counts = [table.get("cores") for table in tables]
    # An action may name a core that an action puts on line.
    cores = max(machine.cores, *(count for count in counts if type(count) is int), 0)
    growing = frozenset(
        name
        for name in (table.get("process") for table in tables if table.get("do") == ActionKind.START_THREAD.value)
        if isinstance(name, str)
    )
    parser = _ActionParser(reader, cores=min(cores, MAX_CORES), processes=processes, growing=growing)
    return tuple(parser.parse(f"action[{index}]", table) for index, table in enumerate(tables))


class _ActionParser:
    def __init__(
        self, reader: FieldReader, *, cores: int, processes: Sequence[ProcessSpec], growing: frozenset[str]
    ) -> None:
        self._reader = reader
        self._cores = cores
        self._growing = growing
        self._entries: dict[str, list[ProcessSpec]] = {}
        for process in processes:
            self._entries.setdefault(process.name, []).append(process)

    def parse(self, field: str, table: Mapping[str, Any]) -> Action:
        kind = self._kind(field, table)
        self._check_keys(field, table, kind)
        entries = self._named(field, table) if "process" in table else []
        return Action(
            at_ns=self._at_ns(field, table),
            kind=kind,
            process=table.get("process", ""),
            instance=self._instance(field, table),
            thread=self._thread(field, table, entries),
            value=self._value(field, table, kind, entries),
            affinity=self._affinity(f"{field}.affinity", table["affinity"]) if "affinity" in table else (),
            scheduler=self._scheduler(field, table) if kind is ActionKind.POLICY else None,
        )

    def _kind(self, field: str, table: Mapping[str, Any]) -> ActionKind:
        if "do" not in table:
            known = set(table) & set(ACTION_KEYS)
            unknown = next((key for key in table if key not in known), None)
            if unknown is not None and closest(unknown, ["do"]):
                raise self._unknown(field, table, unknown, ACTION_KEYS)
            raise ScenarioError(self._reader.file, f"{field}.do", "missing", _DO_EXPECTED)
        value = table["do"]
        for kind in ActionKind:
            if kind.value == value:
                return kind
        hint = did_you_mean(value, [kind.value for kind in ActionKind]) if isinstance(value, str) else ""
        raise self._reader.error(f"{field}.do", value, f"{_DO_EXPECTED}{hint}")

    def _check_keys(self, field: str, table: Mapping[str, Any], kind: ActionKind) -> None:
        keys = KEYS_OF_ACTIONS[kind]
        if kind in _SIGNALS and "thread" in table:
            why = "a signal goes to a whole process, and no thread can be ended from outside"
            expected = f'no thread beside do = "{kind.value}": {why}'
            raise self._reader.error(f"{field}.thread", table["thread"], expected)
        for key, value in table.items():
            if key in ACTION_KEYS and key not in keys:
                expected = f'no {key} beside do = "{kind.value}", which has {", ".join(keys)}'
                raise self._reader.error(f"{field}.{key}", value, expected)
            if key not in ACTION_KEYS and kind is not ActionKind.POLICY:
                raise self._unknown(field, table, key, keys)
        for key in keys:
            if key not in table and key not in SELECTING_KEYS:
                raise ScenarioError(self._reader.file, f"{field}.{key}", "missing", self._expected(key))

    def _unknown(self, field: str, table: Mapping[str, Any], key: str, known: Sequence[str]) -> ScenarioError:
        return unknown_key(file=self._reader.file, prefix=f"{field}.", key=key, value=table[key], known=known)

    def _expected(self, key: str) -> str:
        match key:
            case "at":
                return limits.ARRIVAL.expected
            case "process":
                return f"the name of a [[process]]: {listed(self._entries)}"
            case "affinity":
                return f"{AFFINITY_EXPECTED}; an empty list for any core"
            case "policy":
                return "the name of a policy"
            case _:
                return _RANGES[key].expected

    def _at_ns(self, field: str, table: Mapping[str, Any]) -> int:
        value = "0" if is_bare_zero(table["at"]) else table["at"]
        if not isinstance(value, str):
            raise self._reader.error(f"{field}.at", value, limits.ARRIVAL.expected)
        return self._reader.measure(f"{field}.at", value, limits.ARRIVAL)

    def _named(self, field: str, table: Mapping[str, Any]) -> list[ProcessSpec]:
        name = table["process"]
        if isinstance(name, str) and name in self._entries:
            return self._entries[name]
        meant = closest(name, self._entries) if isinstance(name, str) else None
        question = f"; did you mean {written(meant)}?" if meant else ""
        raise self._reader.error(f"{field}.process", name, f"{self._expected('process')}{question}")

    def _instance(self, field: str, table: Mapping[str, Any]) -> int | None:
        if "instance" not in table:
            return None
        return self._count(f"{field}.instance", table["instance"], limits.INSTANCE)

    def _thread(self, field: str, table: Mapping[str, Any], entries: Sequence[ProcessSpec]) -> int | None:
        if "thread" not in table:
            return None
        # A program may start threads of its own, and actions threads of any process.
        grows = table["process"] in self._growing or any(entry.program is not None for entry in entries)
        most = limits.THREADS.maximum if grows else max(entry.threads for entry in entries)
        allowed = limits.CountRange(minimum=1, maximum=most)
        return self._count(f"{field}.thread", table["thread"], allowed)

    def _value(self, field: str, table: Mapping[str, Any], kind: ActionKind, entries: Sequence[ProcessSpec]) -> int:
        key = kind.value
        if key not in _RANGES:
            return 0
        allowed = _RANGES[key]
        if kind is ActionKind.PRIORITY and any(
            entry.parameters.scheduling in {SchedulingClass.FIFO, SchedulingClass.RR} for entry in entries
        ):
            allowed = limits.REAL_TIME_PRIORITY
        return self._count(f"{field}.{key}", table[key], allowed)

    def _count(self, field: str, value: object, allowed: limits.CountRange) -> int:
        if type(value) is not int or not allowed.minimum <= value <= allowed.maximum:
            raise self._reader.error(field, value, allowed.expected)
        return value

    def _affinity(self, field: str, value: object) -> tuple[int, ...]:
        if not isinstance(value, list):
            raise self._reader.error(field, value, self._expected("affinity"))
        allowed = limits.CountRange(minimum=0, maximum=self._cores - 1)
        numbers = [self._count(f"{field}[{index}]", number, allowed) for index, number in enumerate(value)]
        return self._reader.core_numbers(field, numbers)

    def _scheduler(self, field: str, table: Mapping[str, Any]) -> SchedulerSpec:
        policy = check_policy(table["policy"], file=self._reader.file, field=f"{field}.policy")
        keys = KEYS_OF_ACTIONS[ActionKind.POLICY]
        options = parse_options(policy, table, others=keys, prefix=f"{field}.", reader=self._reader)
        return SchedulerSpec(policy=policy, options=options)


_RANGES: Final = {"nice": limits.NICE, "priority": limits.PRIORITY, "cores": limits.CORES}
