"""``coreloom policies``: the scheduling policies and their options."""

from __future__ import annotations

import json
import sys

from desktop_app.cli.arguments import policies_parser
from desktop_app.model.durations import format_duration
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption
from desktop_app.policies.registry import POLICIES


def policies(arguments: list[str]) -> int:
    """Run the command and return its exit code, 0."""
    options = policies_parser().parse_args(arguments)
    infos = POLICIES.values()
    text = json.dumps([_as_json(info) for info in infos]) if options.json else "\n".join(_as_text(i) for i in infos)
    sys.stdout.write(f"{text}\n")
    return 0


def _as_json(info: PolicyInfo) -> dict[str, object]:
    return {
        "name": info.name,
        "title": info.title,
        "summary": info.summary,
        "source": info.source,
        "options": [
            {
                "name": option.name,
                "kind": option.kind.value,
                "default": option.default,
                "minimum": _bound(option, option.minimum),
                "maximum": _bound(option, option.maximum),
                "meaning": option.meaning,
            }
            for option in info.options
        ],
    }


def _as_text(info: PolicyInfo) -> str:
    lines = [f"{info.name:<14}{info.title}: {info.summary}"]
    for option in info.options:
        bounds = f"{_bound(option, option.minimum)} to {_bound(option, option.maximum)}"
        lines.append(f"{'':<14}{option.name} ({option.kind.value}, {bounds}): {option.meaning}")
    return "\n".join(lines)


def _bound(option: PolicyOption, value: int) -> int | str:
    return format_duration(value) if option.kind is OptionKind.DURATION else value
