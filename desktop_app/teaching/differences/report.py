"""The table of the five differences with its figures, as text and for other programs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any, Final

from desktop_app.teaching.differences.figures import Figure, Quantity
from desktop_app.teaching.differences.measuring import Measurements
from desktop_app.teaching.differences.table import TABLE, Cell, Demonstration

_WIDTH: Final = 100
_INDENT: Final = " " * 4
#: What stands where figures of the user's own computer will.
NOT_MEASURED: Final = "On this computer: not measured yet"


def table_json(measurements: Measurements) -> dict[str, Any]:
    """Return the table for other programs; times in nanoseconds, sizes in bytes.

    Raises:
        CoreloomError: When a scenario cannot be run: the installation is damaged.
    """
    return {
        "criteria": [
            {
                "name": criterion.name,
                "title": criterion.title,
                "question": criterion.question,
                "footnote": criterion.footnote,
                **{cell.column.value: _cell_json(cell, measurements) for cell in criterion.cells},
            }
            for criterion in TABLE
        ]
    }


def table_text(measurements: Measurements) -> str:
    """Return the table for people; raises as `table_json`."""
    parts = []
    for criterion in TABLE:
        lines = [f"{criterion.title.upper()}  {criterion.question}"]
        for cell in criterion.cells:
            lines += ["", *_wrapped(f"{cell.column.value.capitalize()}: {cell.statement}", "  ")]
            lines += _figures_text(cell, measurements)
        lines += ["", *_wrapped(f"But: {criterion.footnote}", "  ")]
        parts.append("\n".join(lines))
    parts.append("All figures come from simulated runs. " + NOT_MEASURED + ".")
    return "\n\n".join(parts)


def quantity_text(figure: Figure) -> str:
    """Return a figure's quantity with what belongs beside it, such as ``×3.52, 3.6 cores used``."""
    if figure.aside is None:
        return figure.quantity.text
    return f"{figure.quantity.text}, {figure.aside.text}"


def _figures_text(cell: Cell, measurements: Measurements) -> Iterator[str]:
    figures = [figure for one in cell.demonstrations for figure in measurements.figures(one)]
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        yield f"{_INDENT}{figure.name:<{width}}  {quantity_text(figure)}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent + "  ")


def _cell_json(cell: Cell, measurements: Measurements) -> dict[str, Any]:
    return {
        "statement": cell.statement,
        "demonstrations": [_demonstration_json(one, measurements) for one in cell.demonstrations],
        "on_this_computer": None,
    }


def _demonstration_json(demonstration: Demonstration, measurements: Measurements) -> dict[str, Any]:
    showing = measurements.showing(demonstration)
    return {
        "name": demonstration.name,
        "title": demonstration.title,
        "scenario": f"{demonstration.run.file}.toml",
        "set": {"cores": showing.scenario.machine.cores, "gil": showing.scenario.machine.gil.value},
        "begin_ns": showing.begin_ns,
        "end_ns": showing.end_ns,
        "figures": [
            {
                "label": figure.name,
                **_quantity_json(figure.quantity),
                **({"beside": _quantity_json(figure.aside)} if figure.aside is not None else {}),
            }
            for figure in measurements.figures(demonstration)
        ],
    }


def _quantity_json(quantity: Quantity) -> dict[str, float | str]:
    return {"value": quantity.value, "unit": quantity.unit.value}
