"""``coreloom policies``: the scheduling policies and their options."""

from __future__ import annotations

import json
from typing import Final

from desktop_app.cli.arguments import policies_parser
from desktop_app.cli.output import write_output
from desktop_app.model.durations import format_duration
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption
from desktop_app.policies.registry import MAX_LIST, POLICIES

_INDENT: Final = 2 + max(map(len, POLICIES))


def policies(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0."""
    options = policies_parser().parse_args(arguments)
    infos = POLICIES.values()
    text = json.dumps([_as_json(info) for info in infos]) if options.json else "\n".join(_as_text(i) for i in infos)
    write_output(f"{text}\n")
    return 0


def _as_json(info: PolicyInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "title": info.title,
        "summary": info.summary,
        "source": info.source,
        "options": [_option_as_json(option) for option in info.options],
    }


def _option_as_json(option: PolicyOption) -> dict[str, object]:
    chosen = option.kind is OptionKind.CHOICE
    return {
        "name": option.name,
        "kind": option.kind.value,
        "default": option.default,
        "minimum": None if chosen else _bound(option, option.minimum),
        "maximum": None if chosen else _bound(option, option.maximum),
        **({"choices": list(option.choices)} if chosen else {}),
        "meaning": option.meaning,
    }


def _as_text(info: PolicyInfo) -> str:
    lines = [f"{info.name:<{_INDENT}}{info.title}: {info.summary}"]
    lines += [f"{'':<{_INDENT}}{option.name} ({_allowed(option)}): {option.meaning}" for option in info.options]
    return "\n".join(lines)


def _allowed(option: PolicyOption) -> str:
    bounds = f"{_bound(option, option.minimum)} to {_bound(option, option.maximum)}"
    match option.kind:
        case OptionKind.BOOLEAN:
            return "true or false"
        case OptionKind.CHOICE:
            return " or ".join(option.choices)
        case OptionKind.DURATIONS:
            return f"duration, or a list of up to {MAX_LIST}, {bounds}"
        case OptionKind.INTEGERS:
            return f"integer, or a list of up to {MAX_LIST}, {bounds}"
        case _:
            return f"{option.kind.value}, {bounds}"


def _bound(option: PolicyOption, value: int) -> int | str:
    return format_duration(value) if option.kind in {OptionKind.DURATION, OptionKind.DURATIONS} else value
