"""CPython 3.12: END_FOR after a loop, LOAD_ATTR for methods, slices and constant returns in one instruction."""

from __future__ import annotations

from desktop_app.program.operations import Op
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    **common.SINCE_3_12,
    "BINARY_SUBSCR": rules.plain(Op.LOAD_ITEM),
    "BUILD_CONST_KEY_MAP": rules.counted(Op.BUILD_CONST_KEY_MAP),
    "COMPARE_OP": rules.compared(shift=4),
    "END_FOR": rules.counted(Op.POP_TOP, count=2),
    "FOR_ITER": rules.loop(skip=1, drops_iterator=True),
    "FORMAT_VALUE": rules.format_value,
    "KW_NAMES": rules.constant(Op.KEYWORD_NAMES),
    "LOAD_ASSERTION_ERROR": rules.common("AssertionError"),
    "RETURN_CONST": rules.constant(Op.RETURN_CONST),
}
