"""What instructions load and store, read from real runs of programs."""

import pytest

from desktop_app.analysis.operands import Transfers, operand_of, result_of
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import WINDOW_LIMITS
from desktop_app.trace.history import forget_before
from tests.scenarios import program, run, scenario

SOURCE = """\
class Account:
    def __init__(self, balance):
        self.balance = balance
    def total(self):
        return self.balance
data = [5, 6]
other = data
account = Account(3)
def work(x):
    z = x + 1
    y = z
    data[0] = y
    return data[0]
work(account.total())
print(missing)
"""


@pytest.fixture(scope="module")
def trace():
    return run(program(SOURCE))


def moved(trace):
    """Return (instruction, what it loads, whether that is forwarded, what it stores), for those that do either."""
    found = []
    for row in range(len(trace.executed[0])):
        line = trace.listings[0].lines[trace.executed[0].line[row]]
        operand, result = operand_of(trace, 0, row), result_of(trace, 0, row)
        if operand is not None or result:
            found.append((f"{line.opname} {line.argument}".strip(), operand, result))
    return found


def loads(trace):
    return [(operand.text, operand.forwarded) for _, operand, _ in moved(trace) if operand is not None]


def test_constants_come_from_the_code_and_names_from_the_variables(trace):
    found = loads(trace)
    assert ("5", False) in found or ("(5, 6)", False) in found
    assert ("account = Account(balance=3)", False) in found
    assert ("x = 3", False) in found


def test_attributes_and_items_name_themselves(trace):
    found = loads(trace)
    assert (".balance = 3", False) in found
    assert ("[0] = 4", False) in found


def test_what_the_instruction_before_stored_is_forwarded(trace):
    found = loads(trace)
    assert ("data = [5, 6]", True) in found
    assert ("data = [4, 6]", False) in found


def test_results_are_variables_attributes_and_items(trace):
    found = [result for _, _, result in moved(trace) if result]
    for result in ("other = [5, 6]", ".balance = 3", "z = 4", "[0] = 4"):
        assert result in found


def test_an_instruction_that_failed_loaded_nothing(trace):
    assert not any("missing" in text for text, _ in loads(trace))


def test_an_item_that_cannot_be_stored_is_no_result():
    failed = run(program("try:\n    ()[0] = 1\nexcept TypeError:\n    x = 2\n"))
    assert [result for _, _, result in moved(failed) if result] == ["x = 2"]


def test_what_another_thread_changes_meanwhile_did_not_come_from_memory():
    source = (
        "from threading import Thread\nn = 0\n"
        "def count():\n    global n\n    for i in range(20):\n        n = n + 1\n"
        "def slower():\n    global n\n    for i in range(20):\n        n = n + i + 1\n"
        "a, b = Thread(target=count), Thread(target=slower)\na.start(); b.start(); a.join(); b.join()\n"
    )
    raced = run(program(source), gil="free-threaded", cores=2)
    held = set()
    for thread in (1, 2):
        for row in range(len(raced.executed[thread])):
            operand = operand_of(raced, thread, row)
            if operand is not None and operand.text.startswith("n = "):
                table = raced.memory[0].globals["n"]
                at = table.at(raced.executed[thread].start[row] - raced.header.instruction_ns)
                known = raced.values.text[table.value[at]]
                assert operand.forwarded == (f"n = {known}" != operand.text)
                held.add(operand.forwarded)
    assert held == {False, True}


def test_what_is_kept_is_what_would_be_found_again():
    simulation = simulate(scenario(program(SOURCE), cores=1), WINDOW_LIMITS)
    trace = simulation.trace
    transfers = Transfers(trace)
    for forgets in (False, False, True, False):
        simulation.advance(trace.known_until_ns + 1_500_000, 1_000)
        if forgets:
            in_use = simulation._recorder.current_nodes()
            simulation._recorder.forgot(forget_before(trace, trace.known_until_ns // 2, in_use))
        for _ in range(2):
            for row in range(len(trace.executed[0])):
                assert transfers.operand(0, row) == operand_of(trace, 0, row)
                assert transfers.result(0, row) == result_of(trace, 0, row)
