"""All policies by name, and the check of their options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeVar

from desktop_app.model.durations import DURATION_FORM, format_duration, parse_duration
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

__all__ = ["MAX_LIST", "POLICIES", "OptionError", "check_options"]

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


_Number = TypeVar("_Number", int, float)
#: How many queues may have a value of their own.
MAX_LIST = 64


def check_options(info: PolicyInfo, raw: Mapping[str, OptionValue]) -> dict[str, OptionValue]:
    """Return the options that were given, checked, with durations as integer nanoseconds.

    Raises:
        OptionError: When one is unknown, of the wrong type or out of range.
    """
    known = {option.name: option for option in info.options}
    checked: dict[str, OptionValue] = {}
    for name, value in raw.items():
        if name not in known:
            names = ", ".join(known) or "none"
            raise OptionError(name, repr(value), f"an option that {info.name} has ({names})")
        checked[name] = _check(known[name], value)
    return checked


def _check(option: PolicyOption, value: OptionValue) -> OptionValue:
    match option.kind:
        case OptionKind.BOOLEAN:
            if not isinstance(value, bool):
                raise OptionError(option.name, repr(value), "true or false")
            return value
        case OptionKind.CHOICE:
            if value not in option.choices:
                raise OptionError(option.name, repr(value), " or ".join(f'"{choice}"' for choice in option.choices))
            return value
        case OptionKind.DURATIONS | OptionKind.INTEGERS if isinstance(value, tuple):
            if not 1 <= len(value) <= MAX_LIST:
                what = "duration" if option.kind is OptionKind.DURATIONS else "whole number"
                raise OptionError(option.name, repr([*value]), f"one {what}, or a list of 1 to {MAX_LIST}")
            return tuple(int(_single(option, each)) for each in value)
        case _:
            return _single(option, value)


def _single(option: PolicyOption, value: OptionValue) -> int | float:
    if option.kind in {OptionKind.DURATION, OptionKind.DURATIONS}:
        return _bounded(option, value, _duration(option, value))
    return _bounded(option, value, _number(option, value))


def _bounded(option: PolicyOption, value: OptionValue, number: _Number) -> _Number:
    if not option.minimum <= number <= option.maximum:
        raise OptionError(option.name, repr(value), f"a value from {_bounds(option)}")
    return number


def _duration(option: PolicyOption, value: OptionValue) -> int:
    if not isinstance(value, str):
        raise OptionError(option.name, repr(value), DURATION_FORM)
    try:
        return parse_duration(value)
    except ValueError as error:
        raise OptionError(option.name, repr(value), str(error)) from None


def _number(option: PolicyOption, value: OptionValue) -> int | float:
    whole = option.kind is not OptionKind.NUMBER
    if isinstance(value, (bool, str, tuple)) or (whole and not isinstance(value, int)):
        raise OptionError(option.name, repr(value), f"a {'whole ' if whole else ''}number")
    return value


def _bounds(option: PolicyOption) -> str:
    if option.kind in {OptionKind.DURATION, OptionKind.DURATIONS}:
        return f"{format_duration(option.minimum)} to {format_duration(option.maximum)}"
    return f"{option.minimum} to {option.maximum}"
