"""Functions of the simulated program: their code, their parameters, and how a call's arguments are bound to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, SupportsIndex

from desktop_app.program.effects import Shown
from desktop_app.program.faults import SimulatedError
from desktop_app.program.suggestions import keyword_suggestion

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop_app.program.frame import Frame
    from desktop_app.program.operations import Catch, Instruction

#: Bits of CPython's ``co_flags`` (Include/cpython/code.h).
HAS_VARIADIC = 0x04
HAS_KEYWORDS = 0x08
IS_COROUTINE = 0x80
IS_ASYNC_GENERATOR = 0x200
HAS_DOCUMENTATION = 0x4000000


class Unbound:
    """What stands in the slot of a local variable, or in a cell, that has no value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "unbound"

    def __reduce__(self) -> str:
        return "UNBOUND"


UNBOUND = Unbound()


class CodeUnit:
    """The code objects that were compiled together: those of a program, or of a module of the library.

    Attributes:
        name: Its module's name.
        hidden: Whether it is library code, which executes in no simulated time and is not shown.
        linked: The instructions of all its code objects, each with the handler of its operation.
        catches: Where an exception goes that an instruction raises, by its index.
        offsets: The place of each instruction within its code object, in units of two bytes.
        places: The lines that a traceback prints for each instruction.
        codes: Its code objects, that of the body first.
        quick: The same as ``linked`` with whether an instruction only moves values about, for the hot loop; empty until
            it is needed.
        roles: What each instruction does with its value, for readers of the log; empty until it is needed.
        bindings: The local variables that each instruction changes, for readers of the log; empty until it is needed.
        most_pushed: More values than any instruction leaves on the operand stack; 0 until it is needed.
    """

    __slots__ = (
        "bindings", "catches", "codes", "hidden", "linked", "most_pushed", "name", "offsets", "places", "quick",
        "roles",
    )  # fmt: skip

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        from desktop_app.program.library import library_unit  # noqa: PLC0415 - it needs this module

        return (library_unit, (self.name,)) if self.hidden else super().__reduce_ex__(protocol)

    def __init__(self, name: str, *, hidden: bool) -> None:
        self.name = name
        self.hidden = hidden
        self.linked: tuple[tuple[Callable[[Frame, Instruction], object], Instruction], ...] = ()
        self.catches: tuple[Catch | None, ...] = ()
        self.offsets: tuple[int, ...] = ()
        self.places: tuple[str, ...] = ()
        self.codes: tuple[FunctionCode, ...] = ()
        self.quick: list[tuple[Callable[[Frame, Instruction], object], Instruction, bool]] = []
        self.roles = b""
        self.bindings: tuple[tuple[tuple[int, int], ...], ...] = ()
        self.most_pushed = 0


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FunctionCode:
    """One decoded code object.

    Attributes:
        name: Its name, ``<module>`` for a program's body.
        qualname: The same with the functions around it.
        first: Index in the listing of its first instruction.
        places: Names of the slots of a frame: parameters, other locals, cells, free variables.
        positional: How many parameters can be given by position.
        positional_only: How many of them cannot be given by name.
        keyword_only: How many more can be given by name only.
        variadic: Whether it takes ``*args``.
        keywords: Whether it takes ``**kwargs``.
        free: How many free variables it has; they are the last of the places.
        flags: CPython's ``co_flags``.
        doc: Its documentation string, or None.
        unit: What it was compiled together with.
        shown: How a reader sees it as a constant.
    """

    name: str
    qualname: str
    first: int
    places: tuple[str, ...]
    positional: int
    positional_only: int
    keyword_only: int
    variadic: bool
    keywords: bool
    free: int
    flags: int
    doc: str | None
    unit: CodeUnit
    shown: Shown

    @property
    def simple(self) -> bool:
        """Whether all its parameters can be given by position, and nothing else."""
        return not (self.keyword_only or self.variadic or self.keywords)

    def __reduce__(self) -> str | tuple[object, ...]:
        return FunctionCode._again, (self.unit, self.unit.codes.index(self))

    @staticmethod
    def _again(unit: CodeUnit, number: int) -> FunctionCode:
        return unit.codes[number]


class Cell:
    """A variable that a function shares with the functions within it."""

    __slots__ = ("value",)

    shown = Shown("<cell>")

    def __init__(self, value: object) -> None:
        self.value = value

    def reachable(self) -> list[object]:
        """Return the values that it keeps alive."""
        return [self.value]


class FunctionObject:
    """A function: code with default values and the cells of the functions around it.

    Attributes:
        code: What a call executes.
        globals: The global variables of its module.
        defaults: Values of the last positional parameters.
        keyword_defaults: Values of keyword-only parameters, by name.
        closure: The cells of its free variables.
        name: Its ``__name__``.
        qualname: Its ``__qualname__``.
        doc: Its ``__doc__``.
        module: Its ``__module__``.
        annotations: Its ``__annotations__`` as pairs of names and values, or the function that makes them.
        attributes: What else was assigned to it.
    """

    __slots__ = (
        "annotations", "attributes", "closure", "code", "defaults", "doc", "globals", "keyword_defaults", "module",
        "name", "qualname",
    )  # fmt: skip

    def __init__(self, code: FunctionCode, variables: dict[str, object]) -> None:
        self.code = code
        self.globals = variables
        self.defaults: tuple[object, ...] = ()
        self.keyword_defaults: dict[str, object] = {}
        self.closure: tuple[object, ...] = ()
        self.name = code.name
        self.qualname = code.qualname
        self.doc: object = code.doc
        self.module: object = variables.get("__name__")
        self.annotations: object = None
        self.attributes: dict[str, object] = {}

    def __reduce_ex__(self, protocol: SupportsIndex) -> str | tuple[Any, ...]:
        from desktop_app.program.library import shared_function, shared_function_again  # noqa: PLC0415 - it needs this

        number = shared_function(self)
        return super().__reduce_ex__(protocol) if number < 0 else (shared_function_again, (number,))

    @property
    def shown(self) -> Shown:
        """How a reader sees a reference to it."""
        return Shown(f"<function {self.qualname}>")

    def reachable(self) -> list[object]:
        """Return the values that it keeps alive."""
        return [
            *self.defaults, *self.keyword_defaults.values(), *self.closure, *self.attributes.values(), self.annotations,
        ]  # fmt: skip


