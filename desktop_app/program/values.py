"""The simulated program's values: host values where they cannot change, objects of our own where they can.

An ``int``, ``float``, ``str``, ``bool``, ``None``, ``range``, ``slice`` or ``tuple`` of the simulated program is the
host's own value, and so is a ``frozenset``. A list, a dictionary, a set, an iterator and a built-in function are
instances of the classes here, which have no behaviour that the host could run by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from enum import Enum
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, SupportsIndex, TypeVar

from desktop_app.program.effects import ObjectWrite, Shown
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, simulated
from desktop_app.program.functions import Cell, FunctionCode, FunctionObject
from desktop_app.program.limits import MAX_NESTED_ITERATORS, SHOWN_CHARS, SHOWN_ITEMS
from desktop_app.program.ordering import SetIterator, all_steady, in_order, is_steady, put, sort_key, take_out

if TYPE_CHECKING:
    from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView

#: Makes a Shown from a tuple of its fields: twice as fast as calling the class.
new_shown: Callable[[tuple[str, int]], Shown] = partial(tuple.__new__, Shown)


class Marker(Enum):
    """Stack entries and results that are no values of the program."""

    NULL = "NULL"
    """CPython's NULL beside a callable that has no self."""
    END = "end"
    """An iterator has no more items."""
    NOTHING = "nothing"
    """An instruction put no value on the operand stack."""


NOTHING: Final = Marker.NOTHING


class Pushed(tuple[object, ...]):
    """What an instruction put on the operand stack when it is not exactly one value, bottom first."""

    __slots__ = ()


class NeedsProgramError(Exception):
    """A native operation met a value whose behaviour is code of the program or of the library.

    Nothing was changed yet: whoever executes the instruction lets library code do the same.
    """


class OrderLostError(Exception):
    """A value goes through its elements in an order that no copy of it would keep: it cannot be pickled."""


_Items = TypeVar("_Items", bound=Collection[object])


class MutableObject(Generic[_Items]):
    """A container of the simulated program that can change; a host container holds its items, so it grows as CPython's.

    Attributes:
        kind: CPython's name of its type.
        number: Its number within its process, from 0.
        items: The items.
        cls: Its class when that is one of the program's own, or None.
        attributes: The attributes of an instance of such a class.
        crowds: How many keys or elements with each hash were added to a large dictionary or set; see `bound_crowds`.
        shown: How a reader sees a reference to it.
    """

    __slots__ = ("attributes", "cls", "crowds", "items", "number", "shown")

    kind: ClassVar[str]

    def __init__(self, number: int, items: _Items) -> None:
        self.number = number
        self.items = items
        self.cls: ClassObject | None = None
        self.attributes: dict[str, object] | None = None
        self.crowds: dict[int, int] | None = None
        self.shown = Shown(self.kind, number)


#: The attribute of a dictionary or a set that has the hashes of the keys whose class says what they are.
HASHES: Final = " hashes"


class ListObject(MutableObject[list[object]]):
    """A list."""

    __slots__ = ()

    kind = "list"


class DictObject(MutableObject[dict[object, object]]):
    """A dictionary; its keys are such that the host may hash and compare them."""

    __slots__ = ()

    kind = "dict"


class NamespaceObject(DictObject):
    """The ``__dict__`` of an instance: it has its attributes and number, so that writes to it are the instance's."""

    __slots__ = ()


class ClassNamespaceObject(DictObject):
    """The ``__dict__`` of a class: a copy of its names, which nobody can change; CPython calls it a mappingproxy."""

    __slots__ = ()


