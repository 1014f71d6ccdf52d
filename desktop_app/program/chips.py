"""Short names of instructions, for the tokens that ride the bus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.operations import Op

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.operations import Instruction

#: Characters that fit on a token.
CHIP_CHARS = 9


def chip_text(instruction: Instruction, opname: str) -> str:
    """Return a name of at most `CHIP_CHARS` characters for one instruction.

    Args:
        instruction: What it does.
        opname: CPython's name for it, which says more than the operation where the operation is none.
    """
    word = _WORDS.get(instruction.op)
    text = opname.split("_", maxsplit=1)[0] if word is None else word if isinstance(word, str) else word(instruction)
    return text if len(text) <= CHIP_CHARS else text[: CHIP_CHARS - 1] + "…"


def _with_value(instruction: Instruction) -> str:
    return f"LOAD {instruction.pushed[0].text}"


def _with_name(verb: str) -> Callable[[Instruction], str]:
    return lambda instruction: f"{verb} {instruction.name}"


def _with_count(noun: str) -> Callable[[Instruction], str]:
    return lambda instruction: f"{noun} {instruction.count}"


_WORDS: dict[Op, str | Callable[[Instruction], str]] = {
    Op.PUSH_NULL: "NULL",
    Op.POP_TOP: "POP",
    Op.COPY: _with_count("COPY"),
    Op.SWAP: _with_count("SWAP"),
    Op.LOAD_CONST: _with_value,
    Op.LOAD_NAME: _with_name("LOAD"),
    Op.STORE_NAME: _with_name("STORE"),
    Op.DELETE_NAME: _with_name("DEL"),
    Op.LOAD_GLOBAL: _with_name("LOAD"),
    Op.LOAD_CALLED: _with_name("LOAD"),
    Op.STORE_GLOBAL: _with_name("STORE"),
    Op.DELETE_GLOBAL: _with_name("DEL"),
    Op.LOAD_LOCAL: _with_name("LOAD"),
    Op.LOAD_TWO_LOCALS: _with_name("LOAD"),
    Op.LOAD_LOCAL_AND_CLEAR: _with_name("LOAD"),
    Op.STORE_LOCAL: _with_name("STORE"),
    Op.STORE_TWO_LOCALS: _with_name("STORE"),
    Op.STORE_AND_LOAD_LOCAL: "STO LOAD",
    Op.DELETE_LOCAL: _with_name("DEL"),
    Op.MAKE_CELL: _with_name("CELL"),
    Op.COPY_FREE: "FREE VARS",
    Op.LOAD_CELL_ITSELF: _with_name("CELL"),
    Op.LOAD_CELL: _with_name("LOAD"),
    Op.STORE_CELL: _with_name("STORE"),
    Op.DELETE_CELL: _with_name("DEL"),
    Op.MERGE_KEYWORDS: "MERGE",
    Op.MAKE_FUNCTION: "FUNCTION",
    Op.SET_FUNCTION_PART: "FUNCTION",
    Op.UNARY: _with_name("UNARY"),
    Op.UNARY_NOT: "NOT",
    Op.TO_BOOL: "BOOL",
    Op.BINARY: lambda instruction: f"BINARY {instruction.name}{'=' if instruction.flag else ''}",
    Op.COMPARE: lambda instruction: f"CMP {instruction.name}",
    Op.IS: lambda instruction: "IS NOT" if instruction.flag else "IS",
    Op.CONTAINS: lambda instruction: "NOT IN" if instruction.flag else "IN",
    Op.BUILD_LIST: _with_count("LIST"),
    Op.BUILD_TUPLE: _with_count("TUPLE"),
    Op.BUILD_SLICE: "SLICE",
    Op.BUILD_STRING: _with_count("STRING"),
    Op.BUILD_MAP: _with_count("DICT"),
    Op.BUILD_CONST_KEY_MAP: _with_count("DICT"),
    Op.BUILD_SET: _with_count("SET"),
    Op.LIST_EXTEND: "EXTEND",
    Op.LIST_APPEND: "APPEND",
    Op.LIST_TO_TUPLE: "TUPLE",
    Op.SET_ADD: "ADD",
    Op.SET_UPDATE: "UPDATE",
    Op.MAP_ADD: "ADD",
    Op.DICT_UPDATE: "UPDATE",
    Op.UNPACK_SEQUENCE: _with_count("UNPACK"),
    Op.UNPACK_STARRED: "UNPACK *",
    Op.LOAD_ITEM: "LOAD []",
    Op.LOAD_SLICE: "LOAD [:]",
    Op.STORE_ITEM: "STORE []",
    Op.STORE_SLICE: "STORE [:]",
    Op.DELETE_ITEM: "DEL []",
    Op.FORMAT: "FORMAT",
    Op.CONVERT: "CONVERT",
    Op.JUMP: "JUMP",
    Op.POP_JUMP_IF_TRUE: "IF TRUE",
    Op.POP_JUMP_IF_FALSE: "IF FALSE",
    Op.POP_JUMP_IF_NONE: "IF NONE",
    Op.POP_JUMP_IF_NOT_NONE: "NOT NONE",
    Op.JUMP_IF_TRUE_OR_POP: "OR",
    Op.JUMP_IF_FALSE_OR_POP: "AND",
    Op.GET_ITER: "ITER",
    Op.FOR_ITER: "NEXT",
    Op.LOAD_METHOD: lambda instruction: f".{instruction.name}",
    Op.KEYWORD_NAMES: "KEYWORDS",
    Op.CALL: "CALL",
    Op.CALL_KEYWORDS: "CALL",
    Op.CALL_UNPACKED: "CALL *",
    Op.RETURN: "RETURN",
    Op.RETURN_CONST: "RETURN",
    Op.PUSH_EXCEPTION: "CATCH",
    Op.POP_EXCEPTION: "HANDLED",
    Op.MATCH_EXCEPTION: "MATCH",
    Op.RAISE: "RAISE",
    Op.RERAISE: "RERAISE",
    Op.LOAD_COMMON: _with_name("LOAD"),
    Op.LOAD_NAME_OR_CELL: _with_name("LOAD"),
    Op.LOAD_NAME_OR_GLOBAL: _with_name("LOAD"),
    Op.LOAD_ATTRIBUTE: _with_name("LOAD."),
    Op.STORE_ATTRIBUTE: _with_name("STORE."),
    Op.DELETE_ATTRIBUTE: _with_name("DEL."),
    Op.LOAD_SUPER_ATTRIBUTE: _with_name("SUPER."),
    Op.LOAD_BUILD_CLASS: "CLASS",
    Op.IMPORT: _with_name("IMPORT"),
    Op.IMPORT_FROM: _with_name("FROM"),
    Op.IMPORT_STAR: "IMPORT *",
    Op.RETURN_GENERATOR: "GENERATOR",
    Op.YIELD: "YIELD",
    Op.SEND: "SEND",
    Op.GET_YIELD_FROM_ITER: "ITER",
    Op.GET_AWAITABLE: "AWAIT",
    Op.GET_ASYNC_ITER: "ITER",
    Op.GET_ASYNC_NEXT: "NEXT",
    Op.BEFORE_WITH: "WITH",
    Op.LOAD_SPECIAL: _with_name(""),
    Op.CALL_EXIT: "EXIT",
    Op.GET_LENGTH: "LEN",
}