@dataclass(slots=True)
class Bound:
    """The arguments of one call in the slots of the new frame.

    Attributes:
        slots: One value for each place; ``*args`` and ``**kwargs`` are not among them yet.
        surplus: What goes to ``*args``.
        named: What goes to ``**kwargs``.
    """

    slots: list[object]
    surplus: tuple[object, ...]
    named: dict[object, object]


def bind(function: FunctionObject, args: Sequence[object], keywords: dict[str, object]) -> Bound:
    """Return the slots of a new frame; raises CPython's TypeErrors in CPython's order (Python/ceval.c)."""
    code = function.code
    slots: list[object] = [UNBOUND] * len(code.places)
    given = min(len(args), code.positional)
    slots[:given] = args[:given]
    surplus = tuple(args[given:])
    named = _bind_keywords(function, slots, keywords) if keywords else {}
    if surplus and not code.variadic:
        raise _too_many(function, len(args), slots)
    _fill_defaults(function, slots)
    return Bound(slots, surplus, named)


def _bind_keywords(function: FunctionObject, slots: list[object], keywords: dict[str, object]) -> dict[object, object]:
    code = function.code
    named: dict[object, object] = {}
    parameters = code.places[: code.positional + code.keyword_only]
    for name, value in keywords.items():
        place = parameters.index(name, code.positional_only) if name in parameters[code.positional_only :] else -1
        if place < 0:
            if not code.keywords:
                raise _unexpected(function, name, keywords)
            named[name] = value
            continue
        if slots[place] is not UNBOUND:
            raise SimulatedError("TypeError", f"{function.qualname}() got multiple values for argument {name!r}")
        slots[place] = value
    return named


def _unexpected(function: FunctionObject, name: str, keywords: dict[str, object]) -> SimulatedError:
    code = function.code
    by_position = [one for one in code.places[: code.positional_only] if one in keywords]
    if by_position:
        return SimulatedError(
            "TypeError",
            f"{function.qualname}() got some positional-only arguments passed as keyword arguments: "
            f"'{', '.join(by_position)}'",
        )
    possible = code.places[code.positional_only : code.positional + code.keyword_only]
    words = f"{function.qualname}() got an unexpected keyword argument {name!r}{keyword_suggestion(name, possible)}"
    return SimulatedError("TypeError", words)


def _fill_defaults(function: FunctionObject, slots: list[object]) -> None:
    code = function.code
    without = code.positional - len(function.defaults)
    missing = [code.places[place] for place in range(max(without, 0)) if slots[place] is UNBOUND]
    if missing:
        raise _missing(function, "positional", missing)
    for place in range(max(without, 0), code.positional):
        if slots[place] is UNBOUND:
            slots[place] = function.defaults[place - without]
    for place in range(code.positional, code.positional + code.keyword_only):
        if slots[place] is UNBOUND:
            slots[place] = function.keyword_defaults.get(code.places[place], UNBOUND)
    lacking = [
        code.places[place]
        for place in range(code.positional, code.positional + code.keyword_only)
        if slots[place] is UNBOUND
    ]
    if lacking:
        raise _missing(function, "keyword-only", lacking)


def _missing(function: FunctionObject, kind: str, names: list[str]) -> SimulatedError:
    quoted = [repr(name) for name in names]
    if len(quoted) == 1:
        listed = quoted[0]
    elif len(quoted) == 2:  # noqa: PLR2004 - two take no comma
        listed = " and ".join(quoted)
    else:
        listed = f"{', '.join(quoted[:-1])}, and {quoted[-1]}"
    plural = "" if len(names) == 1 else "s"
    words = f"{function.qualname}() missing {len(names)} required {kind} argument{plural}: {listed}"
    return SimulatedError("TypeError", words)


def _too_many(function: FunctionObject, given: int, slots: list[object]) -> SimulatedError:
    code, optional = function.code, len(function.defaults)
    takes = f"from {code.positional - optional} to {code.positional}" if optional else str(code.positional)
    plural = "" if code.positional == 1 and not optional else "s"
    by_name = sum(slots[place] is not UNBOUND for place in range(code.positional, code.positional + code.keyword_only))
    note = ""
    if by_name:
        some = "" if by_name == 1 else "s"
        note = f" positional argument{'' if given == 1 else 's'} (and {by_name} keyword-only argument{some})"
    were = "was" if given == 1 and not by_name else "were"
    words = f"{function.qualname}() takes {takes} positional argument{plural} but {given}{note} {were} given"
    return SimulatedError("TypeError", words)