class SetObject(MutableObject[set[object]]):
    """A set; its elements are such that the host may hash and compare them.

    Attributes:
        ranked: Whether its elements are sorted by `ordering.rank`, since the host's order would differ in each run.
        worn: Whether elements were taken out: the host's order then depends on what was there before.
    """

    __slots__ = ("_order", "ranked", "worn")

    kind = "set"

    def __init__(self, number: int, items: set[object]) -> None:
        super().__init__(number, items)
        self.worn = False
        self.ranked = not all_steady(items)
        self._order: list[object] | None = None

    def in_order(self) -> Collection[object]:
        """Return the elements in the order in which the set gives them."""
        if not self.ranked:
            return self.items
        if self._order is None:
            self._order = sorted(self.items, key=sort_key)
        return self._order

    def iterator(self) -> Iterator[object]:
        """Return a host iterator over the elements."""
        return SetIterator(self.items, self.in_order()) if self.ranked else iter(self.items)

    def add(self, value: object) -> None:
        """Add one element."""
        before = len(self.items)
        self.items.add(value)
        if len(self.items) == before:
            return
        if not self.ranked:
            self.ranked = not is_steady(value)
        elif self._order is not None:
            put(self._order, value)

    def update(self, values: Collection[object]) -> None:
        """Add the elements of a host container."""
        if self.ranked and len(values) * _FEW < len(self.items):
            for value in values:
                self.add(value)
            return
        self.items.update(values)
        self.ranked = self.ranked or not all_steady(values)
        self._order = None

    def discard(self, value: object) -> None:
        """Take an element out if it is there."""
        if value not in self.items:
            return
        self.worn = True
        self.items.discard(value)
        if self._order is not None:
            take_out(self._order, value)

    def pop(self) -> object:
        """Take the first element out; raises the host's KeyError when there is none."""
        self.worn = True
        if not self.ranked or not self.items:
            return self.items.pop()
        value = next(iter(self.in_order()))
        self.discard(value)
        return value

    def changed(self) -> None:
        """Take note that the host set was changed by itself."""
        self.worn = True
        self.ranked = not all_steady(self.items)
        self._order = None

    def keeps_order(self) -> bool:
        """Return whether a copy gives its elements in the same order, now and after more are added."""
        if self.ranked:
            return True
        twin = set([*self.items])  # noqa: C405 - as unpickling does, one after the other
        same = all(one is other for one, other in zip(twin, self.items, strict=True))
        return same and not self.worn and sys.getsizeof(twin) == sys.getsizeof(self.items)

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        if not self.keeps_order():
            raise OrderLostError
        return self.copy_anyway(protocol)

    def copy_anyway(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        """Reduce it for a copy whose elements may come in another order."""
        return super().__reduce_ex__(protocol)


#: Adding less than one such part of a set is done one by one.
_FEW: Final = 16


class ViewObject:
    """What ``keys()``, ``values()`` or ``items()`` of a dictionary gives: it sees the dictionary's changes.

    Attributes:
        kind: CPython's name of its type, such as ``dict_keys``.
        target: The dictionary.
    """

    __slots__ = ("kind", "shown", "target")

    def __init__(self, target: DictObject, kind: str) -> None:
        self.kind = kind
        self.target = target
        self.shown = Shown(kind)

    @property
    def items(self) -> KeysView[object] | ValuesView[object] | ItemsView[object, object]:
        """The host's own view of the dictionary."""
        items = self.target.items
        return (
            items.keys() if self.kind == "dict_keys" else items.items() if self.kind == "dict_items" else items.values()
        )


class IteratorObject:
    """An iterator over a container or over other iterators; over a list it sees changes, as CPython's does.

    Attributes:
        kind: CPython's name of its type, such as ``range_iterator``.
        source: The host iterator that counts for it.
        over: The values that it goes through, which live as long as it does.
        depth: How many iterators it goes through, one within the other.
    """

    __slots__ = ("depth", "kind", "over", "shown", "source")

    def __init__(self, source: Iterator[object], over: tuple[object, ...] = ()) -> None:
        self.kind: str = getattr(source, "kind", type(source).__name__)
        self.source = source
        self.over = over
        self.depth = 0
        for value in over:
            if type(value) is IteratorObject and value.depth >= self.depth:
                self.depth = value.depth + 1
        if self.depth > MAX_NESTED_ITERATORS:
            raise SimulatedError("RecursionError", "maximum recursion depth exceeded")
        self.shown = Shown(self.kind)

    def next(self) -> object:
        """Return the next item, or `Marker.END`; raises as CPython does when what it goes through has changed."""
        try:
            return next(self.source, Marker.END)
        except HOST_ERRORS as error:
            raise simulated(error) from None

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        # A copy of the host's iterator over a dictionary or a set would not see that it changes its size.
        if not isinstance(self.source, SetIterator) and any(
            isinstance(value, (DictObject, SetObject, ViewObject, frozenset)) for value in self.over
        ):
            raise OrderLostError
        return super().__reduce_ex__(protocol)


#: All built-in functions and types that were made, which is once for each.
_BUILTINS: dict[tuple[str, str], Builtin] = {}


def builtin_again(key: tuple[str, str]) -> Builtin:
    """Return the built-in function or type that a pickle names."""
    return _BUILTINS[key]


class Builtin:
    """A built-in function or type as a value.

    Pickling it gives the same one again.

    Attributes:
        name: Its name, such as ``print``.
        host: The host's own, which is called with plain host values only.
    """

    __slots__ = ("host", "name", "shown")

    def __init__(self, name: str, host: Callable[..., object]) -> None:
        self.name = name
        self.host = host
        self.shown = Shown(repr(host))
        _BUILTINS[self._key] = self

    @property
    def _key(self) -> tuple[str, str]:
        return self.name, f"{self.host.__module__}.{self.host.__qualname__}"

    def __reduce__(self) -> str | tuple[Any, ...]:
        return builtin_again, (self._key,)

    @property
    def is_type(self) -> bool:
        """Whether it is a type."""
        return isinstance(self.host, type)


class ExceptionType:
    """A class of exceptions as a value.

    Attributes:
        name: Its name, such as ``ValueError``.
        base: The class that it derives from; None for ``BaseException``.
        host: The host's own class, or the nearest one above; used for CPython's words only.
    """

    __slots__ = ("base", "host", "name", "shown")

    def __init__(self, name: str, base: ExceptionType | None, host: type[BaseException]) -> None:
        self.name = name
        self.base = base
        self.host = host
        self.shown = Shown(f"<class {name!r}>")

    def __reduce__(self) -> str | tuple[Any, ...]:
        from desktop_app.program.exceptions import exception_type  # noqa: PLC0415 - it needs this module

        return exception_type, (self.name,)

    def derives_from(self, other: object) -> bool:
        """Return whether it is ``other`` or derives from it."""
        kind: ExceptionType | None = self
        while kind is not None and kind is not other:
            kind = kind.base
        return kind is not None


class ExceptionObject:
    """An exception of the simulated program.

    Attributes:
        kind: Its class.
        args: Its arguments.
        made_with: The arguments that it had at first.
        attributes: What was assigned to it.
        notes: What ``add_note`` added.
        cause: What ``raise ... from`` gave.
        context: The exception that was being handled when this one was raised.
        suppress_context: Whether a traceback leaves the context out.
        traceback: The lines that a traceback prints for each frame that it passed, innermost first.
        words: What ``str`` gives when that is not made from the arguments.
        missing: The name that a NameError or an AttributeError misses.
        target: The object that an AttributeError misses an attribute of; `NOTHING` for none.
        last_words: What ``str`` gave when that is code of the program, for a traceback.
        within: Whether one of that object's own methods missed it.
    """

    __slots__ = (
        "args", "attributes", "cause", "context", "kind", "last_words", "made_with", "missing", "notes",
        "suppress_context", "target", "traceback", "within", "words",
    )  # fmt: skip

    def __init__(self, kind: ExceptionType | ClassObject, args: tuple[object, ...]) -> None:
        self.kind = kind
        self.args = self.made_with = args
        self.attributes: dict[str, object] = {}
        self.cause: ExceptionObject | None = None
        self.context: ExceptionObject | None = None
        self.suppress_context = False
        self.traceback: list[str] = []
        self.words: str | None = None
        self.missing = ""
        self.target: object = NOTHING
        self.within = False
        self.last_words: str | None = None
        self.notes: list[str] = []

    @property
    def cls(self) -> ClassObject | None:
        """Its class when that is one of the program's own."""
        return self.kind if isinstance(self.kind, ClassObject) else None

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        inner = _tuple_text(self.args)
        return Shown(_shorten(self.kind.name + (f"{inner[:-2]})" if inner.endswith(",)") else inner)))


class Method:
    """A method of a built-in type as CPython pushes it before a call.

    Attributes:
        owner: The type's name, such as ``list``.
        name: The method's name, such as ``append``.
    """

    __slots__ = ("name", "owner", "shown")

    def __init__(self, owner: str, name: str) -> None:
        self.owner = owner
        self.name = name
        self.shown = Shown(f"<method {name!r} of {owner!r} objects>")

    def __reduce__(self) -> str | tuple[Any, ...]:
        from desktop_app.program.types import native_method  # noqa: PLC0415 - it needs this module

        return native_method, (self.owner, self.name)


#: The names that the module of a program's own classes goes by.
_PROGRAM_MODULES: Final = frozenset({"__main__", "__mp_main__"})


class ClassObject:
    """A class of the program's own, or of the library.

    Attributes:
        name: Its name.
        first_name: The name that it had at first.
        qualname: The same with what is around it.
        bases: The classes that it derives from directly.
        mro: The order in which it and all its bases are searched; built-in types last.
        attributes: What was defined in it.
        meta: Its class, or None for ``type``.
        layout: Which built-in type its instances extend, such as ``object``, ``list`` or ``Exception``.
        number: Its number within its process.
        host: The host's exception class nearest to it; used for CPython's words only.
        extends_library: Whether it, or a class that it derives from, is one of the library.
        is_private: Whether it is one of the library: what its instances have is theirs, but for what is ``seen``.
        seen: What a reader sees of an instance beside the attributes that the program gave it: names of
            attributes, each alone or with words for false and for true. The library's classes say so in ``_shown``.
        reference: The text of a reference to an instance, with brackets for what a reader sees of it.
    """

    steady_hash = True

    __slots__ = (
        "attributes", "bases", "extends_library", "first_name", "host", "is_private", "layout", "meta", "mro", "name",
        "number", "qualname", "reference", "seen",
    )  # fmt: skip

    def __init__(self, name: str, bases: tuple[object, ...], attributes: dict[str, object], number: int) -> None:
        self.name = self.first_name = name
        self.qualname = name
        self.bases = bases
        self.attributes = attributes
        self.number = number
        self.mro: tuple[object, ...] = (self,)
        self.meta: ClassObject | None = None
        self.layout = "object"
        self.host: type[BaseException] = Exception
        module = attributes.get("__module__")
        of_library = type(module) is str and module not in _PROGRAM_MODULES
        above = [base for base in bases if isinstance(base, ClassObject)]
        self.extends_library: bool = of_library or any(base.extends_library for base in above)
        self.is_private = of_library
        own = attributes.get("_shown")
        found = own if of_library and isinstance(own, tuple) else ()
        self.seen: tuple[object, ...] = found or next((base.seen for base in above if base.seen), ())
        word = str(attributes.get("_shown_as", name)) if of_library else name
        self.reference = f"{word}()" if word and (self.seen or not of_library) else word and f"<{word.rstrip('_')}>"

    def __hash__(self) -> int:
        # Not the host's address: the order of a set must be the same in each run.
        return 0x560_0000_0000 + 64 * self.number

    def __eq__(self, other: object) -> bool:
        return self is other

    @property
    def cls(self) -> ClassObject | None:
        """Its metaclass, unless that is ``type``."""
        return self.meta

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<class {self.name!r}>")

    def derives_from(self, other: object) -> bool:
        """Return whether it is ``other`` or derives from it."""
        return any(one is other for one in self.mro)

    def find(self, name: str) -> object:
        """Return what the program's own classes among its bases define under a name; NOTHING for nothing.

        A built-in type on the way that has the name itself ends the search.
        """
        for one in self.mro:
            if isinstance(one, ClassObject):
                if name in one.attributes:
                    return one.attributes[name]
            elif name in native_specials(one):
                return NOTHING
        return NOTHING


def native_specials(kind: object) -> frozenset[str]:
    """Return the names of the special methods that a built-in type itself has, beyond those of ``object``."""
    host = kind.host if isinstance(kind, (Builtin, ExceptionType)) else object
    found = _NATIVE_SPECIALS.get(host)
    if found is None:
        own = frozenset(dir(host)) - frozenset(dir(object))
        found = own | _REDEFINED.get(host, _NO) if host is not object else _NO
        _NATIVE_SPECIALS[host] = found
    return found


_NATIVE_SPECIALS: dict[object, frozenset[str]] = {}
_NO: Final = frozenset[str]()
#: What a built-in type defines anew, although ``object`` has it.
_REDEFINED: Final[dict[object, frozenset[str]]] = {
    host: frozenset(name for name in vars(host) if name in dir(object))
    for host in (int, float, str, tuple, list, dict, set, frozenset, bool, bytes, complex, type, BaseException)
}


class InstanceObject:
    """An instance of a class of the program's own that extends no built-in type but ``object``.

    Attributes:
        cls: Its class.
        attributes: Its attributes.
        number: Its number within its process.
        shown: How a reader sees a reference to it.
    """

    __slots__ = ("attributes", "cls", "number", "shown")

    steady_hash = True

    def __init__(self, cls: ClassObject, number: int) -> None:
        self.cls = cls
        self.attributes: dict[str, object] = {}
        self.number = number
        self.shown = Shown(cls.reference, number)

    def __hash__(self) -> int:
        # Not the host's address: the order of a set must be the same in each run.
        return 0x7F0_0000_0000 + 4 * self.number

    def __reduce__(self) -> tuple[object, ...]:
        # With its number at once: it may lie in a set among its own attributes.
        state = {"cls": self.cls, "attributes": self.attributes, "shown": self.shown}
        return _instance_again, (self.number,), (None, state)

    def __eq__(self, other: object) -> bool:
        return self is other


def _instance_again(number: int) -> InstanceObject:
    made = InstanceObject.__new__(InstanceObject)
    made.number = number
    return made


class TupleInstance(tuple[object, ...]):  # noqa: SLOT001 - a tuple has no room for slots
    """An instance of a class that extends ``tuple``."""

    cls: ClassObject
    attributes: dict[str, object]


class IntInstance(int):
    """An instance of a class that extends ``int``."""

    cls: ClassObject
    attributes: dict[str, object]


class FloatInstance(float):
    """An instance of a class that extends ``float``."""

    cls: ClassObject
    attributes: dict[str, object]


class StrInstance(str):
    """An instance of a class that extends ``str``."""

    cls: ClassObject
    attributes: dict[str, object]
    __slots__ = ("attributes", "cls")


EXTENDING: Final = {"tuple": TupleInstance, "int": IntInstance, "float": FloatInstance, "str": StrInstance}


class BoundMethod:
    """A function or a built-in method together with the object that it is called on.

    Attributes:
        function: What is called.
        target: Its first argument.
    """

    __slots__ = ("function", "target")

    def __init__(self, function: object, target: object) -> None:
        self.function = function
        self.target = target

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BoundMethod):
            return NotImplemented
        return self.function is other.function and self.target is other.target

    def __hash__(self) -> int:
        # Not the address: the order of a set must be the same in each run.
        return hash((3, getattr(self.target, "number", 0)))

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        if isinstance(self.function, FunctionObject):
            return Shown(f"<bound method {self.function.qualname}>")
        name = self.function.name if isinstance(self.function, (Method, Builtin)) else type_name(self.function)
        return Shown(f"<built-in method {name} of {type_name(self.target)} object>")


