import pytest

from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.head import read_head
from desktop_app.storage.trace_file.ranges import check_columns
from tests.scenarios import bursts, program, run, scenario
from tests.storage.trace_file.forging import columns_of

#: A number that each column can hold and no trace has there.
FORGED = {"b": 99, "h": 9_999, "i": 2**31 - 1, "q": 2**62 + 2**61}
#: What may be anything: keys, and what only the tables as a whole can tell.
ANYTHING = {"events.value", "standings.key", "standings.tie", "standings.extra", "clocks.value", "clocks.load"}
LATER = {"events.kind", "frames.place", "frames.value", "frames.length", "numbers.number", "executed.line"}
LATER |= {"runs.ran", "waits.lasted"}  # by when they end


@pytest.fixture(scope="module")
def columns():
    of = scenario(
        program("x = [1]\n\ndef f(a):\n    return a\n\nprint(f(x))\n", launches=2),
        bursts("cpu 2ms, io disk 1ms"),
        policy="stride",
        cores=2,
    )
    return columns_of(run(*of.processes, policy="stride", cores=2), of)


def test_columns_of_a_trace_are_in_range(columns):
    check_columns(columns, read_head(columns["head"].tobytes()))


def test_a_number_that_no_trace_has_is_refused_in_every_column(columns):
    head, looked_at = read_head(columns["head"].tobytes()), 0
    for name, column in columns.items():
        if not column or column.typecode == "B" or name in ANYTHING | LATER:
            continue
        looked_at += 1
        forged = column[:]
        forged[-1] = FORGED[column.typecode]
        with pytest.raises(DamagedError, match=name.replace(".", r"\.")):
            check_columns(columns | {name: forged}, head)
    assert looked_at > 40


def test_a_column_that_is_too_short_is_refused(columns):
    head = read_head(columns["head"].tobytes())
    for name, column in columns.items():
        if column and name not in {"head", "launches"}:
            with pytest.raises(DamagedError, match=r"length|long|as many"):
                check_columns(columns | {name: column[:-1]}, head)
