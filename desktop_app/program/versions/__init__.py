"""What each CPython version calls the canonical operations: a common table, and a small difference per version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.versions import py311, py312, py313, py314

if TYPE_CHECKING:
    from desktop_app.program.versions.rules import Rule

#: The rules of each supported version, by the name of the instruction.
TABLES: dict[str, dict[str, Rule]] = {
    "3.11": py311.RULES,
    "3.12": py312.RULES,
    "3.13": py313.RULES,
    "3.14": py314.RULES,
}
