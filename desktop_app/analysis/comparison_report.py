"""A comparison as one JSON object, as a table to read and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from desktop_app.analysis.comparison import Cell, Comparison, Verdict
from desktop_app.analysis.criteria import Criterion, Number, Side
from desktop_app.analysis.csv_text import csv_text
from desktop_app.analysis.figures import NOTHING, Kind, text_of
from desktop_app.analysis.report import Json, settings
from desktop_app.analysis.text_columns import in_columns

_WORDS: Final = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.SAME: "same"}


def comparison_json(comparison: Comparison, sides: Sequence[Side]) -> Json:
    """Return what ``coreloom compare --json`` prints; all times are in nanoseconds."""
    return {
        "sides": [_side(side) for side in sides],
        "metrics": [
            {
                "key": row.criterion.key,
                "title": row.criterion.title,
                "unit": row.criterion.kind.value,
                "better": row.criterion.better.value,
                "cells": [_cell(cell) for cell in row.cells],
            }
            for row in comparison.rows
        ],
        "notes": list(comparison.notes),
    }


def _side(side: Side) -> Json:
    return {
        "title": side.title,
        **settings(side.trace.header),
        "processes": len(side.trace.processes),
        "threads": len(side.trace.threads),
        "end_ns": side.end_ns,
        "truncated": bool(side.trace.truncated),
        "truncated_reason": side.trace.truncated,
    }


def _cell(cell: Cell) -> Json:
    difference = cell.difference
    return {
        "value": cell.value,
        "reason": cell.reading.reason or None,
        "difference": None if difference is None else difference.absolute,
        "ratio": None if difference is None else difference.ratio,
        "verdict": cell.verdict.value,
    }


def comparison_text(comparison: Comparison) -> str:
    """Return a comparison as text for people: a column for each run, and one for its difference to the first."""
    heads = ["", comparison.titles[0]]
    for title in comparison.titles[1:]:
        heads += [title, "", ""]
    lines = [heads]
    for row in comparison.rows:
        first, *others = row.cells
        line = [row.criterion.title, value_text(row.criterion, first)]
        for cell in others:
            line += [
                value_text(row.criterion, cell),
                difference_text(row.criterion, cell),
                _WORDS.get(cell.verdict, ""),
            ]
        lines.append(line)
    words = {0, *range(4, len(heads), 3)}  # the figures' titles, and how each other run compares
    parts = [in_columns(lines, left=words), "\n".join(_reasons(comparison)), "\n".join(comparison.notes)]
    return "\n\n".join(part for part in parts if part)


def _reasons(comparison: Comparison) -> Iterator[str]:
    """Yield why values do not apply, a line for each reason and run."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in comparison.rows:
        for title, cell in zip(comparison.titles, row.cells, strict=True):
            if cell.reading.reason:
                found.setdefault((title, cell.reading.reason), []).append(row.criterion.title)
    for (title, reason), criteria in found.items():
        yield f"{NOTHING} {title}, {', '.join(criteria)}: {reason}"


def value_text(criterion: Criterion, cell: Cell) -> str:
    """Return a value as people read it; a dash where it does not apply."""
    if criterion.key == "speed_up" and cell.value is not None:
        return f"×{cell.value:.2f}"
    if criterion.key == "cores_used" and cell.value is not None:
        return f"{cell.value:.2f}"
    return text_of(criterion.kind, cell.value)


def difference_text(criterion: Criterion, cell: Cell) -> str:
    """Return how far a value is from the first run's, such as ``−57 ms (×0.31)``; empty where nothing is to be said."""
    difference = cell.difference
    if difference is None or cell.verdict in {Verdict.SAME, Verdict.UNKNOWN}:
        return ""
    ratio = "" if not difference.ratio else f" (×{_ratio_text(difference.ratio)})"
    return f"{absolute_text(criterion, difference.absolute)}{ratio}"


def absolute_text(criterion: Criterion, value: Number) -> str:
    """Return a difference with its sign; that of two shares in percentage points."""
    sign, size = ("−", -value) if value < 0 else ("+", value)
    if criterion.kind is Kind.SHARE:
        return f"{sign}{100 * size:.1f} pp"
    if criterion.key == "cores_used":
        return f"{sign}{size:.2f}"
    return f"{sign}{text_of(criterion.kind, size)}"


def _ratio_text(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio >= 0.1 else f"{ratio:.2g}"  # noqa: PLR2004 - two digits that say something


def comparison_csv(comparison: Comparison) -> str:
    """Return a comparison as CSV, numbers in full, with units in a column of their own."""
    heads = ["figure", "unit"]
    for number, title in enumerate(comparison.titles):
        heads.append(title)
        if number:
            heads += [f"{title}: difference", f"{title}: ratio"]
    lines = [heads]
    for row in comparison.rows:
        line = [row.criterion.title, row.criterion.kind.value]
        for number, cell in enumerate(row.cells):
            line.append(_raw(cell.value))
            if number:
                difference = cell.difference
                line += ["", ""] if difference is None else [_raw(difference.absolute), _raw(difference.ratio)]
        lines.append(line)
    return csv_text(lines)


def _raw(value: Number | None) -> str:
    return "" if value is None else str(value)