class Descriptor:
    """A property, a class method or a static method.

    Attributes:
        kind: Which of them.
        getter: The function; of a property, what reads it.
        setter: What sets a property, or None.
        deleter: What deletes a property, or None.
        doc: Its documentation.
    """

    __slots__ = ("attributes", "cls", "deleter", "doc", "getter", "kind", "setter")

    def __init__(self, kind: str, getter: object, setter: object = None, deleter: object = None) -> None:
        self.kind = kind
        self.getter = getter
        self.setter = setter
        self.deleter = deleter
        self.doc: object = None
        #: Its class when that is one of the program's own or of the library.
        self.cls: ClassObject | None = None
        self.attributes: dict[str, object] = {}

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<{self.kind} object>")


class SuperObject:
    """What ``super()`` gives: an object whose attributes are searched from behind a class on.

    Attributes:
        after: The class.
        target: The instance or class that methods are bound to.
        start: The class whose bases are searched.
    """

    __slots__ = ("after", "start", "target")

    def __init__(self, after: ClassObject, target: object, start: ClassObject) -> None:
        self.after = after
        self.target = target
        self.start = start

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<super: <class {self.after.name!r}>, <{self.start.name} object>>")


class GeneratorObject:
    """A generator, a coroutine or an asynchronous generator: a frame that is put by between two values.

    Attributes:
        kind: CPython's name of its type.
        function: The function that it executes.
        slots: Its local variables; empty once it has ended.
        stack: Its operand stack while it is put by.
        executing: Index of the instruction that put it by.
        next: Index of the instruction that it goes on with.
        handled: The exception whose handler it is in.
        state: ``created``, ``suspended``, ``running`` or ``closed``.
    """

    __slots__ = ("executing", "function", "handled", "kind", "next", "slots", "stack", "state")

    def __init__(self, kind: str, function: FunctionObject, slots: list[object]) -> None:
        self.kind = kind
        self.function = function
        self.slots = slots
        self.stack: list[object] = []
        self.executing = self.next = 0
        self.handled: ExceptionObject | None = None
        self.state = "created"

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<{self.kind} object {self.function.qualname}>")

    def reachable(self) -> list[object]:
        """Return the values that it keeps alive."""
        return [*self.slots, *self.stack, self.function]


