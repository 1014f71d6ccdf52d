"""The built-in functions and types that a simulated program may call, each bounded."""

from __future__ import annotations

import io
import math
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic
from desktop_app.program.arguments import stand_ins
from desktop_app.program.container_functions import FUNCTIONS
from desktop_app.program.effects import OutputWrite
from desktop_app.program.exceptions import EXCEPTIONS
from desktop_app.program.faults import HOST_ERRORS, fail_as_host, over_limit, simulated
from desktop_app.program.limits import MAX_FORMAT_WIDTH, MAX_INT_BITS, MAX_TEXT_CHARS
from desktop_app.program.sequences import drain
from desktop_app.program.text import repr_text, str_text
from desktop_app.program.values import CONTAINERS, Builtin, ExceptionType, ListObject, object_write, stand_in

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
    function = _FUNCTIONS.get(builtin.name)
    try:
        if function is not None:
            return function(space, writes, args, keywords)
        # The host's own function, on plain values only.
        result = builtin.host(*map(stand_in, args), **stand_ins(keywords))
    except HOST_ERRORS as error:
        raise simulated(error) from None
    space.admit(result)
    return result


def _print(_space: AddressSpace, writes: list[Write], args: list[object], keywords: dict[str, object]) -> None:
    separator, end = " ", "\n"
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
    if len(args) == 1 and not keywords and isinstance(args[0], CONTAINERS):
        return len(args[0].items)
    if len(args) == 1 and not keywords and isinstance(args[0], (tuple, frozenset)):
        return len(args[0])
    return len(*map(stand_in, args), **keywords)  # type: ignore[arg-type]


def _int(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
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


def _round(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
    digits = keywords.get("ndigits", args[1] if len(args) > 1 else 0)
    if args and isinstance(args[0], int) and isinstance(digits, int) and digits < -MAX_FORMAT_WIDTH:
        raise over_limit(f"rounding to more than {MAX_FORMAT_WIDTH:,} digits")
    host_args: list[Any] = [*map(stand_in, args)]
    return round(*host_args, **stand_ins(keywords))


def _extreme(symbol: str, host: Callable[..., object]) -> Function:
    def function(_space: AddressSpace, _writes: list[Write], args: list[object], keywords: dict[str, object]) -> object:
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
    "bool": _bool,
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

#: Every built-in name that a program may use.
BUILTINS: Final[dict[str, Builtin | ExceptionType]] = {
    **EXCEPTIONS,
    **{
        host.__name__: Builtin(host.__name__, host)
        for host in (
            abs,
            all,
            any,
            bool,
            dict,
            divmod,
            float,
            frozenset,
            int,
            len,
            list,
            max,
            min,
            print,
            range,
            repr,
            round,
            set,
            sorted,
            str,
            sum,
            tuple,
        )
    },
}
#: Keyword arguments that these and the list methods take.
KEYWORDS: Final = frozenset({"base", "default", "end", "flush", "ndigits", "reverse", "sep", "start"})
