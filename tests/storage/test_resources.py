"""What ships with Coreloom is found wherever Coreloom runs from, and all of it works."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

import desktop_app
from desktop_app.analysis.report import report
from desktop_app.engine.build import simulate
from desktop_app.engine.limits import BATCH_LIMITS
from desktop_app.model.errors import FileError
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.resources import example_programs, example_scenarios, resource_path
from desktop_app.storage.scenario_file import open_source

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
    assert [path.name for path in example_scenarios()] == [
        "cpu-and-io.toml",
        "four-cores.toml",
        "two-processes.toml",
        "two-threads-gil.toml",
    ]


@pytest.mark.parametrize("path", example_programs(), ids=lambda path: path.name)
def test_every_example_program_opens(path: Path):
    program = open_source(path).processes[0].program
    assert program is not None
    assert program.source == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", example_scenarios(), ids=lambda path: path.name)
def test_every_example_scenario_runs_to_its_end(path: Path):
    results = ran(path)
    assert not results["truncated"]
    assert {thread["state"] for thread in results["threads"]} == {"terminated"}


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


def ran(path: Path, **overrides: str) -> dict[str, Any]:
    return report(simulate(apply_overrides(open_source(path), **overrides), BATCH_LIMITS).run())
