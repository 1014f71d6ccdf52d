import re
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.analysis.metrics import measure
from desktop_app.analysis.queue_length import queue_length
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.export.data import perfetto
from desktop_app.export.data.perfetto import write_perfetto
from desktop_app.model.scenario import Action, ActionKind
from tests.engine.random_scenarios import scenarios
from tests.export.data.trace_reading import read
from tests.scenarios import MS, bursts, periodic, program, run
from tests.strategies import labels

STORED = Path(__file__).with_name("stored")


def reading(trace, folder, **options):
    out = Path(folder) / "a.json"
    write_perfetto(trace, out, **options)
    return read(out)


@pytest.mark.parametrize("name", ["one-core", "two-threads-gil", "mixed"])
def test_a_trace_is_as_stored(name, golden, tmp_path, compare_with_stored):
    out = tmp_path / "a.json"
    write_perfetto(golden(name), out)
    text = out.read_text("utf-8")
    out.write_bytes(
        re.sub(r'"python":"[\d.]+[^"]*","coreloom":"[^"]+"', '"python":"","coreloom":""', text, count=1).encode()
    )
    compare_with_stored(out, STORED / f"{name}.json")


@given(spec=scenarios())
@settings(max_examples=12)
def test_tracks_nest_and_add_up_to_the_metrics(tmp_path_factory, spec):
    trace = simulate(spec, BATCH_LIMITS).run()
    found, metrics = reading(trace, tmp_path_factory.mktemp("json")), measure(trace)
    for one in metrics.threads:
        label = trace.threads[one.thread].label
        sums = defaultdict(int)
        for part in found.slices[label]:
            if part.depth == 0:
                sums[part.name.split(" core ")[0]] += part.end_ns - part.start_ns
        assert sums.pop("running on", 0) >= one.cpu_ns
        assert sums.pop("ready", 0) == one.ready_ns
        sums.pop("new", 0)
        assert dict(sums) == {f"waiting for {text}": total for text, total in one.blocked_ns.items() if total}
        cores = [f"core {core}" for core in range(trace.header.cores)]
        ran = [part for core in cores for part in found.slices[core] if part.name == label]
        assert sum(part.end_ns - part.start_ns for part in ran) == one.cpu_ns
    steps = sum(part.depth == 1 and "offset" in part.args for parts in found.slices.values() for part in parts)
    assert steps == sum(map(len, trace.executed))
    times, lengths = queue_length(trace)
    counted = [(time, value) for time, value in found.counters["Cores", "threads ready"] if value or time]
    assert counted == [(time, length) for time, length in zip(times, lengths, strict=True) if length or time]
    for _, ready, track, run_part in found.arrows:
        assert ready.name == "ready"
        assert ready.end_ns == run_part.start_ns
        assert track.startswith("core ")


def test_cores_and_processes_are_groups_in_order(tmp_path):
    trace = run(bursts("cpu 1ms", launches=2, threads=2), cores=2)
    found = reading(trace, tmp_path)
    assert list(found.processes.values()) == ["Cores", "P1 A", "P2 A"]
    assert list(found.threads.values()) == ["core 0", "core 1", "P1·T1", "P1·T2", "P2·T1", "P2·T2"]
    assert list(found.threads)[2:] == [(10_000, 10_001), (10_000, 10_002), (20_000, 20_001), (20_000, 20_002)]


def test_what_runs_says_why_it_ended_and_what_the_switch_cost(tmp_path):
    trace = run(bursts("cpu 2ms, io disk 1ms, cpu 1ms"), context_switch_ns=5_000, speeds_ppm=(500_000,))
    first, second, *_ = reading(trace, tmp_path).slices["core 0"]
    assert (first.name, second.name) == ("switch to P1·T1", "P1·T1")
    assert second.args == {"process": "P1 A", "ended": "slice over", "switch_ns": 5_000, "speed": 0.5}
    assert {part.args.get("ended") for part in reading(trace, tmp_path).slices["core 0"]} == {
        None, "slice over", "blocked", "terminated",
    }  # fmt: skip