class AsyncYield:
    """A value that an asynchronous generator gives out, to tell it from what it awaits."""

    __slots__ = ("value",)

    shown = Shown("<async value>")

    def __init__(self, value: object) -> None:
        self.value = value


class ModuleObject:
    """A module.

    Attributes:
        name: Its name.
        variables: Its global variables.
    """

    __slots__ = ("name", "variables")

    def __init__(self, name: str, variables: dict[str, object]) -> None:
        self.name = name
        self.variables = variables

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<module {self.name!r}>")


class NativeObject:
    """A value of the library whose state the host keeps, such as a random number generator.

    Attributes:
        kind: The name of its type.
        state: What the host keeps.
    """

    __slots__ = ("kind", "state")

    def __init__(self, kind: str, state: object) -> None:
        self.kind = kind
        self.state = state

    @property
    def shown(self) -> Shown:
        """How a reader sees it."""
        return Shown(f"<{self.kind} object>")


#: The classes of values that are no host values.
OWN: Final = (
    ListObject, DictObject, SetObject, ViewObject, IteratorObject, Builtin, Method, ExceptionType, ExceptionObject,
    FunctionObject, FunctionCode, Cell, ClassObject, InstanceObject, BoundMethod, Descriptor, SuperObject,
    GeneratorObject, AsyncYield, ModuleObject, NativeObject,
)  # fmt: skip
#: Those of them that have items.
CONTAINERS: Final = (ListObject, DictObject, SetObject, ViewObject)
NULL_SHOWN: Final = Shown("NULL")
_CONSTANTS_SHOWN: Final = {True: Shown("True"), False: Shown("False")}
NONE_SHOWN: Final = Shown("None")
_SMALL: Final = {number: Shown(str(number)) for number in range(-5, 257)}
_SHORT_INT: Final = 10**18
_HEAD_CHARS: Final = 40
_TAIL_CHARS: Final = SHOWN_CHARS - _HEAD_CHARS - 1
#: Integers above this take a moment to turn into decimal digits; CPython's own limit is 4,300 digits.
_LONG_INT_BITS: Final = 4_000


