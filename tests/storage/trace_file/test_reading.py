import json
import random
from array import array
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.report import report
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS, RunLimits
from desktop_app.model.errors import FileError
from desktop_app.storage.trace_file import ranges
from desktop_app.storage.trace_file.container import DamagedError
from desktop_app.storage.trace_file.reading import read_from, read_trace
from desktop_app.storage.trace_file.writing import write_to, write_trace
from tests.engine.random_scenarios import scenarios
from tests.golden import SCENARIOS, golden_trace
from tests.scenarios import MS, bursts, periodic, program, run, scenario
from tests.storage.trace_file.alike import contents
from tests.storage.trace_file.forging import columns_of, file_of, forged, with_head

PLAIN = scenario(bursts("cpu 1ms"))
#: Everything a program can leave in a trace, in a few instructions.
BUSY = """\
import threading

class Box:
    def __init__(self, start):
        self.held = [start]

    def put(self, one):
        self.held.append(one)
        return len(self.held)

box = Box("a\u00e4\u6f22\U0001f600")
lock = threading.Lock()

def work(n):
    for i in range(n):
        with lock:
            box.put((i, box))
    print("done", n)

threads = [threading.Thread(target=work, args=(n,)) for n in (1, 2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(chr(0xD800))
del lock
1 / 0
"""


def read_again(trace, of=PLAIN):
    stream = BytesIO()
    write_to(stream, trace, of)
    return read_from(stream, "x.coretrace").trace


def assert_alike(trace, copy):
    assert contents(copy) == contents(trace)
    assert json.dumps(report(copy)) == json.dumps(report(trace))
    ours, theirs, end_ns = Moments(trace), Moments(copy), trace.known_until_ns
    for t_ns in sorted({trace.begin_ns + (end_ns - trace.begin_ns) * part // 7 for part in range(8)}):
        assert theirs.at(t_ns) == ours.at(t_ns)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(scenarios())
def test_any_run_is_read_as_it_was(found):
    trace = simulate(found, BATCH_LIMITS).run()
    assert_alike(trace, read_again(trace))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_golden_run_is_read_as_it_was(name, monkeypatch):
    trace = golden_trace(name, monkeypatch)
    assert_alike(trace, read_again(trace))


@pytest.fixture(scope="module")
def busy():
    return run(program(BUSY), program(BUSY, launches=2), cores=2, quantum_ns=300_000)


def test_all_that_programs_do_is_read_as_it_was(busy):
    assert busy.memory[0].exit_code == 1
    assert busy.memory[0].output.text
    assert len(busy.objects) > 3
    assert_alike(busy, read_again(busy))


def test_a_run_whose_history_was_forgotten_is_read_as_it_was():
    limits = RunLimits(instructions=None, trace_bytes=100_000, forget=True, checkpoints=True)
    simulation = simulate(scenario(program("i = 0\nwhile True:\n    i = i + 1\n"), bursts("cpu 9s")), limits)
    simulation.advance(3_000_000_000, 10**9)
    trace = simulation.trace
    assert trace.begin_ns > 0
    assert trace.forgotten.last_run
    assert not trace.finished
    assert_alike(trace, read_again(trace))


def test_a_file_carries_the_scenario_with_its_programs(tmp_path):
    of = scenario(program("x = 1\n"), bursts("cpu 1ms"), cores=3, seed=7)
    out = tmp_path / "x.coretrace"
    written = write_trace(simulate(of, BATCH_LIMITS).run(), of, out)
    assert written == out.stat().st_size
    assert read_trace(out).scenario == of


def test_the_same_run_gives_the_same_bytes(busy):
    streams = [BytesIO(), BytesIO()]
    for stream in streams:
        write_to(stream, busy, PLAIN)
    assert streams[0].getvalue() == streams[1].getvalue()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "it is no trace file; `coreloom export SOURCE x.coretrace` writes one"),
        (b"x = 1\n", "it is no trace file"),
        (b"\x89CORETRACE\r\n\x1a\n\0\0", "it ends too early; it was not copied to its end, or is damaged"),
        (b"\x89CORETRACE\r\n\x1a\n\0\0\2\0\0\0", "it was made by a newer Coreloom (its format is 2.0"),
    ],
)
def test_what_is_no_trace_file_says_so(tmp_path, data, problem):
    path = tmp_path / "x.coretrace"
    path.write_bytes(data)
    with pytest.raises(FileError) as caught:
        read_trace(path)
    assert str(caught.value).startswith(f"{path}: {problem}")


