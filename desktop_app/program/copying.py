"""Pickled copies of simulated memory, which may name nothing but what such memory is made of."""

from __future__ import annotations

import builtins
import pickle
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program.values import ClassObject, InstanceObject, MutableObject, SetObject

if TYPE_CHECKING:
    import io
    from collections.abc import Sequence

#: The packages whose classes copies are made of: this one, and what a test adds for processes of its own.
PACKAGES: Final = {__name__.partition(".")[0]}
#: What of the host values and iterators are made of, and the state of the engine.
_OF_HOST: Final = frozenset(
    {
        *(
            ("builtins", name)
            for name in (
                *("bytearray", "complex", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "object"),
                *("range", "reversed", "set", "slice", "tuple", "zip", "int", "float", "str", "bool", "bytes", "type"),
                *("NotImplemented", "Ellipsis"),
            )
        ),
        *(("collections", name) for name in ("Counter", "OrderedDict", "defaultdict", "deque")),
        *(("copyreg", name) for name in ("__newobj__", "__newobj_ex__", "_reconstructor")),
        *(("itertools", name) for name in ("chain", "count", "cycle", "islice", "repeat")),
        ("random", "Random"),
    }
)


#: What has a number within its process.
Numbered = MutableObject[Any] | InstanceObject | ClassObject


def numbered_again(kind: type[Numbered], number: int) -> Numbered:
    """Return an object of one of our classes that has nothing but its number yet.

    With its number at once: it may lie in a set, or be a key of a dictionary, that it holds itself.
    """
    made = kind.__new__(kind)
    made.number = number
    return made


class CopyWriter(pickle.Pickler):
    """Writes a copy, but for what is not copied.

    Args:
        buffer: Where to.
        kept: What is not copied; a number stands for it.
    """

    def __init__(self, buffer: io.BytesIO, kept: list[object]) -> None:
        super().__init__(buffer, pickle.HIGHEST_PROTOCOL)
        self.buffer = buffer
        self._kept = {id(one): number for number, one in enumerate(kept)}

    def persistent_id(self, obj: object) -> int | None:
        """Return the number that stands for what is not copied; None for anything else."""
        return self._kept.get(id(obj))

    def reducer_override(self, obj: object) -> str | tuple[Any, ...]:
        """Return how an object is made again; as pickle does it, mostly."""
        # Another process may go through a copy of a set in another order, as long as that is the same in each run.
        return obj.copy_anyway(pickle.HIGHEST_PROTOCOL) if isinstance(obj, SetObject) else NotImplemented


class CopyReader(pickle.Unpickler):
    """Reads a copy whose pickler numbered what is not copied.

    Args:
        buffer: The copy.
        kept: What the numbers stand for.

    Attributes:
        made: The objects that it made of those that were given new numbers.
    """

    def __init__(self, buffer: io.BytesIO, kept: Sequence[object]) -> None:
        super().__init__(buffer)
        self._kept = kept
        self.made: list[Numbered] = []

    def persistent_load(self, pid: int) -> object:
        """Return what a number stands for."""
        return self._kept[pid]

    def find_class(self, module: str, name: str) -> object:
        """Return one of our own classes and functions, or one of the few of the host that a copy needs.

        Raises:
            pickle.UnpicklingError: For anything else.
        """
        if (module, name) == ("builtins", "getattr"):
            return _member
        if (module, name) == (__name__, numbered_again.__name__):
            return self._numbered
        own = module.partition(".")[0] in PACKAGES
        if own or (module, name) in _OF_HOST or (module == "builtins" and _is_exception(name)):
            found: object = super().find_class(module, name)
            # A name may lead from one of our modules to what that has imported.
            if not own or str(getattr(found, "__module__", "")).partition(".")[0] in PACKAGES:
                return found
        raise pickle.UnpicklingError(f"a copy of simulated memory cannot hold {module}.{name}")

    def _numbered(self, kind: type[Numbered], number: int) -> Numbered:
        made = numbered_again(kind, number)
        self.made.append(made)
        return made


def _member(owner: object, name: str) -> object:
    """Return a member of an enumeration of ours, or a method of an object of ours, which pickle gets by their names."""
    cls = owner if isinstance(owner, type) else type(owner)
    if cls.__module__.partition(".")[0] not in PACKAGES or name.startswith("__"):
        raise pickle.UnpicklingError(f"a copy of simulated memory cannot hold {cls.__name__}.{name}")
    found: object = getattr(owner, name)
    return found


def _is_exception(name: str) -> bool:
    found = getattr(builtins, name, None)
    return isinstance(found, type) and issubclass(found, BaseException)
