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
    "CALL_KW": rules.counted(Op.CALL_KEYWORDS, switch=SwitchPoint.ALWAYS),
    "COMPARE_OP": rules.compared(shift=5, bool_bit=16),
    "CONVERT_VALUE": rules.convert_value,
    "END_FOR": rules.counted(Op.POP_TOP, count=1),
    "FOR_ITER": rules.loop(skip=1, drops_iterator=False),
    "FORMAT_SIMPLE": rules.plain(Op.FORMAT),
    "FORMAT_WITH_SPEC": rules.plain(Op.FORMAT, flag=True),
    "LOAD_ATTR": rules.attribute,
    "LOAD_SMALL_INT": rules.small_int,
    "NOT_TAKEN": rules.plain(Op.NOP),
    "POP_ITER": rules.counted(Op.POP_TOP, count=1),
    "TO_BOOL": rules.plain(Op.TO_BOOL),
}
