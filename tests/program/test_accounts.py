"""Tests for desktop_app.program.accounts, and of what is charged to them."""

from __future__ import annotations

import pytest

from desktop_app.engine.limits import RunLimits
from desktop_app.program.accounts import charge, charge_bytes, charge_items, current_account, open_account
from desktop_app.program.limits import BATCH_HIDDEN_WORK
from desktop_app.program.process import ProcessImage
from tests.program.samples import loaded


def test_small_operations_cost_nothing_beside_their_instruction() -> None:
    account = open_account()
    charge_items(1_000)
    charge_bytes(1_000)
    assert account.units == 0


def test_everything_is_charged_to_the_account_that_was_opened_last() -> None:
    first, second = open_account(), open_account()
    charge(3)
    charge_items(16_000)
    charge_bytes(1 << 20)
    assert current_account() is second
    assert (first.units, second.units) == (0, 3 + 1_000 + 1_024)


@pytest.mark.parametrize(
    "operation",
    [
        "sum(range(10**6))",
        "sorted(big)",
        "sorted(words)",
        "'x' * 10**6 in text",
        "5 in big",
        "big.count('x')",
        "big.insert(0, 1), big.pop(0)",
        "all(big)",
        "text.replace('a', 'b')",
        "set(big)",
        "one | other",
        "repr(big[:100000])",
        "number // divisor",
        "pow(divisor, 2**300, divisor + 2)",
        "big * 3",
        "max(big)",
        "list(map(str, big))",
    ],
)
def test_a_program_that_only_keeps_the_host_busy_is_charged_for_it(operation: str) -> None:
    source = f"""
big = list(range(1, 200000))
words = [str(one) for one in range(3000)] + [(one, one) for one in range(0)]
text = "y" * 4000000
number, divisor = 1 << 60000, (1 << 30000) - 1
one, other = set(range(100000)), set(range(50000, 150000))
while True:
    {operation}
"""
    thread = ProcessImage(loaded(source)).start_thread()
    work = executed = 0
    for _ in range(60):
        batch = thread.run(1_000)
        executed += batch.count
        work += batch.native_work + batch.hidden_work
        if work > 4 * BATCH_HIDDEN_WORK:
            break
    # Without an end to it the loop alone would go on for 60,000 instructions.
    assert work > 4 * BATCH_HIDDEN_WORK
    assert batch.count < 1_000


def test_a_batch_says_how_much_of_the_work_was_library_code() -> None:
    thread = ProcessImage(loaded("x = sum(range(100000))\n")).start_thread()
    batch = thread.run(100)
    assert batch.hidden_work == 0
    assert batch.native_work >= 100_000 // 16


def test_a_run_may_do_more_library_work_the_more_instructions_it_may_execute() -> None:
    limits = RunLimits(instructions=1_000, trace_bytes=1 << 20, forget=False)
    assert limits.hidden_work == 50_000
