"""The instructions that mean the same in every supported CPython version."""

from __future__ import annotations

from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    "NOP": rules.plain(Op.NOP),
    "RESUME": rules.plain(Op.NOP, switch=SwitchPoint.ALWAYS),
    "PUSH_NULL": rules.plain(Op.PUSH_NULL),
    "POP_TOP": rules.counted(Op.POP_TOP, count=1),
    "COPY": rules.counted(Op.COPY),
    "SWAP": rules.counted(Op.SWAP),
    "LOAD_CONST": rules.constant(Op.LOAD_CONST),
    "LOAD_NAME": rules.named(Op.LOAD_NAME),
    "STORE_NAME": rules.named(Op.STORE_NAME),
    "DELETE_NAME": rules.named(Op.DELETE_NAME),
    "LOAD_GLOBAL": rules.global_name(null_above=0),
    "STORE_GLOBAL": rules.named(Op.STORE_GLOBAL),
    "DELETE_GLOBAL": rules.named(Op.DELETE_GLOBAL),
    "LOAD_FAST": rules.slot(Op.LOAD_LOCAL),
    "STORE_FAST": rules.slot(Op.STORE_LOCAL),
    "DELETE_FAST": rules.slot(Op.DELETE_LOCAL),
    "MAKE_CELL": rules.slot(Op.MAKE_CELL),
    "COPY_FREE_VARS": rules.counted(Op.COPY_FREE),
    "LOAD_CLOSURE": rules.slot(Op.LOAD_CELL_ITSELF),
    "LOAD_DEREF": rules.slot(Op.LOAD_CELL),
    "STORE_DEREF": rules.slot(Op.STORE_CELL),
    "DELETE_DEREF": rules.slot(Op.DELETE_CELL),
    "MAKE_FUNCTION": rules.counted(Op.MAKE_FUNCTION),
    "CALL_FUNCTION_EX": rules.flagged(Op.CALL_UNPACKED, switch=SwitchPoint.ALWAYS),
    "UNARY_NEGATIVE": rules.plain(Op.UNARY, name="-"),
    "UNARY_INVERT": rules.plain(Op.UNARY, name="~"),
    "UNARY_NOT": rules.plain(Op.UNARY_NOT),
    "BINARY_OP": rules.binary,
    "IS_OP": rules.flagged(Op.IS),
    "CONTAINS_OP": rules.flagged(Op.CONTAINS),
    "BUILD_LIST": rules.counted(Op.BUILD_LIST),
    "BUILD_TUPLE": rules.counted(Op.BUILD_TUPLE),
    "BUILD_SLICE": rules.counted(Op.BUILD_SLICE),
    "BUILD_STRING": rules.counted(Op.BUILD_STRING),
    "LIST_EXTEND": rules.counted(Op.LIST_EXTEND),
    "UNPACK_SEQUENCE": rules.counted(Op.UNPACK_SEQUENCE),
    "STORE_SUBSCR": rules.plain(Op.STORE_ITEM),
    "DELETE_SUBSCR": rules.plain(Op.DELETE_ITEM),
    "JUMP_FORWARD": rules.plain(Op.JUMP),
    "JUMP_BACKWARD": rules.plain(Op.JUMP, switch=SwitchPoint.ALWAYS),
    "JUMP_BACKWARD_NO_INTERRUPT": rules.plain(Op.JUMP),
    "GET_ITER": rules.plain(Op.GET_ITER),
    "CALL": rules.counted(Op.CALL, switch=SwitchPoint.ALWAYS),
    "PUSH_EXC_INFO": rules.plain(Op.PUSH_EXCEPTION),
    "POP_EXCEPT": rules.plain(Op.POP_EXCEPTION),
    "CHECK_EXC_MATCH": rules.plain(Op.MATCH_EXCEPTION),
    "RAISE_VARARGS": rules.counted(Op.RAISE),
    "RERAISE": rules.counted(Op.RERAISE),
    "RETURN_VALUE": rules.plain(Op.RETURN),
}

#: Conditional jumps of 3.12 and later, which only go forward.
FORWARD_JUMPS: dict[str, Rule] = {
    "POP_JUMP_IF_TRUE": rules.plain(Op.POP_JUMP_IF_TRUE),
    "POP_JUMP_IF_FALSE": rules.plain(Op.POP_JUMP_IF_FALSE),
    "POP_JUMP_IF_NONE": rules.plain(Op.POP_JUMP_IF_NONE),
    "POP_JUMP_IF_NOT_NONE": rules.plain(Op.POP_JUMP_IF_NOT_NONE),
}
