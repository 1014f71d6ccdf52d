"""How an instruction is decoded: a rule turns its numeric argument into the fields of a canonical instruction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.program.operations import Op, SwitchPoint

if TYPE_CHECKING:
    from desktop_app.program.compiling import CompiledCode


@dataclass(frozen=True, slots=True)
class Fields:
    """The decoded fields of one instruction; see `Instruction` for their meaning.

    Attributes:
        skip: How many instructions after its jump's target it really goes on.
    """

    op: Op
    count: int = 0
    second: int = 0
    name: str = ""
    value: object = None
    flag: bool = False
    skip: int = 0
    switch_point: SwitchPoint = SwitchPoint.NEVER


#: Takes the numeric argument and the code around it; returns None for what is not supported yet.
Rule = Callable[[int, "CompiledCode"], Fields | None]

#: Operators in the order of BINARY_OP's argument, the same in all versions; 13 more are the augmented ones.
BINARY_SYMBOLS = ("+", "&", "//", "<<", "@", "*", "%", "|", "**", ">>", "-", "/", "^")
#: BINARY_OP's argument that stands for subscription, from 3.14.
BINARY_SUBSCRIPT = 26
#: Comparisons in the order of COMPARE_OP's argument, once a version's extra bits are off.
COMPARE_SYMBOLS = ("<", "<=", "==", "!=", ">", ">=")
#: f-string conversions in the order of their numbers.
CONVERSIONS = ("", "str", "repr", "ascii")
#: FORMAT_VALUE's bit for a format specification on the stack, up to 3.12.
FORMAT_WITH_SPECIFICATION = 4
#: CALL_INTRINSIC_1's numbers.
INTRINSICS = {
    2: (Op.IMPORT_STAR, ""),
    3: (Op.STOP_ITERATION_ERROR, ""),
    4: (Op.WRAP_ASYNC_YIELD, ""),
    5: (Op.UNARY, "+"),
    6: (Op.LIST_TO_TUPLE, ""),
}
#: LOAD_COMMON_CONSTANT's numbers.
COMMON_CONSTANTS = ("AssertionError", "NotImplementedError", "tuple", "all", "any")
#: LOAD_SPECIAL's numbers.
SPECIAL_NAMES = ("__enter__", "__exit__", "__aenter__", "__aexit__")


def plain(op: Op, *, name: str = "", flag: bool = False, switch: SwitchPoint = SwitchPoint.NEVER) -> Rule:
    """Return the rule of an instruction whose argument says nothing, or only where it jumps."""
    fields = Fields(op, name=name, flag=flag, switch_point=switch)
    return lambda _arg, _code: fields


def counted(op: Op, *, count: int | None = None, switch: SwitchPoint = SwitchPoint.NEVER) -> Rule:
    """Return the rule of an instruction whose argument is a number of operands, unless ``count`` fixes it."""
    return lambda arg, _code: Fields(op, count=arg if count is None else count, switch_point=switch)


def named(op: Op) -> Rule:
    """Return the rule of an instruction whose argument is the index of a name."""
    return lambda arg, code: Fields(op, name=code.names[arg])


def constant(op: Op) -> Rule:
    """Return the rule of an instruction whose argument is the index of a constant."""
    return lambda arg, code: Fields(op, value=code.constants[arg])


def flagged(op: Op, *, switch: SwitchPoint = SwitchPoint.NEVER) -> Rule:
    """Return the rule of an instruction whose argument says yes or no, such as ``not``."""
    return lambda arg, _code: Fields(op, flag=bool(arg & 1), switch_point=switch)


def compared(*, shift: int, bool_bit: int = 0) -> Rule:
    """Return the rule of COMPARE_OP, whose argument carries extra bits that differ between versions."""
    return lambda arg, _code: Fields(Op.COMPARE, name=COMPARE_SYMBOLS[arg >> shift], flag=bool(arg & bool_bit))


def binary(arg: int, _code: CompiledCode) -> Fields:
    """The rule of BINARY_OP."""
    if arg == BINARY_SUBSCRIPT:
        return Fields(Op.LOAD_ITEM)
    augmented, index = divmod(arg, len(BINARY_SYMBOLS))
    return Fields(Op.BINARY, name=BINARY_SYMBOLS[index], flag=bool(augmented))


def format_value(arg: int, _code: CompiledCode) -> Fields:
    """The rule of FORMAT_VALUE, which 3.13 split into three instructions."""
    return Fields(Op.FORMAT, name=CONVERSIONS[arg & 3], flag=bool(arg & FORMAT_WITH_SPECIFICATION))


def convert_value(arg: int, _code: CompiledCode) -> Fields:
    """The rule of CONVERT_VALUE."""
    return Fields(Op.CONVERT, name=CONVERSIONS[arg])


def intrinsic(arg: int, _code: CompiledCode) -> Fields | None:
    """The rule of CALL_INTRINSIC_1."""
    if arg not in INTRINSICS:
        return None
    op, name = INTRINSICS[arg]
    return Fields(op, name=name, flag=True)  # all of them give a value


def unpack_starred(arg: int, _code: CompiledCode) -> Fields:
    """The rule of UNPACK_EX: how many names come before the starred one, and in the next byte how many after it."""
    return Fields(Op.UNPACK_STARRED, count=arg & 0xFF, value=arg >> 8)


def attribute(*, null_above: bool) -> Rule:
    """Return the rule of LOAD_ATTR from 3.12 on, whose lowest bit asks for a method to call."""
    return lambda arg, code: Fields(
        Op.LOAD_METHOD if arg & 1 else Op.LOAD_ATTRIBUTE, name=code.names[arg >> 1], flag=null_above
    )


def super_attribute(*, null_above: bool) -> Rule:
    """Return the rule of LOAD_SUPER_ATTR, whose lowest bit asks for a method to call."""
    return lambda arg, code: Fields(Op.LOAD_SUPER_ATTRIBUTE, name=code.names[arg >> 2], second=arg & 1, flag=null_above)


def special_name(arg: int, _code: CompiledCode) -> Fields:
    """The rule of LOAD_SPECIAL."""
    return Fields(Op.LOAD_SPECIAL, name=SPECIAL_NAMES[arg])


def small_int(arg: int, _code: CompiledCode) -> Fields:
    """The rule of LOAD_SMALL_INT, whose argument is the constant itself."""
    return Fields(Op.LOAD_CONST, value=arg)


def slot(op: Op, *, flag: bool = False) -> Rule:
    """Return the rule of an instruction whose argument is a slot of the frame."""
    return lambda arg, code: Fields(op, count=arg, name=code.places[arg], flag=flag)


def slot_pair(op: Op) -> Rule:
    """Return the rule of an instruction whose argument is two slots of the frame, four bits each."""
    return lambda arg, code: Fields(
        op, count=arg >> 4, second=arg & 15, name=f"{code.places[arg >> 4]},{code.places[arg & 15]}"
    )


def global_name(*, null_above: bool) -> Rule:
    """Return the rule of LOAD_GLOBAL, whose lowest bit asks for a NULL below or above what will be called."""
    return lambda arg, code: Fields(
        Op.LOAD_CALLED if arg & 1 else Op.LOAD_GLOBAL, name=code.names[arg >> 1], flag=null_above
    )


def common(name: str) -> Rule:
    """Return the rule of an instruction that loads a built-in value whatever its name is bound to."""
    fields = Fields(Op.LOAD_COMMON, name=name)
    return lambda _arg, _code: fields


def common_constant(arg: int, _code: CompiledCode) -> Fields | None:
    """The rule of LOAD_COMMON_CONSTANT."""
    return Fields(Op.LOAD_COMMON, name=COMMON_CONSTANTS[arg]) if arg < len(COMMON_CONSTANTS) else None


def loop(*, skip: int, drops_iterator: bool) -> Rule:
    """Return the rule of FOR_ITER.

    Args:
        skip: How many instructions of the loop's clean-up it jumps over when the iterator has no more items.
        drops_iterator: Whether it takes the iterator off the stack itself.
    """
    return lambda _arg, _code: Fields(Op.FOR_ITER, skip=skip, flag=drops_iterator)
