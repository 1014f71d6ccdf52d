"""The text of simulated values: repr and str, f-strings and %-formatting, all bounded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from desktop_app.program.accounts import charge
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, fail_as_host, over_limit, simulated
from desktop_app.program.functions import FunctionObject
from desktop_app.program.limits import MAX_FORMAT_WIDTH, MAX_SHOWN_NESTING, MAX_TEXT_CHARS
from desktop_app.program.ordering import in_order
from desktop_app.program.values import (
    CONTAINERS,
    OWN,
    PLAIN,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionObject,
    ExceptionType,
    FloatInstance,
    IntInstance,
    IteratorObject,
    Marker,
    Method,
    MutableObject,
    SetObject,
    StrInstance,
    ViewObject,
    needs_program,
    show,
    stand_in,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_LONG_NUMBER = re.compile(r"\d{5,}")  # any decimal digits: the host's formatter knows more than ASCII
_TOO_LONG = f"a text of more than {MAX_TEXT_CHARS:,} characters"
_TOO_WIDE = f"a format width or precision of more than {MAX_FORMAT_WIDTH:,}"
#: A text of so few parts is not worth counting.
_FEW_PARTS = 100
#: An OSError with as many arguments is made of a number and words.
_ERRNO_ARGS = 2
#: The same, and the name of a file.
_FILE_ERROR_ARGS = 3
#: Decimal digits that are turned into text at a time, under CPython's limit on one conversion.
_DIGITS_AT_A_TIME = 4_000
#: What is shown piece by piece.
_NESTED = (*CONTAINERS, ExceptionObject, tuple, frozenset)


def repr_text(value: object, *, limit_chars: int = MAX_TEXT_CHARS) -> str:
    """Return the repr of a simulated value.

    Raises:
        SimulatedError: CPython's for an integer with too many digits or lists nested too deeply; Coreloom's for a text
            longer than ``limit_chars``.
    """
    if isinstance(value, _NESTED):
        parts: list[str] = []
        room = limit_chars
        needs_program(value, "__repr__")
        for part in _container_parts(value, _plain_repr):
            parts.append(part)
            room -= len(part)
            if room < 0:
                raise over_limit(_TOO_LONG)
        if len(parts) > _FEW_PARTS:
            charge(len(parts))
        return "".join(parts)
    return _plain_repr(value)


def str_text(value: object) -> str:
    """Return what ``str()`` of a simulated value gives; raises as `repr_text` does."""
    if type(value) is str:
        return value
    if type(value) not in PLAIN:
        needs_program(value, "__str__")
        needs_program(value, "__repr__")
    if isinstance(value, ExceptionObject):
        return exception_text(value)
    if isinstance(value, StrInstance):
        return str.__str__(value)
    return value if isinstance(value, str) else repr_text(value)


def exception_text(error: ExceptionObject) -> str:
    """Return what ``str()`` of an exception gives: its arguments, without brackets when there is one."""
    value: object = error
    while isinstance(value, ExceptionObject):
        if value is not error:
            needs_program(value, "__str__")
        if value.words is not None:
            return value.words
        if not value.args:
            return ""
        if issubclass(value.kind.host, OSError) and len(value.args) in (_ERRNO_ARGS, _FILE_ERROR_ARGS):
            number, words, *name = value.args
            return ": ".join([f"[Errno {str_text(number)}] {str_text(words)}", *map(repr_text, name)])
        if len(value.args) > 1:
            return repr_text(value.args)
        if issubclass(value.kind.host, KeyError):
            return repr_text(value.args[0])
        value = value.args[0]
    return str_text(value)


def full_text(value: object, limit_chars: int) -> str:
    """Return a value's repr for a reader: integers of any size, and cut off with an ellipsis after ``limit_chars``."""
    if not isinstance(value, _NESTED):
        text = _any_repr(value)
        return text if len(text) <= limit_chars else text[:limit_chars] + "…"
    parts: list[str] = []
    room = limit_chars
    try:
        for part in _container_parts(value, _any_repr):
            parts.append(part)
            room -= len(part)
            if room < 0:
                break
    except SimulatedError:
        room = -1  # nested too deeply to follow
    text = "".join(parts)
    return text if room >= 0 else text[:limit_chars] + "…"


