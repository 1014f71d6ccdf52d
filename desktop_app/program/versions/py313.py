"""CPython 3.13: NULL above the callable, TO_BOOL, CALL_KW, and FORMAT_VALUE in three parts."""

from __future__ import annotations

from desktop_app.program.operations import Op
from desktop_app.program.versions import common, rules
from desktop_app.program.versions.rules import Rule

RULES: dict[str, Rule] = {
    **common.SINCE_3_13,
    "BINARY_SUBSCR": rules.plain(Op.LOAD_ITEM),
    "BUILD_CONST_KEY_MAP": rules.counted(Op.BUILD_CONST_KEY_MAP),
    # END_FOR and the POP_TOP behind it are there for the compiler's book-keeping.
    "FOR_ITER": rules.loop(skip=2, drops_iterator=True),
    "LOAD_ASSERTION_ERROR": rules.common("AssertionError"),
    "RETURN_CONST": rules.constant(Op.RETURN_CONST),
}
