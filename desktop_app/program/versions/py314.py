"""CPython 3.14: small integers in the instruction itself, subscription as BINARY_OP, POP_ITER after a loop."""

from __future__ import annotations

from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    **common.RULES,
    **common.FORWARD_JUMPS,
    "BINARY_SLICE": rules.plain(Op.LOAD_SLICE),
    "CALL_INTRINSIC_1": rules.intrinsic,
    "CALL_FUNCTION_EX": rules.plain(Op.CALL_UNPACKED, flag=True, switch=SwitchPoint.ALWAYS),
    "CALL_KW": rules.counted(Op.CALL_KEYWORDS, switch=SwitchPoint.ALWAYS),
    "COMPARE_OP": rules.compared(shift=5, bool_bit=16),
    "CONVERT_VALUE": rules.convert_value,
    "END_FOR": rules.counted(Op.POP_TOP, count=1),
    "FOR_ITER": rules.loop(skip=1, drops_iterator=False),
    "FORMAT_SIMPLE": rules.plain(Op.FORMAT),
    "FORMAT_WITH_SPEC": rules.plain(Op.FORMAT, flag=True),
    "LOAD_FAST_BORROW": rules.slot(Op.LOAD_LOCAL),
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": rules.slot_pair(Op.LOAD_TWO_LOCALS),
    "LOAD_GLOBAL": rules.global_name(null_above=1),
    "LOAD_FAST_LOAD_FAST": rules.slot_pair(Op.LOAD_TWO_LOCALS),
    "STORE_FAST_STORE_FAST": rules.slot_pair(Op.STORE_TWO_LOCALS),
    "STORE_FAST_LOAD_FAST": rules.slot_pair(Op.STORE_AND_LOAD_LOCAL),
    "SET_FUNCTION_ATTRIBUTE": rules.counted(Op.SET_FUNCTION_PART),
    "LOAD_FAST_CHECK": rules.slot(Op.LOAD_LOCAL),
    "LOAD_FAST_AND_CLEAR": rules.slot(Op.LOAD_LOCAL_AND_CLEAR),
    "LOAD_ATTR": rules.attribute,
    "LOAD_COMMON_CONSTANT": rules.common_constant,
    "LOAD_SMALL_INT": rules.small_int,
    "NOT_TAKEN": rules.plain(Op.NOP),
    "POP_ITER": rules.counted(Op.POP_TOP, count=1),
    "STORE_SLICE": rules.plain(Op.STORE_SLICE),
    "TO_BOOL": rules.plain(Op.TO_BOOL),
}