def _container_parts(value: object, plain: Callable[[object], str]) -> Iterator[str]:
    """Yield the pieces of a container's repr one by one, so that a caller can stop; within itself it is ``[...]``."""
    opening, closing = _brackets(value)
    yield opening
    open_containers = [(value, iter(_entries(value, plain)), closing)]
    active = {id(value)}
    separator = ""
    while open_containers:
        container, remaining, closing = open_containers[-1]
        key, item = next(remaining, ("", Marker.END))
        if item is Marker.END:
            yield closing
            open_containers.pop()
            active.discard(id(container))
            separator = ", "
            continue
        separator += key
        if not isinstance(item, _NESTED) or user_class(item) is not None:
            yield separator + plain(item)
            separator = ", "
            continue
        opening, closing = _brackets(item)
        if id(item) in active:
            yield f"{separator}..." if isinstance(item, ViewObject) else f"{separator}{opening}...{closing[-1]}"
            separator = ", "
            continue
        if len(open_containers) >= MAX_SHOWN_NESTING:
            raise SimulatedError(
                "RecursionError", "maximum recursion depth exceeded while getting the repr of an object"
            )
        yield separator + opening
        separator = ""
        open_containers.append((item, iter(_entries(item, plain)), closing))
        active.add(id(item))


def _brackets(value: object) -> tuple[str, str]:  # noqa: PLR0911 - one return per type
    if isinstance(value, tuple):
        return "(", ",)" if len(value) == 1 else ")"
    if isinstance(value, DictObject):
        return "{", "}"
    if isinstance(value, SetObject):
        if value.cls is not None:
            return (f"{value.cls.name}({{", "})") if value.items else (f"{value.cls.name}(", ")")
        return ("{", "}") if value.items else ("set(", ")")
    if isinstance(value, frozenset):
        return ("frozenset({", "})") if value else ("frozenset(", ")")
    if isinstance(value, ExceptionObject):
        return f"{value.kind.name}(", ")"
    return (f"{value.kind}([", "])") if isinstance(value, ViewObject) else ("[", "]")


def _entries(value: object, plain: Callable[[object], str]) -> Iterator[tuple[str, object]]:
    """Yield what a container holds; before each item comes the text of its key, if it has one."""
    if isinstance(value, DictObject):
        for key, item in value.items.items():
            text = "".join(_container_parts(key, plain)) if isinstance(key, (tuple, frozenset)) else plain(key)
            yield text + ": ", item
    elif isinstance(value, ExceptionObject):
        yield from (("", item) for item in value.args)
    elif isinstance(value, SetObject):
        yield from (("", item) for item in value.in_order())
    elif isinstance(value, CONTAINERS):
        yield from (("", item) for item in value.items)
    elif isinstance(value, (tuple, frozenset)):
        yield from (("", item) for item in (value if isinstance(value, tuple) else in_order(value)))


def _plain_repr(value: object) -> str:
    if type(value) in PLAIN_REPR:
        return repr(value) if type(value) is not int else _int_repr(value)
    cls = user_class(value)
    if cls is not None:
        needs_program(value, "__repr__")
        return own_repr(value, cls)
    if isinstance(value, OWN) and not isinstance(value, (Builtin, Method, IteratorObject, ExceptionType)):
        return value.shown.text if not isinstance(value, ClassObject) else class_repr(value)
    if isinstance(value, (Builtin, Method, IteratorObject, FunctionObject, ExceptionType)):
        # CPython would show an iterator's address, which no simulation can know.
        return f"<{value.kind} object>" if isinstance(value, IteratorObject) else value.shown.text
    if isinstance(value, slice):
        return f"slice({', '.join(repr_text(part) for part in (value.start, value.stop, value.step))})"
    try:
        return repr(value)
    except HOST_ERRORS as error:
        raise simulated(error) from None


#: Types whose repr the host may give at once.
PLAIN_REPR: Final = frozenset({int, float, bool, str, type(None), range, complex, bytes})


def _int_repr(value: int) -> str:
    try:
        return repr(value)
    except ValueError as error:
        raise simulated(error) from None


def class_repr(cls: ClassObject) -> str:
    """Return the repr of a class of the program's own."""
    module = cls.attributes.get("__module__", "builtins")
    return f"<class '{cls.qualname}'>" if module == "builtins" else f"<class '{module}.{cls.qualname}'>"


def own_repr(value: object, cls: ClassObject, plain: Callable[[object], str] | None = None) -> str:
    """Return the repr of an instance whose classes define none: that of what it extends, or its class and address."""
    if isinstance(value, ClassObject):
        return class_repr(value)
    if isinstance(value, ExceptionObject | MutableObject):
        return "".join(_container_parts(value, plain or _plain_repr))
    if isinstance(value, tuple):
        return "".join(_container_parts(tuple(value), plain or _plain_repr))
    if isinstance(value, (int, float, str)):
        return repr(EXTENDED[type(value)](value))
    module = cls.attributes.get("__module__", "builtins")
    name = cls.qualname if module == "builtins" else f"{module}.{cls.qualname}"
    return f"<{name} object at 0x{ADDRESS_BASE + 64 * getattr(value, 'number', 0):012x}>"


#: Where the simulated objects of a process begin; an address says only which objects are the same.
ADDRESS_BASE: Final = 0x7F00_0000_0000
#: The plain host types behind instances of classes that extend them.
EXTENDED: Final[dict[type, type]] = {IntInstance: int, FloatInstance: float, StrInstance: str}


