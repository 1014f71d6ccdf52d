"""CPython 3.13: NULL above the callable, TO_BOOL, CALL_KW, and FORMAT_VALUE in three parts."""

from __future__ import annotations

from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    **common.RULES,
    **common.FORWARD_JUMPS,
    "BINARY_SLICE": rules.plain(Op.LOAD_SLICE),
    "BINARY_SUBSCR": rules.plain(Op.LOAD_ITEM),
    "BUILD_CONST_KEY_MAP": rules.counted(Op.BUILD_CONST_KEY_MAP),
    "CALL_INTRINSIC_1": rules.intrinsic,
    "CALL_KW": rules.counted(Op.CALL_KEYWORDS, switch=SwitchPoint.ALWAYS),
    "COMPARE_OP": rules.compared(shift=5, bool_bit=16),
    "CONVERT_VALUE": rules.convert_value,
    "END_FOR": rules.counted(Op.POP_TOP, count=1),
    # END_FOR and the POP_TOP behind it are there for the compiler's book-keeping.
    "FOR_ITER": rules.loop(skip=2, drops_iterator=True),
    "FORMAT_SIMPLE": rules.plain(Op.FORMAT),
    "FORMAT_WITH_SPEC": rules.plain(Op.FORMAT, flag=True),
    "LOAD_GLOBAL": rules.global_name(null_above=1),
    "LOAD_FAST_LOAD_FAST": rules.slot_pair(Op.LOAD_TWO_LOCALS),
    "STORE_FAST_STORE_FAST": rules.slot_pair(Op.STORE_TWO_LOCALS),
    "STORE_FAST_LOAD_FAST": rules.slot_pair(Op.STORE_AND_LOAD_LOCAL),
    "SET_FUNCTION_ATTRIBUTE": rules.counted(Op.SET_FUNCTION_PART),
    "LOAD_FAST_CHECK": rules.slot(Op.LOAD_LOCAL),
    "LOAD_FAST_AND_CLEAR": rules.slot(Op.LOAD_LOCAL_AND_CLEAR),
    "LOAD_ASSERTION_ERROR": rules.plain(Op.LOAD_ASSERTION_ERROR),
    "LOAD_ATTR": rules.attribute,
    "RETURN_CONST": rules.constant(Op.RETURN_CONST),
    "STORE_SLICE": rules.plain(Op.STORE_SLICE),
    "TO_BOOL": rules.plain(Op.TO_BOOL),
}
