"""From the ``[scheduler]`` section to the scheduler, with the policy's own options checked against the registry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeVar

from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Fit, OptionValue, Placement, SchedulerSpec
from desktop_app.policies.protocol import PolicyOption
from desktop_app.policies.registry import POLICIES, OptionError, allowed, check_options
from desktop_app.storage import limits
from desktop_app.storage.document import unknown_key
from desktop_app.storage.field_reading import FieldReader
from desktop_app.storage.tables import SCHEDULER_KEYS
from desktop_app.storage.wording import did_you_mean, written

_DEFAULT: Final = SchedulerSpec()
_MAX_BITS: Final = 64
_Choice = TypeVar("_Choice", bound=Enum)


def parse_scheduler(table: Mapping[str, Any], reader: FieldReader) -> SchedulerSpec:
    """Return the scheduler that a section describes.

    Raises:
        ScenarioError: For the first key that the policy does not have, or the first value that is not allowed.
    """
    policy = check_policy(table.get("policy", _DEFAULT.policy), file=reader.file, field="scheduler.policy")
    balance = table.get("balance")
    if balance is not None and not isinstance(balance, str):
        raise reader.error("scheduler.balance", balance, limits.BALANCE.expected)
    return SchedulerSpec(
        policy=policy,
        placement=_choice(Placement, "placement", table.get("placement", _DEFAULT.placement.value), reader),
        fit=_choice(Fit, "fit", table.get("fit", _DEFAULT.fit.value), reader),
        balance_ns=None if balance is None else reader.measure("scheduler.balance", balance, limits.BALANCE),
        options=parse_options(policy, table, others=SCHEDULER_KEYS, prefix="scheduler.", reader=reader),
    )


def parse_options(
    policy: str, table: Mapping[str, Any], *, others: Sequence[str], prefix: str, reader: FieldReader
) -> Mapping[str, OptionValue]:
    """Return a policy's own options, as written but for lists, which become tuples.

    Args:
        policy: A policy that the registry knows.
        table: The options, and what stands beside them.
        others: The keys beside them.
        prefix: What leads to the keys, such as ``scheduler.``.
        reader: Reads the file.

    Raises:
        ScenarioError: For the first option that the policy does not have or cannot take.
    """
    known = {option.name: option for option in POLICIES[policy].options}
    options: dict[str, OptionValue] = {}
    for key, value in table.items():
        if key in others:
            continue
        if key not in known:
            raise unknown_key(file=reader.file, prefix=prefix, key=key, value=value, known=[*others, *known])
        options[key] = _option(f"{prefix}{key}", value, known[key], reader)
    try:
        check_options(POLICIES[policy], options)
    except OptionError as error:
        raise reader.error(f"{prefix}{error.option}", _at(options, error.option), error.expected) from None
    return MappingProxyType(options)


def check_policy(name: object, *, file: str, field: str) -> str:
    """Return ``name`` if it is the name of a policy.

    Raises:
        ScenarioError: When it is not; it lists the names that are.
    """
    if isinstance(name, str) and name in POLICIES:
        return name
    expected = f"one of {', '.join(sorted(POLICIES))}"
    hint = did_you_mean(name, POLICIES) if isinstance(name, str) else ""
    raise ScenarioError(file, field, written(name), f"{expected}{hint}")


def _choice(kind: type[_Choice], key: str, value: object, reader: FieldReader) -> _Choice:
    for member in kind:
        if member.value == value:
            return member
    raise reader.error(f"scheduler.{key}", value, " or ".join(f'"{member.value}"' for member in kind))


def _option(field: str, value: object, option: PolicyOption, reader: FieldReader) -> OptionValue:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    if isinstance(value, list) and all(_is_number(item) for item in value):
        return tuple(value)
    if not isinstance(value, (str, int, float)) or (isinstance(value, int) and value.bit_length() > _MAX_BITS):
        raise reader.error(field, value, allowed(option))
    return value


def _is_number(item: object) -> bool:
    return isinstance(item, int) and not isinstance(item, bool) and item.bit_length() <= _MAX_BITS


def _at(options: Mapping[str, OptionValue], place: str) -> object:
    """Return what stands at the place that an error names: an option, or an item of its list, as in ``quantum[1]``."""
    name, _, index = place.removesuffix("]").partition("[")
    value = options[name]
    return value[int(index)] if index and isinstance(value, tuple) else value
