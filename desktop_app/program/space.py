"""The private address space of one simulated process: its variables, its objects, and what they take."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from desktop_app.program.heap import Heap
from desktop_app.program.values import ClassNamespaceObject, DictObject, ListObject, SetObject

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from desktop_app.program.frame import Frame
    from desktop_app.program.process import ProcessImage
    from desktop_app.program.values import ModuleObject

#: Strings up to this length and integers up to this size are too small to count one by one.
_SMALL_CHARS = 64
_SMALL_INT = 1 << 512
_TEXTS = frozenset({str, bytes})
#: What an item takes in a list: its slot and a small value.
ITEM_BYTES = 40
#: How many objects a process can make before their numbers meet those of another process of its family.
_MOST_OBJECTS = 1 << 26


class _Places:
    """Numbers values that have none of their own, in the order in which somebody asks; they live on with it."""

    __slots__ = ("_numbers", "values")

    def __init__(self) -> None:
        self.values: list[object] = []
        self._numbers: dict[int, int] = {}

    def number(self, value: object) -> int | None:
        return self._numbers.get(id(value))

    def add(self, value: object) -> int:
        self._numbers[id(value)] = len(self.values)
        self.values.append(value)
        return len(self.values) - 1

    def clear(self) -> None:
        self.values.clear()
        self._numbers.clear()

    def __getstate__(self) -> list[object]:
        return self.values

    def __setstate__(self, values: list[object]) -> None:
        # The host keeps its objects elsewhere now.
        self.values = values
        self._numbers = {id(value): number for number, value in enumerate(values)}


class AddressSpace:
    """Variables and objects that the threads of one process share.

    Attributes:
        variables: The global variables of the program.
        frames: The innermost frames of the process's threads.
        modules: The modules of the library that were imported, by name.
        image: The process that it belongs to.
        heap: Bounds what all values take together.
        inherited: The numbers of the objects that it may have copies of from the processes before it. An object with
            another number was made here, or lies in memory that processes share.
    """

    __slots__ = ("_first", "_objects", "_placed", "frames", "heap", "image", "inherited", "modules", "variables")

    def __init__(self, first_number: int = 0) -> None:
        self.variables: dict[str, object] = {"__name__": "__main__", "__doc__": None, "__file__": "app.py"}
        self.frames: list[Frame] = []
        self.heap = Heap(self._roots)
        self._first = self._objects = first_number
        self.inherited: tuple[range, ...] = ()
        self._placed = _Places()
        self.modules: dict[str, ModuleObject] = {}
        self.image: ProcessImage | None = None

    def new_list(self, items: list[object]) -> ListObject:
        """Return a new list object that owns ``items``.

        Raises:
            SimulatedError: A MemoryError, when the process holds too much.
        """
        return ListObject(self._number(items), items)

    def new_dict(self, items: dict[Any, object]) -> DictObject:
        """Return a new dictionary object that owns ``items``; raises as `new_list` does."""
        return DictObject(self._number(items), items)

    def new_class_namespace(self, names: Mapping[str, object]) -> ClassNamespaceObject:
        """Return a new copy of a class's names, which the program can only read; raises as `new_list` does."""
        items: dict[object, object] = dict(names.items())
        return ClassNamespaceObject(self._number(items), items)

    def new_set(self, items: set[object]) -> SetObject:
        """Return a new set object that owns ``items``; raises as `new_list` does."""
        return SetObject(self._number(items), items)

    def _number(self, items: object) -> int:
        self.heap.charge(sys.getsizeof(items) + ITEM_BYTES)
        return self.next_number()

    def next_number(self) -> int:
        """Return the number of a new object."""
        self._objects += 1
        return self._objects - 1

    def take_over(
        self, other: AddressSpace, variables: dict[str, object], modules: dict[str, ModuleObject], place: int
    ) -> None:
        """Begin with copies of another address space's variables and modules.

        A copy keeps its number. New objects get numbers that no other process of the family gives: what one process
        made, others meet in the memory that they share.

        Args:
            other: The other address space.
            variables: The copy of its variables.
            modules: The copy of its modules.
            place: The place of the new process in its family, from 1; the one that began it has 0.
        """
        # The copied functions keep exactly these dictionaries as their global variables.
        self.variables, self.modules = variables, modules
        self._first = self._objects = place * _MOST_OBJECTS
        self.inherited = (*other.inherited, range(other._first, other._objects))

    def made(self, number: int) -> bool:
        """Return whether an object with a number is the process's own: it made it, or has it from those before it."""
        return self._first <= number < self._objects or any(number in numbers for numbers in self.inherited)

    def grow(self, items: int) -> None:
        """Count ``items`` more items of a list, a dictionary or a set, before they are added."""
        self.heap.charge(items * ITEM_BYTES)

    def admit(self, value: object) -> None:
        """Count a new immutable value if it is large enough to matter."""
        kind = type(value)
        if kind is int:
            if not -_SMALL_INT < value < _SMALL_INT:  # type: ignore[operator]
                self.heap.charge(sys.getsizeof(value))
        elif kind is tuple or kind is frozenset or (kind in _TEXTS and len(value) > _SMALL_CHARS):  # type: ignore[arg-type]
            self.heap.charge(sys.getsizeof(value))

    def place_of(self, value: object) -> int:
        """Return the number of a value that has none of its own: those that were asked for get numbers, and live on."""
        number = self._placed.number(value)
        if number is None:
            self.heap.charge(ITEM_BYTES * 4)
            number = self._placed.add(value)
        return number

    def release(self) -> None:
        """Forget all values: the process has ended."""
        self.variables.clear()
        self.modules.clear()
        self._placed.clear()
        for frame in self.frames:
            frame.abandon()

    def roots(self) -> Iterator[object]:
        """Yield every value that the program can reach directly: variables and operand stacks."""
        return self._roots()

    def _roots(self) -> Iterator[object]:
        yield from self.variables.values()
        for module in self.modules.values():
            yield from module.variables.values()
        yield from self._placed.values
        for frame in self.frames:
            yield from frame.reachable()
        if self.image is not None:
            yield self.image.family.files
            yield from self.image.family.shared.values()