def show(value: object) -> Shown:  # noqa: PLR0911 - one return per type
    """Return a value as a reader sees it, in at most 60 characters.

    That is its repr, its type for what can change, and what it is called for what is code.
    """
    kind = type(value)
    if kind is int:
        small = _SMALL.get(value)  # type: ignore[call-overload]
        return small or new_shown((short_text(value), -1))
    if kind is bool:
        return _CONSTANTS_SHOWN[value]  # type: ignore[index]
    if isinstance(value, OWN):
        brief = _BRIEF.get(kind)
        return value.shown if brief is None else Shown(_shorten(brief(value)))
    if value is None:
        return NONE_SHOWN
    if value is NotImplemented:
        return Shown("NotImplemented")
    if value is Marker.NULL:
        return NULL_SHOWN
    return new_shown((short_text(value), -1))


def _brief_builtin(value: Builtin) -> str:
    return f"class {value.name}" if value.is_type else f"{value.name}()"


def _brief_bound(value: BoundMethod) -> str:
    if isinstance(value.function, FunctionObject):
        return f"bound {show(value.function).text}"
    name = value.function.name if isinstance(value.function, (Method, Builtin)) else type_name(value.function)
    return f"bound {type_name(value.target)}.{name}()"


def _local_name(qualname: str) -> str:
    """Return a qualified name without the functions around it."""
    return qualname.rpartition("<locals>.")[2]