def test_events_are_shown_where_they_happen(tmp_path):
    actions = [
        Action(at_ns=2 * MS, kind=ActionKind.CORES, value=1),
        Action(at_ns=3 * MS, kind=ActionKind.KILL, process="A"),
    ]
    trace = run(
        bursts("lock m, cpu 9ms"), program("print('hi')\n"), periodic("cpu 2ms", 9 * MS, deadline_ns=MS, name="R"),
        cores=2, actions=actions, until_ns=20 * MS,
    )  # fmt: skip
    told = {(scope, track, name) for _, scope, track, name, _ in reading(trace, tmp_path).instants}
    assert {
        ("p", "P1 A", "launched: A"),
        ("t", "P1·T1", "acquired mutex m"),
        ("g", "core 0", "cores"),
        ("p", "P1 A", "signalled SIGKILL"),
        ("p", "P1 A", "exited: ended by SIGKILL"),
        ("t", "P2·T1", "printed: hi"),
        ("t", "P3·T1", "deadline missed: job 1"),
    } <= told
    assert "off line" in {part.name for part in reading(trace, tmp_path).slices["core 1"]}


def test_hand_overs_of_the_gil_and_deadlocks_are_shown(tmp_path):
    trace = run(program("i = 0\nwhile i < 40:\n    i += 1\n", threads=2), cores=2)
    names = [name for *_, name, _ in reading(trace, tmp_path).instants]
    assert names.count("gets P1's GIL") >= 2
    both = bursts("cpu 1ms, lock a, cpu 2ms, lock b"), bursts("cpu 1ms, lock b, cpu 2ms, lock a")
    (found,) = [one for one in reading(run(*both), tmp_path).instants if one[3].startswith("deadlock")]
    assert found[1] == "g"
    assert "held by P2.T1" in found[4]["detail"]


def test_memory_is_counted_for_each_process_and_in_all(tmp_path):
    trace = run(bursts("alloc 1KB, cpu 1ms, alloc 2KB, cpu 1ms", launches=2), cores=2, ram_bytes=10**9)
    counters = reading(trace, tmp_path).counters
    assert [value for _, value in counters["P1 A", "memory bytes"]] == [1_000, 3_000, 0]
    assert counters["Cores", "RAM bytes"] == [(0, 2_000), (MS, 6_000), (2 * MS, 0)]
    counters = reading(run(program()), tmp_path).counters
    sizes = [value for _, value in counters["P1 app.py", "memory bytes"]]
    assert len(sizes) == 5  # its code, x, y, z, and nothing
    assert sizes[:-1] == sorted(sizes[:-1])
    assert sizes[-1] == 0


def test_a_large_trace_leaves_things_out_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(perfetto, "MOST_INSTRUCTIONS", 5)
    monkeypatch.setattr(perfetto, "MOST_DETAILED", 3)
    trace = run(program(), bursts("cpu 9ms"), context_switch_ns=1_000)
    found = reading(trace, tmp_path)
    assert found.other["left_out"] == "instructions, arrows, context switches on the tracks of threads"
    assert not found.arrows
    assert all(part.depth == 0 for part in found.slices["P1·T1"])


def test_it_says_what_was_run_and_that_time_is_simulated(tmp_path):
    other = reading(run(program()), tmp_path).other
    assert (other["title"], other["policy"], other["gil"], other["begin_ns"]) == ("test", "Round robin", "gil", 0)
    assert "simulated" in other["times"]
    assert other["coreloom"]
    assert other["python"].startswith("3.")
    assert "left_out" not in other


@given(spec=scenarios(), data=st.data())
@settings(max_examples=6)
def test_a_stretch_nests_as_well(tmp_path_factory, spec, data):
    trace = simulate(spec, BATCH_LIMITS).run()
    begin = data.draw(st.integers(0, trace.known_until_ns))
    end = data.draw(st.integers(begin, trace.known_until_ns))
    found = reading(trace, tmp_path_factory.mktemp("json"), begin_ns=begin, end_ns=end)
    times = [time for parts in found.slices.values() for part in parts for time in part[:2]]
    assert all(begin <= time <= end for time in times)


@given(name=labels | st.sampled_from(['"}]}', "\\", "\x7f", "\ud800", "</script>", "\u2028"]))
@settings(max_examples=12)
def test_hostile_names_are_read_back(tmp_path_factory, name):
    found = reading(run(bursts("cpu 1ms", name=name)), tmp_path_factory.mktemp("json"))
    assert list(found.processes.values())[1] == f"P1 {name}".replace("\ud800", "?")
