from __future__ import annotations

import pytest

from desktop_app.model.listing import Access, AccessKind, Scope
from tests.program.samples import loaded

READ, WRITE, DELETE = AccessKind.READ, AccessKind.WRITE, AccessKind.DELETE

SOURCE = """\
total = 0
class Account:
    kind = 'current'
    label = kind
    count = total
def work(amount, other):
    global total
    def inner():
        nonlocal amount
        amount = amount + 1
        del amount
    for _ in range(2):
        total = total + other
    del other
account = Account
account.balance = total
print(account.balance)
del account.balance, account
"""


def found(function: str) -> list[Access]:
    listing = loaded(SOURCE).listing
    return [access for line in listing.lines if line.function == function for access in line.accesses]


@pytest.mark.parametrize(
    ("function", "access"),
    [
        ("<module>", Access(WRITE, "total", Scope.GLOBAL)),
        ("<module>", Access(WRITE, "Account", Scope.GLOBAL)),
        ("<module>", Access(WRITE, "balance", Scope.ATTRIBUTE)),
        ("<module>", Access(READ, "balance", Scope.ATTRIBUTE)),
        ("<module>", Access(DELETE, "balance", Scope.ATTRIBUTE)),
        ("<module>", Access(DELETE, "account", Scope.GLOBAL)),
        ("Account", Access(WRITE, "kind", Scope.CLASS)),
        ("Account", Access(READ, "kind", Scope.CLASS)),
        ("Account", Access(READ, "total", Scope.GLOBAL)),
        ("work", Access(READ, "total", Scope.GLOBAL)),
        ("work", Access(WRITE, "total", Scope.GLOBAL)),
        ("work", Access(READ, "other", Scope.LOCAL)),
        ("work", Access(DELETE, "other", Scope.LOCAL)),
        ("work", Access(WRITE, "_", Scope.LOCAL)),
        ("work.<locals>.inner", Access(READ, "amount", Scope.CELL)),
        ("work.<locals>.inner", Access(WRITE, "amount", Scope.CELL)),
        ("work.<locals>.inner", Access(DELETE, "amount", Scope.CELL)),
    ],
)
def test_an_instruction_says_which_variable_it_accesses_and_where_that_is_kept(function: str, access: Access) -> None:
    assert access in found(function)


def test_what_names_no_variable_accesses_none() -> None:
    lines = loaded("x = 1 + 2j\n").listing.lines
    assert [line.opname for line in lines if line.accesses] == ["STORE_NAME"]
    assert lines[-1].global_names(WRITE) == ()


def test_two_local_variables_in_one_instruction_are_two_accesses() -> None:
    listing = loaded("def f(a, b):\n    c, d = a, b\n    return c\n").listing
    order = [access.name for line in listing.lines if line.function == "f" for access in line.accesses]
    assert sorted(order) == ["a", "b", "c", "c", "d"]
