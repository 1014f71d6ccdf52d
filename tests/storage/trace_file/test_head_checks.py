from array import array

import msgspec
import pytest

from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.head import read_head
from desktop_app.storage.trace_file.head_checks import check_head
from tests.scenarios import MS, bursts, periodic, program, run, scenario
from tests.storage.trace_file.forging import columns_of

CHANGES = {
    ("header", "cores"): [0, 65],
    ("header", "first_cores"): [0, 3],
    ("header", "instruction_ns"): [0],
    ("header", "quantum_ns"): [0, 2**63],
    ("header", "context_switch_ns"): [-1],
    ("header", "placement"): ["nowhere"],
    ("header", "gil"): [""],
    ("header", "title"): ["", "two\nlines", "\u202e", "x" * 201],
    ("header", "source"): ["x" * 10_001],
    ("begin_ns",): [-1, 2**62 + 1],
    ("queueing", 0, "levels_ns"): [[0]],
    ("policies",): [[], ["a", "b", "c"]],
    ("listings", 0, "lines", 1, "address"): [-1, 0],
    ("listings", 0, "lines", 1, "line"): [-1, 99],
    ("listings", 0, "lines", 1, "raw"): [b""],
    ("listings", 0, "lines", 1, "column"): [-2],
    ("listings", 0, "functions", 0, 0): [1],
    ("listings", 0, "functions"): [[]],
    ("listings", 0, "program"): ["a\tb"],
    ("resources", 0, "count"): [-1],
    ("resources", 0, "name"): [""],
    ("scripts", 1, 0, "duration_ns"): [0, -1],
    ("scripts", 1, 1, "target"): ["nothing"],
    ("processes", 0, 0): [2],
    ("processes", 0, 3): [1],
    ("processes", 0, 5): [9, 1],
    ("processes", 0, 8): [0],
    ("processes", 1, 6, "tickets"): [0],
    ("processes", 2, 7, "period_ns"): [0],
    ("causes", 0, "resource"): [7],
    ("causes", 0, "process"): [7],
    ("switches",): [[0], [-1, 0]],
}


@pytest.fixture(scope="module")
def data():
    of = scenario(program("x = 1\n"), bursts("cpu 2ms, lock m, unlock m", launches=1), cores=2)
    trace = run(
        program("def f():\n    pass\n\nf()\n"),
        bursts("cpu 2ms, lock m, io disk 1ms, unlock m"),
        periodic("cpu 1ms", 9 * MS, name="task"),
        policy="mlfq",
        cores=2,
        until_ns=20 * MS,
    )
    return columns_of(trace, of)["head"].tobytes()


def test_a_head_of_a_trace_is_sound(data):
    check_head(read_head(data))


@pytest.mark.parametrize("where", CHANGES, ids=lambda where: ".".join(map(str, where)))
def test_what_no_trace_says_is_refused(data, where):
    for value in CHANGES[where]:
        head = msgspec.msgpack.decode(data)
        place = head
        for key in where[:-1]:
            place = place[key]
        assert place[where[-1]] != value
        place[where[-1]] = value
        with pytest.raises(DamagedError, match="it is damaged: "):
            check_head(read_head(array("B", msgspec.msgpack.encode(head)).tobytes()))
