"""The name that CPython supposes a misspelt one to be: "Did you mean: 'total'?"."""

from __future__ import annotations

import builtins
import sys
from os.path import commonprefix
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: Names that every real module has beside the program's own.
_MODULE_NAMES: Final = ("__package__", "__loader__", "__spec__", "__builtins__", "__file__", "__cached__")
#: Names that CPython's site module adds, wherever Coreloom itself runs.
_SITE_NAMES: Final = ("exit", "quit", "copyright", "credits", "license", "help")
#: CPython gives up beyond these.
_MAX_NAMES: Final = 750
_MAX_DIFFERENT_CHARS: Final = 40
#: What it costs to insert, drop or replace a character, and to change its case.
_MOVE_COST: Final = 2
_CASE_COST: Final = 1
#: CPython supposes keywords from 3.13 on.
_SUGGESTS_KEYWORDS: bool = sys.version_info >= (3, 13)


def suggestion_text(wrong: str, variables: Iterable[str], python: str, *, own: bool = False) -> str:
    """Return what CPython appends to the message of a NameError; empty when nothing is near enough.

    Args:
        wrong: The name that is not defined.
        variables: The program's global variables.
        python: The version whose rules count, such as ``3.13.0``.
        own: Whether the object whose method misses the name has an attribute of that name.
    """
    near = [*_MODULE_NAMES, *variables]
    built_in = [*(name for name in vars(builtins) if name != "_"), *_SITE_NAMES]
    if python.startswith("3.11."):
        return _meant(_nearest(wrong, near) or _nearest(wrong, built_in))
    text = _meant(f"self.{wrong}" if own else _nearest(wrong, [*near, *built_in]))
    if wrong in sys.stdlib_module_names:
        text = f"{text} Or did you forget to import {wrong!r}?" if text else f". Did you forget to import {wrong!r}?"
    return text


def attribute_suggestion(wrong: str, names: Iterable[str], python: str, *, within: bool) -> str:
    """Return what CPython appends to the message of an AttributeError; empty when nothing is near enough.

    Args:
        wrong: The attribute that is not there.
        names: The attributes that are there, sorted.
        python: The version whose rules count, such as ``3.13.0``.
        within: Whether a method of the object itself misses it, which may use names with an underscore.
    """
    hides = not (wrong.startswith("_") or within or python.startswith(("3.11.", "3.12.")))
    return _meant(_nearest(wrong, [name for name in names if not (hides and name.startswith("_"))]))


def keyword_suggestion(wrong: str, possible: Sequence[str]) -> str:
    """Return what CPython from 3.13 on appends when a keyword argument is no parameter, where one is near."""
    if not _SUGGESTS_KEYWORDS:
        return ""
    nearest = _nearest(wrong, list(possible))
    return f". Did you mean {nearest!r}?" if nearest else ""


def _meant(name: str) -> str:
    return f". Did you mean: {name!r}?" if name else ""


def _nearest(wrong: str, names: list[str]) -> str:
    """Return the first of the names that are nearest to ``wrong``, if a third of the characters or fewer differ."""
    if len(names) > _MAX_NAMES:
        return ""
    nearest, least = "", len(wrong) * _MOVE_COST
    for name in names:
        bound = min((len(name) + len(wrong) + 3) * _MOVE_COST // 6, least - 1)
        if name == wrong or abs(len(name) - len(wrong)) * _MOVE_COST > bound:
            continue
        left, right = _where_they_differ(wrong, name)
        if max(len(left), len(right)) > _MAX_DIFFERENT_CHARS:
            continue
        cost = _distance(left, right)
        if cost <= bound:
            nearest, least = name, cost
    return nearest


def _where_they_differ(left: str, right: str) -> tuple[str, str]:
    """Return two names without what they begin and end with alike."""
    start = len(commonprefix([left, right]))  # noqa: RUF071 - character by character is meant
    left, right = left[start:], right[start:]
    end = len(commonprefix([left[::-1], right[::-1]]))  # noqa: RUF071 - as above
    return left[: len(left) - end], right[: len(right) - end]


def _distance(left: str, right: str) -> int:
    """Return the least cost of turning one name into the other, character by character."""
    row = [index * _MOVE_COST for index in range(len(right) + 1)]
    for index, character in enumerate(left, 1):
        diagonal, row[0] = row[0], index * _MOVE_COST
        for column, other in enumerate(right, 1):
            replaced = diagonal + _replacing_cost(character, other)
            diagonal = row[column]
            row[column] = min(replaced, diagonal + _MOVE_COST, row[column - 1] + _MOVE_COST)
    return row[-1]


def _replacing_cost(character: str, other: str) -> int:
    if character == other:
        return 0
    return _CASE_COST if character.lower() == other.lower() else _MOVE_COST
