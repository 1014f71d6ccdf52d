"""CPython 3.11: PRECALL before CALL, keyword names in an instruction of their own, conditional jumps both ways."""

from __future__ import annotations

from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

_CONDITIONS = {
    "TRUE": Op.POP_JUMP_IF_TRUE,
    "FALSE": Op.POP_JUMP_IF_FALSE,
    "NONE": Op.POP_JUMP_IF_NONE,
    "NOT_NONE": Op.POP_JUMP_IF_NOT_NONE,
}

RULES: dict[str, Rule] = {
    **common.RULES,
    **{f"POP_JUMP_FORWARD_IF_{name}": rules.plain(op) for name, op in _CONDITIONS.items()},
    # A `while` loop ends in one of these, so they are where Ctrl-C and other threads get their turn.
    **{
        f"POP_JUMP_BACKWARD_IF_{name}": rules.plain(op, switch=SwitchPoint.WHEN_JUMPING)
        for name, op in _CONDITIONS.items()
    },
    "JUMP_IF_TRUE_OR_POP": rules.plain(Op.JUMP_IF_TRUE_OR_POP),
    "JUMP_IF_FALSE_OR_POP": rules.plain(Op.JUMP_IF_FALSE_OR_POP),
    "BINARY_SUBSCR": rules.plain(Op.LOAD_ITEM),
    "BUILD_CONST_KEY_MAP": rules.counted(Op.BUILD_CONST_KEY_MAP),
    "COMPARE_OP": rules.compared(shift=0),
    "FOR_ITER": rules.loop(skip=0, drops_iterator=True),
    "FORMAT_VALUE": rules.format_value,
    "LOAD_ASSERTION_ERROR": rules.common("AssertionError"),
    "KW_NAMES": rules.constant(Op.KEYWORD_NAMES),
    "ASYNC_GEN_WRAP": rules.plain(Op.WRAP_ASYNC_YIELD),
    "IMPORT_STAR": rules.plain(Op.IMPORT_STAR),
    "LOAD_ATTR": rules.named(Op.LOAD_ATTRIBUTE),
    "LOAD_CLASSDEREF": rules.slot(Op.LOAD_NAME_OR_CELL),
    "LOAD_METHOD": rules.named(Op.LOAD_METHOD),
    "LIST_TO_TUPLE": rules.plain(Op.LIST_TO_TUPLE),
    "PRECALL": rules.plain(Op.NOP),
    "UNARY_POSITIVE": rules.plain(Op.UNARY, name="+"),
}
