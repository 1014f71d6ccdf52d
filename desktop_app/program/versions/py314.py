"""CPython 3.14: small integers in the instruction itself, subscription as BINARY_OP, POP_ITER after a loop."""

from __future__ import annotations

from desktop_app.program.operations import Op, SwitchPoint
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    **common.SINCE_3_13,
    # From 3.14 on the object of __exit__ stands above it.
    "WITH_EXCEPT_START": rules.plain(Op.CALL_EXIT, flag=True),
    "CALL_FUNCTION_EX": rules.plain(Op.CALL_UNPACKED, flag=True, switch=SwitchPoint.ALWAYS),
    "FOR_ITER": rules.loop(skip=1, drops_iterator=False),
    "LOAD_COMMON_CONSTANT": rules.common_constant,
    "LOAD_FAST_BORROW": rules.slot(Op.LOAD_LOCAL),
    "LOAD_FAST_BORROW_LOAD_FAST_BORROW": rules.slot_pair(Op.LOAD_TWO_LOCALS),
    "LOAD_SMALL_INT": rules.small_int,
    "LOAD_SPECIAL": rules.special_name,
    "NOT_TAKEN": rules.plain(Op.NOP),
    "POP_ITER": rules.counted(Op.POP_TOP, count=1),
}
