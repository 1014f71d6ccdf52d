"""The guide to what commands print as JSON, for tests that hold their output to it."""

import re
from typing import Any

from desktop_app.storage.resources import resource_path


def keys_of(value: Any) -> set[str]:
    """Return all keys of a JSON value and of what is in it."""
    if isinstance(value, list):
        return {key for one in value for key in keys_of(one)}
    if isinstance(value, dict):
        return set(value) | {key for one in value.values() for key in keys_of(one)}
    return set()


def keys_told(command: str) -> set[str]:
    """Return the keys that the guide's section about a command names."""
    guide = resource_path("guide/json.md").read_text(encoding="utf-8")
    section = guide.split(f"## `coreloom {command}`\n")[1].split("\n## ")[0]
    return {name.rpartition(".")[2] for name in re.findall(r"`([^` ]+)`", section)}
