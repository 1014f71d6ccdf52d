"""The built-in functions and types that a simulated program may call, each bounded."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic
from desktop_app.program.arguments import check_arguments, stand_ins
from desktop_app.program.container_functions import FUNCTIONS
from desktop_app.program.effects import OutputWrite
from desktop_app.program.exceptions import EXCEPTIONS
from desktop_app.program.faults import HOST_ERRORS, fail_as_host, over_limit, simulated
from desktop_app.program.limits import MAX_FORMAT_WIDTH, MAX_INT_BITS, MAX_TEXT_CHARS
from desktop_app.program.math_functions import call_math
from desktop_app.program.sequences import drain, iterate
from desktop_app.program.text import format_text, repr_text, str_text
from desktop_app.program.types import NAMED_TYPES
from desktop_app.program.values import (
    CONTAINERS,
    PLAIN,
    Builtin,
    DictObject,
    GeneratorObject,
    InstanceObject,
    IteratorObject,
    ListObject,
    NeedsProgramError,
    ViewObject,
    needs_program,
    object_write,
    stand_in,
)

if TYPE_CHECKING:
    from desktop_app.program.effects import Write
    from desktop_app.program.space import AddressSpace

Function = Callable[["AddressSpace", list["Write"], list[object], dict[str, object]], object]
_DEFAULT_BASE: Final = 10
_MAX_BASE: Final = 36


def call_builtin(
    space: AddressSpace, writes: list[Write], builtin: Builtin, args: list[object], keywords: dict[str, object]
) -> object:
    """Call a built-in function; raises as CPython does, or when it would take too much."""
    if builtin.host.__module__ == "math":
        result = call_math(builtin, args, keywords)
        space.admit(result)
        return result
    function = _FUNCTIONS.get(builtin.name)
    try:
        if function is not None:
            return function(space, writes, args, keywords)
        for value in args:
            if type(value) not in PLAIN:
                _ask_program(builtin.name, value)
        # The host's own function, on plain values only.
        result = builtin.host(*map(stand_in, args), **stand_ins(keywords))
    except HOST_ERRORS as error:
        raise simulated(error) from None
    space.admit(result)
    return result


#: Special methods that built-in functions ask a value for.
_ASKED: Final = {
    "abs": ("__abs__",), "bin": ("__index__",), "chr": ("__index__",), "complex": ("__complex__",),
    "divmod": ("__divmod__", "__rdivmod__"), "float": ("__float__",), "format": ("__format__",), "hex": ("__index__",),
    "int": ("__int__", "__index__"), "oct": ("__index__",), "pow": ("__pow__", "__rpow__"), "range": ("__index__",),
    "round": ("__round__",), "bytes": ("__bytes__", "__iter__"), "ascii": ("__repr__",),
}  # fmt: skip


def _ask_program(name: str, value: object) -> None:
    for method in _ASKED.get(name, ()):
        needs_program(value, method)


def _print(_space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> None:
    separator, end = " ", "\n"
    if keywords.get("file") is not None:
        raise NeedsProgramError
    keywords.pop("file", None)
    if keywords:
        # CPython checks the types of its keyword arguments, in its own words.
        print(**stand_ins(keywords), file=io.StringIO())
        separator = _text_or(keywords.get("sep"), separator)
        end = _text_or(keywords.get("end"), end)
    texts: list[str] = []
    room = MAX_TEXT_CHARS - len(end)
    for value in args:
        texts.append(str_text(value))
        room -= len(texts[-1]) + len(separator)
        if room < 0:
            raise over_limit(f"printing more than {MAX_TEXT_CHARS:,} characters at once")
    text = separator.join(texts) + end
    text.encode()  # a lone surrogate cannot be printed
    if text:
        writes.append(OutputWrite(text))


def _text_or(value: object, default: str) -> str:
    return value if isinstance(value, str) else default


def _len(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if len(args) == 1 and type(args[0]) not in PLAIN:
        needs_program(args[0], "__len__")
    if len(args) == 1 and not keywords and isinstance(args[0], CONTAINERS):
        return len(args[0].items)
    if len(args) == 1 and not keywords and isinstance(args[0], (tuple, frozenset)):
        return len(args[0])
    return len(*map(stand_in, args), **keywords)  # type: ignore[arg-type]


def _int(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    for value in args:
        _ask_program("int", value)
    base = keywords.get("base", args[1] if len(args) > 1 else _DEFAULT_BASE)
    if args and isinstance(args[0], str) and isinstance(base, int):
        bits = len(args[0]) * math.log2(base if 1 < base <= _MAX_BASE else _MAX_BASE)
        # CPython itself limits the digits of a base that is no power of two, unless the host has lifted that.
        binary = base in (0, 2, 4, 8, 16, 32)
        if bits > MAX_INT_BITS and (binary or not sys.get_int_max_str_digits()):
            raise over_limit(f"an integer of more than {MAX_INT_BITS:,} bits")
    host_args: list[Any] = [*map(stand_in, args)]
    host_keywords = stand_ins(keywords)
    return int(*host_args, **host_keywords)


def _str(space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if len(args) != 1 or keywords:
        host_args: list[Any] = [*map(stand_in, args)]
        host_keywords = stand_ins(keywords)
        return str(*host_args, **host_keywords)
    text = str_text(args[0])
    space.admit(text)
    return text


def _repr(space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if len(args) != 1 or keywords:
        host_args: list[Any] = [*map(stand_in, args)]
        return repr(*host_args, **keywords)
    text = repr_text(args[0])
    space.admit(text)
    return text


def _bool(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if len(args) == 1 and not keywords:
        return arithmetic.truth(args[0])
    host_args: list[Any] = [*map(stand_in, args)]
    return bool(*host_args, **keywords)


def _format(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(format, args, keywords, (1, 2))
    specification = args[1] if len(args) > 1 else ""
    if not isinstance(specification, str):
        fail_as_host(format, stand_in(args[0]), stand_in(specification))
    return format_text(args[0], specification)


def _ascii(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(ascii, args, keywords, (1, 1))
    return repr_text(args[0]).encode("ascii", "backslashreplace").decode("ascii")


def _pow(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    named = [*args, *(keywords[name] for name in ("base", "exp", "mod") if name in keywords)]
    check_arguments(pow, named, {}, (2, 3))
    base, exponent, *modulus = named
    if not modulus or modulus[0] is None:
        return arithmetic.binary("**", base, exponent)
    if isinstance(exponent, int) and isinstance(modulus[0], int):
        arithmetic.bound_modular_power(exponent, modulus[0])
    return pow(stand_in(base), stand_in(exponent), stand_in(modulus[0]))  # type: ignore[call-overload]


def _bytes(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    if args and isinstance(args[0], int):
        arithmetic.bound_chars(args[0])
    if args and isinstance(args[0], (GeneratorObject, InstanceObject)):
        raise NeedsProgramError
    containers = (*CONTAINERS, range, tuple)
    plain: list[Any] = [drain(value) if isinstance(value, containers) else stand_in(value) for value in args]
    return bytes(*plain, **stand_ins(keywords))


def _native_iterator(host: Callable[..., Any]) -> Function:
    """Return a function that makes one of the host's own iterators over native ones."""

    def function(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
        taking = {"enumerate": 1, "zip": len(args)}[host.__name__]
        if not args and host is enumerate:
            fail_as_host(enumerate)
        over = [iterate(value) for value in args[:taking]]
        plain = [stand_in(value) for value in args[taking:]]
        made = host(*(iterator.source for iterator in over), *plain, **stand_ins(keywords))
        return IteratorObject(made, tuple(over))

    return function


def _reversed(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(reversed, args, keywords, (1, 1))
    value = args[0]
    needs_program(value, "__reversed__")
    if isinstance(value, InstanceObject):
        needs_program(value, "__getitem__")
    if isinstance(value, (ListObject, DictObject, ViewObject)):
        items: Any = value.items
        return IteratorObject(reversed(items), (value,))
    if not isinstance(value, (str, tuple, range, bytes)):
        fail_as_host(reversed, stand_in(value))
    return IteratorObject(reversed(value), (value,))


def _needs_program(
    _space: AddressSpace, _writes: list[Write], _args: list[object], _keywords: dict[str, object]
) -> object:
    raise NeedsProgramError


def _slice(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    check_arguments(slice, args, keywords, (1, 3))
    return slice(*args)


def _round(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    for value in args:
        _ask_program("round", value)
    digits = keywords.get("ndigits", args[1] if len(args) > 1 else 0)
    if args and isinstance(args[0], int) and isinstance(digits, int) and digits < -MAX_FORMAT_WIDTH:
        raise over_limit(f"rounding to more than {MAX_FORMAT_WIDTH:,} digits")
    host_args: list[Any] = [*map(stand_in, args)]
    return round(*host_args, **stand_ins(keywords))


def _extreme(symbol: str, host: Callable[..., object]) -> Function:
    def function(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
        if keywords.get("key") is not None:
            raise NeedsProgramError
        keywords.pop("key", None)
        wrong = keywords.keys() - {"default"} or ("default" in keywords and len(args) != 1)
        if not args or wrong:
            fail_as_host(host, *map(stand_in, args), **stand_ins(keywords))
        items = drain(args[0]) if len(args) == 1 else args
        if not items:
            if "default" in keywords:
                return keywords["default"]
            fail_as_host(host, [])
        best = items[0]
        work = arithmetic.Work()
        for item in items[1:]:
            if arithmetic.compare(symbol, item, best, work):
                best = item
        return best

    return function


def _sum(space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    start = keywords.get("start", args[1] if len(args) > 1 else 0)
    if not 1 <= len(args) <= 2 - len(keywords) or keywords.keys() - {"start"} or isinstance(start, str):
        fail_as_host(sum, *map(stand_in, args), **stand_ins(keywords))
    items = drain(args[0])
    if {*map(type, items), type(start)} <= {int, float, bool, complex}:
        # The host's own sum: from 3.12 on it rounds sums of floats in a way of its own.
        total: object = sum(items, start)  # type: ignore[call-overload]
        space.admit(total)
        return total
    total = start
    work = arithmetic.Work()
    for item in items:
        result = arithmetic.binary("+", total, item)
        work.spend(len(result) if isinstance(result, (list, tuple, str)) else 1)
        total = ListObject(-1, result) if isinstance(result, list) else result
    if isinstance(total, ListObject) and total is not start:
        total = space.new_list(total.items)
        writes.append(object_write(total))
    else:
        space.admit(total)
    return total


_FUNCTIONS: Final[dict[str, Function]] = {
    **FUNCTIONS,
    "ascii": _ascii,
    "bool": _bool,
    "bytes": _bytes,
    "enumerate": _native_iterator(enumerate),
    "filter": _needs_program,
    "format": _format,
    "map": _needs_program,
    "object": _needs_program,
    "open": _needs_program,
    "pow": _pow,
    "reversed": _reversed,
    "slice": _slice,
    "zip": _native_iterator(zip),
    "int": _int,
    "len": _len,
    "max": _extreme(">", max),
    "min": _extreme("<", min),
    "print": _print,
    "repr": _repr,
    "round": _round,
    "str": _str,
    "sum": _sum,
}

_NAMED: Final = (
    abs, all, any, ascii, bin, callable, chr, delattr, dir, divmod, format, getattr, globals, hasattr, hash, hex, id,
    isinstance, issubclass, iter, len, locals, max, min, next, oct, open, ord, pow, print, repr, round, setattr, sorted,
    sum, vars,
)  # fmt: skip

#: Built-in types that are known by name only: no program can make a value of them.
NEVER_MADE: Final = frozenset({"bytearray"})
#: Every built-in name that a program may use.
BUILTINS: Final[dict[str, Any]] = {
    **EXCEPTIONS,
    **NAMED_TYPES,
    **{host.__name__: Builtin(host.__name__, host) for host in _NAMED},
    "__build_class__": Builtin("__build_class__", print),
    "Ellipsis": ...,
    "NotImplemented": NotImplemented,
}
#: Keyword arguments that these and the list methods take.
KEYWORDS: Final = frozenset({"base", "default", "end", "flush", "ndigits", "reverse", "sep", "start"})