def test_any_changed_byte_is_found(busy):
    stream = BytesIO()
    write_to(stream, busy, PLAIN)
    data, luck = stream.getvalue(), random.Random(1)
    for _ in range(60):
        place = luck.randrange(len(data))
        damaged = luck.choice(
            [
                data[:place],
                data[:place] + bytes([data[place] ^ 1 << luck.randrange(8)]) + data[place + 1 :],
                data + b"x",
            ]
        )
        with pytest.raises(DamagedError):
            read_from(BytesIO(damaged), "x.coretrace")


def test_a_forged_file_is_refused_or_can_be_shown(busy):
    luck = random.Random(3)
    several = [
        busy,
        run(bursts("cpu 3ms, io disk 1ms, lock m, cpu 2ms, unlock m", launches=3), policy="mlfq", cores=2),
        run(
            periodic("cpu 1ms", 4 * MS), periodic("cpu 2ms", 5 * MS), bursts("cpu 9ms"), policy="edf", until_ns=20 * MS
        ),
        run(bursts("cpu 5ms", launches=3), policy="eevdf", cores=2, context_switch_ns=7_000),
        run(bursts("cpu 5ms", launches=3), policy="hrrn", placement="stealing", cores=2),
    ]
    columns, shown = [columns_of(trace, PLAIN) for trace in several], 0
    for _ in range(150):
        try:
            trace = read_from(file_of(forged(luck.choice(columns), luck)), "x.coretrace").trace
        except DamagedError:
            continue
        shown += 1
        moments, length_ns = Moments(trace), trace.known_until_ns - trace.begin_ns
        for part in (3, 1, 7, 0, 5):
            moments.at(trace.begin_ns + length_ns * part // 7)
        report(trace)
    assert 20 < shown < 100


def test_columns_that_a_newer_minor_version_adds_are_skipped(busy):
    columns = columns_of(busy, PLAIN)
    stream = file_of({"new": array("q", [1, 2]), **with_head(columns, colour="green")})
    assert contents(read_from(stream, "x.coretrace").trace) == contents(busy)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"scenario": "cores = 9"}, "its scenario cannot be read"),
        ({"scenario": " " * 9_000_000}, "its scenario has more than 4,194,304 characters, the most that is read"),
        ({"known_until_ns": -1}, "it is damaged: known_until_ns is out of range"),
        ({"policies": []}, "it is damaged: it does not say how the ready queues"),
        ({"causes": None}, "it is damaged: its head cannot be read"),
        ({"switches": [0]}, "it is damaged: switches has not one number for each core"),
    ],
)
def test_a_head_that_no_trace_has_says_what_is_wrong(busy, changes, problem):
    with pytest.raises(DamagedError) as caught:
        read_from(file_of(with_head(columns_of(busy, PLAIN), **changes)), "x.coretrace")
    assert str(caught.value).startswith(problem)


def test_small_columns_that_stand_for_much_are_refused_before_it_is_made(busy, monkeypatch):
    monkeypatch.setattr(ranges, "_MOST_MEMORY_BYTES", 10 << 20)
    columns = columns_of(busy, PLAIN)
    columns["objects.rows"].extend([0] * 20_000)
    with pytest.raises(DamagedError, match="it would take more than 10 MiB of memory, the most that is used"):
        read_from(file_of(columns), "x.coretrace")


def test_what_is_true_of_every_run_is_true_of_a_file(busy):
    columns = columns_of(busy, PLAIN)
    columns["ended"][0] //= 2
    with pytest.raises(DamagedError, match=r"P1·T1 changes its state at .* before its last change"):
        read_from(file_of(columns), "x.coretrace")


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(FileError, match="there is no such file"):
        read_trace(tmp_path / "x.coretrace")
