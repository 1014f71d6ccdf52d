"""What ships with Coreloom is found wherever Coreloom runs from, and all of it works."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import desktop_app
from desktop_app.analysis.report import report
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import FileError
from desktop_app.model.scenario import Scenario
from desktop_app.model.workload import ProcessSpec
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.resources import example_programs, example_scenarios, resource_path
from desktop_app.storage.scenario_file import open_source, write_scenario

MS = 1_000_000
CHECKOUT = Path(desktop_app.__file__).resolve().parent.parent / "resources"


def test_a_checkout_has_them_beside_the_package():
    assert resource_path("programs/app.py") == CHECKOUT / "programs" / "app.py"


def test_a_bundle_has_them_where_pyinstaller_unpacks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "resources" / "programs").mkdir(parents=True)
    (tmp_path / "resources" / "programs" / "b.py").write_text("")
    (tmp_path / "resources" / "programs" / "a.py").write_text("")
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert [path.name for path in example_programs()] == ["a.py", "b.py"]


def test_a_wheel_has_them_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    package = tmp_path.resolve() / "desktop_app"
    (package / "resources" / "scenarios").mkdir(parents=True)
    (package / "resources" / "scenarios" / "a.toml").write_text("")
    monkeypatch.setattr(desktop_app, "__file__", str(package / "__init__.py"))
    assert example_scenarios() == (package / "resources" / "scenarios" / "a.toml",)


def test_a_missing_one_says_that_the_installation_is_damaged():
    with pytest.raises(FileError, match="install Coreloom again"):
        resource_path("programs/nope.py")


def test_there_are_examples():
    assert "app.py" in [path.name for path in example_programs()]
    assert [path.stem for path in example_scenarios()] == [
        "big-little",
        "cpu-and-io",
        "dhall",
        "dining-philosophers",
        "eevdf-nice",
        "four-cores",
        "mlfq",
        "priority-inversion",
        "rate-monotonic",
        "shared-bus",
        "sixty-four-cores",
        "stallings-policies",
        "two-processes",
        "two-threads-gil",
    ]


@pytest.mark.parametrize("path", example_programs(), ids=lambda path: path.name)
def test_every_example_program_opens(path: Path):
    program = open_source(path).processes[0].program
    assert program is not None
    assert program.source == path.read_text(encoding="utf-8")


#: Their threads do not all terminate: periodic tasks never do, and philosophers starve.
ENDLESS = {"dhall": {"waiting"}, "rate-monotonic": {"waiting"}, "dining-philosophers": {"waiting"}}


@pytest.mark.parametrize("path", example_scenarios(), ids=lambda path: path.stem)
def test_every_example_scenario_runs_to_its_end(path: Path):
    results = ran(path)
    assert not results["truncated"]
    states = {thread["state"] for thread in results["threads"]}
    assert states == ENDLESS.get(path.stem, {"terminated"})


@pytest.mark.parametrize("path", example_scenarios(), ids=lambda path: path.stem)
def test_every_example_scenario_is_saved_as_it_is(path: Path, tmp_path: Path):
    scenario = open_source(path)
    if any(process.program and process.program.path for process in scenario.processes):
        copy = tmp_path / "app.py"
        copy.write_text((path.parent / "app.py").read_text(encoding="utf-8"), encoding="utf-8")
    saved = tmp_path / path.name
    write_scenario(scenario, saved)
    again = open_source(saved)
    assert replace(again, source="", processes=_without_paths(again)) == replace(
        scenario, source="", processes=_without_paths(scenario)
    )


def _without_paths(scenario: Scenario) -> tuple[ProcessSpec, ...]:
    return tuple(
        replace(process, program=process.program and replace(process.program, path=""))
        for process in scenario.processes
    )


def test_shortest_remaining_time_first_is_the_best_of_the_textbooks_policies():
    path = resource_path("scenarios/stallings-policies.toml")
    assert [thread["finish_ns"] // MS for thread in ran(path)["threads"]] == [3, 15, 8, 20, 10]
    turnaround = [
        ran(path, policy=policy)["metrics"]["mean_turnaround_ns"] for policy in ("srtf", "sjf", "hrrn", "fcfs")
    ]
    assert turnaround == sorted(turnaround)


def test_a_short_job_passes_a_long_one_that_has_sunk():
    threads = ran(resource_path("scenarios/mlfq.toml"))["threads"]
    assert [thread["finish_ns"] // MS for thread in threads] == [200, 120]


def test_inheritance_ends_priority_inversion(tmp_path: Path):
    path = resource_path("scenarios/priority-inversion.toml")
    without = tmp_path / "without.toml"
    without.write_text(path.read_text(encoding="utf-8").replace("inherit = true", "inherit = false"), encoding="utf-8")
    urgent = [ran(each)["threads"][2]["finish_ns"] // MS for each in (path, without)]
    assert urgent[0] == 8
    assert urgent[1] > 15


def test_deadlines_are_missed_and_met_as_the_comments_say():
    path = resource_path("scenarios/rate-monotonic.toml")
    assert missed(ran(path)) == [0, 1]
    assert missed(ran(path, policy="edf")) == [0, 0]
    path = resource_path("scenarios/dhall.toml")
    assert missed(ran(path)) == [0, 0, 1]
    assert missed(ran(path, placement="partitioned")) == [0, 0, 0]


def test_a_nice_value_of_five_gives_a_quarter_of_the_core():
    normal, nicer = ran(resource_path("scenarios/eevdf-nice.toml"), until="200ms")["threads"]
    assert nicer["cpu_ns"] / (normal["cpu_ns"] + nicer["cpu_ns"]) == pytest.approx(335 / 1359, abs=0.03)


def test_one_core_and_a_long_quantum_feed_the_philosophers():
    path = resource_path("scenarios/dining-philosophers.toml")
    assert {thread["state"] for thread in ran(path, cores="1", quantum="10ms")["threads"]} == {"terminated"}


def test_eight_cores_are_no_faster_than_the_bus():
    path = resource_path("scenarios/shared-bus.toml")
    assert [ran(path, cores=cores)["end_ns"] // MS for cores in ("2", "4", "8")] == [80, 40, 40]


def test_fast_cores_take_work_from_slow_ones():
    path = resource_path("scenarios/big-little.toml")
    results = ran(path)
    assert any(thread["migrations"] for thread in results["threads"])
    assert results["end_ns"] < ran(path, placement="partitioned")["end_ns"]


def test_the_convoy_ends_under_round_robin_and_comes_back_with_a_long_quantum():
    path = resource_path("scenarios/cpu-and-io.toml")
    fcfs, short, long = ran(path), ran(path, policy="round-robin"), ran(path, policy="round-robin", quantum="20ms")
    waiting = [results["metrics"]["mean_waiting_ns"] for results in (fcfs, short, long)]
    assert waiting[1] < waiting[0] / 2
    assert waiting[2] == waiting[0]
    assert short["threads"][0]["finish_ns"] > fcfs["threads"][0]["finish_ns"]


def test_two_threads_share_what_two_processes_do_not():
    path = resource_path("scenarios/two-threads-gil.toml")
    alone, processes, free = (
        ran(path, threads="1"),
        ran(path, threads="1", processes="2"),
        ran(path, gil="free-threaded"),
    )
    assert alone["processes"][0]["globals"]["x"] == "16"
    assert [process["globals"]["x"] for process in processes["processes"]] == ["16", "16"]
    # Under the lock two threads take twice as long as one; two processes, or no lock, as long as one.
    assert ran(path)["end_ns"] == 2 * alone["end_ns"]
    assert processes["end_ns"] == free["end_ns"] == alone["end_ns"]


def test_six_processes_need_six_cores_to_never_wait():
    path = resource_path("scenarios/four-cores.toml")
    waiting = [ran(path, cores=cores)["metrics"]["mean_waiting_ns"] for cores in ("4", "5", "6", "8")]
    assert waiting[0] > waiting[1] > waiting[2] == waiting[3] == 0
    assert any(thread["migrations"] for thread in ran(path)["threads"])


def missed(results: dict[str, Any]) -> list[int]:
    return [thread["deadline_misses"] for thread in results["threads"]]


def ran(path: Path, **overrides: str) -> dict[str, Any]:
    return report(simulate(apply_overrides(open_source(path), **overrides), BATCH_LIMITS).run())
