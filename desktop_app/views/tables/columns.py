"""The columns of a table: what each shows of a row, and what it is sorted by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")

Key = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        name: What the code calls it.
        title: Its heading, in the user's language.
        tip: What it means, in the user's language.
        key: What a row is sorted by in it, and whether its cell changed: always a number or always a text.
        text: What the cell says; the second argument is the cost of an instruction, which decides on decimals.
        right: Whether it stands to the right, as numbers do.
        width: How wide it is first, in pixels.
    """

    name: str
    title: str
    tip: str
    key: Callable[[Row], Key]
    text: Callable[[Row, int], str]
    right: bool = False
    width: int = 90
