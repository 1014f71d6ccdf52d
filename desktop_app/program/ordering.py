"""The order in which sets give their elements: CPython's own for numbers, the same in each run for everything else.

CPython puts numbers in an order that follows from them and from how the set came to be, and so do the host's sets. The
order of strings differs from one run of CPython to the next: here it follows from the strings alone.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left, insort
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from desktop_app.program.functions import FunctionObject

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from collections.abc import Set as AbstractSet

_NUMBERS: Final = frozenset({int, float, bool, complex, range})
#: Spreads the hash of a text over 61 bits, as CPython's are.
_SPREAD: Final = 0x1_0000_01B3
#: Characters of a text whose rank is kept.
_SHORT: Final = 64


def is_steady(value: object) -> bool:
    """Return whether the host's own hash of a value is the same in each run."""
    kind = type(value)
    if kind in _NUMBERS:
        return True
    if isinstance(value, tuple):
        return all(map(is_steady, value))
    return bool(getattr(kind, "steady_hash", False)) or isinstance(value, (int, float, complex))


def all_steady(values: Collection[object]) -> bool:
    """Return whether the host's own order of the elements of a set is the same in each run."""
    return _NUMBERS.issuperset(map(type, values)) or all(map(is_steady, values))


@lru_cache(maxsize=1 << 15)
def _text_rank(value: str) -> int:
    return zlib.crc32(value.encode("utf-8", "surrogatepass")) * _SPREAD


def rank(value: object) -> int:  # noqa: PLR0911 - one return per type
    """Return a hash that is the same in each run; of numbers and of the program's instances it is the host's own."""
    if isinstance(value, str):
        return _text_rank(value) if len(value) <= _SHORT else _text_rank.__wrapped__(value)
    if isinstance(value, bytes):
        return zlib.crc32(value, 1) * _SPREAD
    if isinstance(value, tuple):
        return hash(tuple(map(rank, value)))
    if isinstance(value, frozenset):
        return hash(frozenset(map(rank, value)))
    if is_steady(value):
        return hash(value)
    if isinstance(value, FunctionObject):
        return zlib.crc32(value.qualname.encode("utf-8", "surrogatepass"))
    name = getattr(value, "name", None)
    return zlib.crc32(f"{type(value).__name__} {name}".encode("utf-8", "surrogatepass"))


def sort_key(value: object) -> tuple[int, str]:
    """Return what elements are sorted by: their ranks, and equal ones by their texts."""
    return rank(value), value if type(value) is str else ""


def in_order(elements: AbstractSet[object]) -> Iterable[object]:
    """Return the elements of a host set in the order in which the simulated one gives them."""
    return elements if all_steady(elements) else sorted(elements, key=sort_key)


def put(order: list[object], value: object) -> None:
    """Put a new element where it belongs among sorted ones."""
    insort(order, value, key=sort_key)


def take_out(order: list[object], value: object) -> None:
    """Take an element out of sorted ones."""
    key = sort_key(value)
    place = bisect_left(order, key, key=sort_key)
    while place < len(order) and sort_key(order[place]) == key:
        if order[place] is value or order[place] == value:
            del order[place]
            return
        place += 1


class SetIterator:
    """Goes through the sorted elements of a set; like CPython's it notices when the set's size changes."""

    kind: Final = "set_iterator"

    def __init__(self, target: AbstractSet[object], order: Iterable[object]) -> None:
        self._target = target
        self._size = len(target)
        self._left = [*order]
        self._left.reverse()

    def __iter__(self) -> Iterator[object]:
        return self

    def __next__(self) -> object:
        if self._size < 0 or not self._left:
            raise StopIteration
        if len(self._target) != self._size:
            self._size = -1
            raise RuntimeError("Set changed size during iteration")
        return self._left.pop()

    def __length_hint__(self) -> int:
        return len(self._left)
