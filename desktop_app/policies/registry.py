"""All policies by name, and the check of their options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop_app.model.durations import WHOLE_NANOSECONDS, format_duration, is_bare_zero, parse_duration
from desktop_app.model.scenario import OptionValue
from desktop_app.policies.cbs import CBS
from desktop_app.policies.cfs import CFS
from desktop_app.policies.deadline_monotonic import DEADLINE_MONOTONIC
from desktop_app.policies.edf import EDF
from desktop_app.policies.eevdf import EEVDF
from desktop_app.policies.errors import OptionError
from desktop_app.policies.fcfs import FCFS
from desktop_app.policies.feedback import FEEDBACK
from desktop_app.policies.hrrn import HRRN
from desktop_app.policies.least_laxity import LEAST_LAXITY
from desktop_app.policies.linux_rt import LINUX_RT
from desktop_app.policies.lottery import LOTTERY
from desktop_app.policies.mlfq import MLFQ
from desktop_app.policies.priority import PRIORITY
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption
from desktop_app.policies.rate_monotonic import RATE_MONOTONIC
from desktop_app.policies.round_robin import ROUND_ROBIN
from desktop_app.policies.sjf import SJF
from desktop_app.policies.srtf import SRTF
from desktop_app.policies.stride import STRIDE

__all__ = ["MAX_LIST", "POLICIES", "OptionError", "allowed", "check_options"]

POLICIES: Mapping[str, PolicyInfo] = MappingProxyType(
    {
        info.name: info
        for info in (
            FCFS,
            SJF,
            SRTF,
            HRRN,
            ROUND_ROBIN,
            PRIORITY,
            FEEDBACK,
            MLFQ,
            LOTTERY,
            STRIDE,
            EDF,
            RATE_MONOTONIC,
            DEADLINE_MONOTONIC,
            LEAST_LAXITY,
            CBS,
            LINUX_RT,
            CFS,
            EEVDF,
        )
    }
)

#: How many queues may have a value of their own.
MAX_LIST = 64
_LISTS = frozenset({OptionKind.DURATIONS, OptionKind.INTEGERS})


def check_options(info: PolicyInfo, raw: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """Return the options that were given, checked, with durations as integer nanoseconds.

    Raises:
        OptionError: When one is unknown, of the wrong type or out of range; what is wrong in a list is named with its
            place there, such as ``quantum[1]``.
    """
    known = {option.name: option for option in info.options}
    checked: dict[str, OptionValue] = {}
    for name, value in raw.items():
        if name not in known:
            names = ", ".join(known) or "none"
            raise OptionError(name, repr(value), f"an option that {info.name} has ({names})")
        checked[name] = _check(known[name], value)
    return checked


def allowed(option: PolicyOption) -> str:
    """Return what an option may be, for error messages."""
    one = _one(option)
    return f"{one}, or a list of 1 to {MAX_LIST}, one for each queue" if option.kind in _LISTS else one


def _check(option: PolicyOption, value: OptionValue) -> OptionValue:
    if not isinstance(value, tuple):
        return _single(option, option.name, value)
    if option.kind not in _LISTS:
        raise OptionError(option.name, repr([*value]), _no_list(option))
    if not 1 <= len(value) <= MAX_LIST:
        raise OptionError(option.name, repr([*value]), allowed(option))
    values: tuple[str | int, ...] = value
    return tuple(int(_single(option, f"{option.name}[{index}]", each)) for index, each in enumerate(values))


def _single(option: PolicyOption, place: str, value: str | float) -> str | int | float | bool:
    """Return a value as its kind has it; ``place`` is the option, or where the value stands in the option's list."""
    match option.kind:
        case OptionKind.BOOLEAN:
            is_right = isinstance(value, bool)
        case OptionKind.CHOICE:
            is_right = value in option.choices
        case OptionKind.DURATION | OptionKind.DURATIONS:
            return _duration_ns(option, place, value)
        case OptionKind.INTEGER | OptionKind.INTEGERS:
            is_right = isinstance(value, int) and _in_range(option, value)
        case OptionKind.NUMBER:
            is_right = isinstance(value, (int, float)) and _in_range(option, value)
    if not is_right:
        raise OptionError(place, repr(value), _one(option))
    return value


def _duration_ns(option: PolicyOption, place: str, value: str | float) -> int:
    expected = _one(option)
    if is_bare_zero(value):
        value = "0"
    if isinstance(value, str):
        try:
            duration_ns = parse_duration(value)
            if _in_range(option, duration_ns):
                return duration_ns
        except ValueError as error:
            if str(error) == WHOLE_NANOSECONDS:
                expected = WHOLE_NANOSECONDS
    raise OptionError(place, repr(value), expected)


def _in_range(option: PolicyOption, number: float) -> bool:
    return not isinstance(number, bool) and option.minimum <= number <= option.maximum


def _one(option: PolicyOption) -> str:
    """Return what a single value of an option may be."""
    match option.kind:
        case OptionKind.BOOLEAN:
            return "true or false"
        case OptionKind.CHOICE:
            return " or ".join(f'"{choice}"' for choice in option.choices)
        case OptionKind.DURATION | OptionKind.DURATIONS:
            return f'a {_range(option)}, such as "1ms"'
        case _:
            return f"a {_range(option)}"


def _no_list(option: PolicyOption) -> str:
    return (
        _one(option) if option.kind in {OptionKind.BOOLEAN, OptionKind.CHOICE} else f"one {_range(option)}, not a list"
    )


def _range(option: PolicyOption) -> str:
    if option.kind in {OptionKind.DURATION, OptionKind.DURATIONS}:
        return f"duration from {format_duration(option.minimum)} to {format_duration(option.maximum)}"
    whole = "" if option.kind is OptionKind.NUMBER else "whole "
    return f"{whole}number from {option.minimum} to {option.maximum}"