def _brief_exception(value: ExceptionObject) -> str:
    inner = _tuple_text(value.made_with)
    return value.kind.name + (f"{inner[:-2]})" if inner.endswith(",)") else inner)


#: What a reader sees of what is code, or stands for it; the program's own repr of it is CPython's. It is the same at
#: any time: readers ask for it after the program may have given a function another name, or an error other arguments.
_BRIEF: Final[dict[type, Callable[[Any], str]]] = {
    FunctionObject: lambda value: f"{_local_name(value.code.qualname)}()",
    ExceptionObject: _brief_exception,
    BoundMethod: _brief_bound,
    Builtin: _brief_builtin,
    Method: lambda value: f"{value.owner}.{value.name}()",
    ClassObject: lambda value: f"class {value.first_name}",
    ExceptionType: lambda value: f"class {value.name}",
    ModuleObject: lambda value: f"module {value.name}",
    GeneratorObject: lambda value: f"{value.kind} {_local_name(value.function.code.qualname)}()",
    NativeObject: lambda value: f"<{value.kind}>",
    Descriptor: lambda value: value.kind,
}


def short_text(value: object) -> str:  # noqa: PLR0911 - one return per type
    """Return the repr of a value in at most 60 characters; a list within a tuple shows as its type."""
    if isinstance(value, int):
        if -_SHORT_INT < value < _SHORT_INT or value.bit_length() <= _LONG_INT_BITS:
            return _shorten(repr(value))
        return _long_int_text(value)
    if isinstance(value, str):
        return _shorten(repr(value if len(value) <= SHOWN_CHARS else value[:_HEAD_CHARS] + "…" + value[-_TAIL_CHARS:]))
    if isinstance(value, tuple):
        return _named_tuple_text(value) if isinstance(value, TupleInstance) else _tuple_text(value)
    if isinstance(value, frozenset):
        return _frozenset_text(value)
    if isinstance(value, (float, range, complex, bytes)) or value is None or value is ...:
        return _shorten(repr(value))
    if isinstance(value, slice):
        return _shorten(f"slice({', '.join(show(part).text for part in (value.start, value.stop, value.step))})")
    return type(value).__name__