def _any_repr(value: object) -> str:
    if type(value) is int and value.bit_length() > _DIGITS_AT_A_TIME:
        return decimal_text(value)
    return shown_without_asking(value)


def decimal_text(value: int) -> str:
    """Return all decimal digits of an integer, however many CPython's own limit would allow."""
    unit = 10**_DIGITS_AT_A_TIME
    pieces: list[str] = []
    size = abs(value)
    while size >= unit:
        size, rest = divmod(size, unit)
        pieces.append(str(rest).zfill(_DIGITS_AT_A_TIME))
    pieces.append(str(size))
    return ("-" if value < 0 else "") + "".join(reversed(pieces))


def shown_without_asking(value: object) -> str:
    """Return a repr for readers, in which instances show their class: no code of the program is executed for it."""
    cls = user_class(value)
    return _plain_repr(value) if cls is None else own_repr(value, cls, lambda item: show(item).text)


def convert(value: object, conversion: str) -> str:
    """Return what an f-string's ``!s``, ``!r`` or ``!a`` makes of a value."""
    if conversion == "str":
        return str_text(value)
    text = repr_text(value)
    return text.encode("ascii", "backslashreplace").decode("ascii") if conversion == "ascii" else text


def format_text(value: object, specification: str) -> str:
    """Return ``format(value, specification)``.

    Raises:
        SimulatedError: CPython's for a wrong specification; Coreloom's for an enormous width or precision.
    """
    if _LONG_NUMBER.search(specification):
        raise over_limit(_TOO_WIDE)
    if not specification:
        if type(value) not in PLAIN:
            needs_program(value, "__format__")
        return str_text(value)
    if type(value) not in PLAIN:
        needs_program(value, "__format__")
    if isinstance(value, OWN):
        fail_as_host(format, stand_in(value), specification)
    try:
        return format(value, specification)
    except HOST_ERRORS as error:
        raise simulated(error) from None


class RenderedDict(dict[object, object]):
    """A dictionary's finished text and its values, for ``%(key)s``."""

    __slots__ = ("text",)

    def __init__(self, text: str, items: dict[object, object]) -> None:
        super().__init__(items)
        self.text = text

    def __repr__(self) -> str:
        return self.text

    __str__ = __repr__


class Rendered:
    """A value's finished text, for host operations that take a value only to show it."""

    __slots__ = ("string", "text")

    def __init__(self, text: str, string: str | None = None) -> None:
        self.text = text
        self.string = text if string is None else string

    def __str__(self) -> str:
        return self.string

    def __repr__(self) -> str:
        return self.text


def percent_format(template: str, operand: object) -> str:
    """Return ``template % operand``; raises as `format_text` does."""
    arguments = operand if isinstance(operand, tuple) else (operand,)
    wide = "*" in template and any(isinstance(item, int) and abs(item) > MAX_FORMAT_WIDTH for item in arguments)
    if wide or _LONG_NUMBER.search(template):
        raise over_limit(_TOO_WIDE)
    ready = tuple(map(_rendered, arguments))
    if isinstance(operand, DictObject):
        return _format_mapping(template, operand)
    # Each %s repeats no argument, so the result is bounded by the texts that go in.
    if len(template) + sum(map(_text_chars, ready)) > MAX_TEXT_CHARS:
        raise over_limit(_TOO_LONG)
    try:
        # A lone list is one argument; a mapping would be another matter.
        return template % (ready if isinstance(operand, tuple) or isinstance(ready[0], Rendered) else ready[0])
    except HOST_ERRORS as error:
        shown = next((item for item in arguments if isinstance(item, _OPAQUE)), operand)
        raise SimulatedError(type(error).__name__, str(error).replace("Rendered", type_name(shown))) from None


_OPAQUE = (*OWN, tuple, frozenset)


def _rendered(value: object) -> object:
    return Rendered(repr_text(value), str_text(value)) if isinstance(value, _OPAQUE) else value


def _text_chars(value: object) -> int:
    if isinstance(value, Rendered):
        return max(len(value.text), len(value.string))
    return len(value) if isinstance(value, str) else 0


def _format_mapping(template: str, operand: DictObject) -> str:
    """Return ``template % operand`` with a dictionary; a key may occur many times in the template."""
    items = {key: _rendered(value) for key, value in operand.items.items()}
    text = repr_text(operand)
    longest = max([len(text), *map(_text_chars, items.values())])
    if len(template) + longest * template.count("%") > MAX_TEXT_CHARS:
        raise over_limit(_TOO_LONG)
    try:
        return template % RenderedDict(text, items)
    except HOST_ERRORS as error:
        words = str(error).replace("RenderedDict", "dict")
        raise SimulatedError(type(error).__name__, words) from None