def _tuple_text(value: tuple[object, ...], depth: int = 0) -> str:
    if depth > SHOWN_CHARS:
        return "(…)"
    parts: list[str] = []
    room = SHOWN_CHARS
    for item in value:
        part = _tuple_text(item, depth + 1) if isinstance(item, tuple) else show(item).text
        parts.append(part)
        room -= len(part) + 2
        if room < 0:
            return "(" + _shorten(", ".join(parts) + ", …")[: SHOWN_CHARS - 1]
    inner = ", ".join(parts) + ("," if len(parts) == 1 else "")
    return _shorten(f"({inner})")


def _named_tuple_text(value: TupleInstance) -> str:
    fields = value.cls.find("_fields")
    if not isinstance(fields, tuple):
        return _tuple_text(value)
    parts = [f"{name}={show(item).text}" for name, item in zip(fields, value, strict=False)]
    return _shorten(f"{value.cls.name}({', '.join(parts)})")


def _frozenset_text(value: frozenset[object]) -> str:
    inner = ", ".join(show(item).text for item in islice(in_order(value), SHOWN_CHARS))
    return _shorten(f"frozenset({{{inner}}})" if value else "frozenset()")


def _long_int_text(value: int) -> str:
    """Return the first and the last digits of a large integer without working out the rest."""
    size = abs(value)
    digits = int(size.bit_length() * 0.301029995663981)  # at most one below the true count
    head = str(size // _power_of_ten(digits - _HEAD_CHARS))
    tail = str(size % 10**_TAIL_CHARS).zfill(_TAIL_CHARS)
    return f"{'-' if value < 0 else ''}{head}"[:_HEAD_CHARS] + "…" + tail


@lru_cache(maxsize=16)
def _power_of_ten(exponent: int) -> int:
    """Return it; that of a large exponent takes milliseconds, and numbers of about the same size follow one another."""
    power: int = 10**exponent
    return power


def _shorten(text: str) -> str:
    if len(text) <= SHOWN_CHARS:
        return text
    return text[:_HEAD_CHARS] + "…" + text[-_TAIL_CHARS:]


def type_name(value: object) -> str:  # noqa: PLR0911 - one return per type
    """Return CPython's name for the type of a simulated value."""
    cls = user_class(value)
    if cls is not None:
        return cls.name
    if isinstance(value, (MutableObject, IteratorObject, ViewObject, GeneratorObject, Descriptor, NativeObject)):
        return value.kind
    if isinstance(value, Builtin):
        return type(value.host).__name__
    if isinstance(value, ExceptionObject):
        return value.kind.name
    if isinstance(value, (ExceptionType, ClassObject)):
        return "type"
    if isinstance(value, BoundMethod) and not isinstance(value.function, FunctionObject):
        return "builtin_function_or_method"
    return _TYPE_NAMES.get(type(value)) or type(value).__name__


_TYPE_NAMES: Final = {
    Method: "method_descriptor", FunctionObject: "function", BoundMethod: "method", ModuleObject: "module",
    SuperObject: "super", Cell: "cell", FunctionCode: "code", AsyncYield: "async_generator_wrapped_value",
}  # fmt: skip
#: Types of values that have no class of the program's own.
PLAIN: Final = frozenset({int, float, bool, str, type(None), tuple, range, complex, bytes, frozenset, slice})


def is_class(value: object) -> bool:
    """Return whether a value is a class."""
    return isinstance(value, (ClassObject, ExceptionType)) or (isinstance(value, Builtin) and value.is_type)


def user_class(value: object) -> ClassObject | None:
    """Return the class of a value when that is one of the program's own; of a class, its metaclass."""
    if type(value) in PLAIN:
        return None
    return getattr(value, "cls", None)


def special(value: object, name: str) -> object:
    """Return the special method that a class of the program's own gives to a value, not bound; NOTHING for none."""
    cls = user_class(value)
    return NOTHING if cls is None else cls.find(name)


def needs_program(value: object, name: str) -> None:
    """Raise NeedsProgramError when a class of the program's own says what an operation does with a value."""
    if type(value) not in PLAIN and special(value, name) is not NOTHING:
        raise NeedsProgramError


def ask_equal_keys(container: MutableObject[Any]) -> None:
    """Leave it to library code what a dictionary or a set has, when a class says what some of its keys equal."""
    if container.attributes and HASHES in container.attributes:
        raise NeedsProgramError


def stand_in(value: object) -> object:  # noqa: PLR0911 - one return per type
    """Return a small host value of the same type, for CPython's words about an operation that it refuses."""
    if isinstance(value, CONTAINERS):
        return _empty_container(value)
    if isinstance(value, IteratorObject):
        return iter(frozenset()) if isinstance(value.source, SetIterator) else value.source
    if isinstance(value, (Builtin, ExceptionType)):
        return value.host
    if isinstance(value, ExceptionObject) and user_class(value) is None:
        return value.kind.host.__new__(value.kind.host)
    if isinstance(value, Method):
        return list.append
    if isinstance(value, frozenset):
        return frozenset()
    if isinstance(value, (FunctionObject, BoundMethod)):
        return show  # any function of the host
    if isinstance(value, OWN):
        return _opaque(type_name(value), hashable=special(value, "__hash__") is not None)
    return () if isinstance(value, tuple) else value


_EXTENDED_HOSTS: Final[dict[str, type]] = {"list": list, "dict": dict, "set": set}
#: Host classes without any behaviour, by the names of the types that they stand for, and whether these have a hash.
_STAND_INS: dict[tuple[str, bool], type] = {}


def _opaque(name: str, *, hashable: bool) -> object:
    made = _STAND_INS.get((name, hashable))
    if made is None:
        body: dict[str, object] = {"__slots__": ()} if hashable else {"__slots__": (), "__hash__": None}
        made = _STAND_INS[name, hashable] = type(name, (), body)
    return made()


def _empty_container(value: ListObject | DictObject | SetObject | ViewObject) -> object:
    cls = user_class(value)
    if cls is not None:
        return type(cls.name, (_EXTENDED_HOSTS[value.kind],), {})()
    if isinstance(value, ViewObject):
        empty: dict[object, object] = {}
        return {"dict_keys": empty.keys, "dict_values": empty.values, "dict_items": empty.items}[value.kind]()
    return [] if isinstance(value, ListObject) else {} if isinstance(value, DictObject) else set()


def size_bytes(value: object) -> int:
    """Return the bytes that CPython counts for a variable's value.

    A list counts 0 here: it is an object of its own, which several variables may share; its ObjectWrite has its size.
    So does a dictionary or a set.
    """
    return sys.getsizeof(value) if type(value) in PLAIN or not isinstance(value, OWN) else 0


def object_write(target: ListObject | DictObject | SetObject | InstanceObject) -> ObjectWrite:
    """Return what a reader sees of a list, a dictionary, a set or an instance now."""
    if isinstance(target, InstanceObject):
        entries = _seen_attributes(target)
        size = sys.getsizeof(target.attributes)
        return ObjectWrite(target.number, tuple(entries[:SHOWN_ITEMS]), len(entries), size)
    items: Any = target.items
    if isinstance(target, SetObject):
        head = tuple(map(show, islice(target.in_order(), SHOWN_ITEMS)))
    elif isinstance(items, dict):
        show_one = _show_attribute if isinstance(target, NamespaceObject) else _show_entry
        head = tuple(map(show_one, islice(items.items(), SHOWN_ITEMS)))
    else:
        head = tuple(map(show, items[:SHOWN_ITEMS] if isinstance(items, list) else islice(items, SHOWN_ITEMS)))
    return ObjectWrite(target.number, head, len(items), sys.getsizeof(items))


def _seen_attributes(target: InstanceObject) -> list[Shown]:
    """Return what a reader sees of an instance: its attributes, but for what only the library's own code uses."""
    cls, attributes, found = target.cls, target.attributes, list[Shown]()
    for one in cls.seen:
        name, *words = one if isinstance(one, tuple) else (one,)
        if name in attributes:
            value = attributes[name]
            found.append(Shown(str(words[bool(value)])) if words else _show_plain(value))
    if not cls.is_private:
        if cls.extends_library and "_name_" in attributes:
            found.append(_show_plain(attributes["_name_"]))  # a member of an enumeration
        for name, value in attributes.items():
            if not (cls.extends_library and name.startswith("_")):
                found.append(_show_attribute((name, value)))
    return found


def _show_attribute(entry: tuple[object, object]) -> Shown:
    """Return an attribute of an instance as a reader sees it; it refers to what its value refers to."""
    value = show(entry[1])
    return Shown(_shorten(f"{entry[0]}={value.text}"), value.obj)


def _show_plain(value: object) -> Shown:
    return Shown(_shorten(value)) if type(value) is str else show(value)


def _show_entry(entry: tuple[object, object]) -> Shown:
    """Return an entry of a dictionary as a reader sees it; it refers to what its value refers to."""
    value = show(entry[1])
    return Shown(_shorten(f"{show(entry[0]).text}: {value.text}"), value.obj)
