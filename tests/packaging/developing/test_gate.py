"""How the suite and the checks are started; neither is here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(
        **{
            name.rpartition(".")[2]: packaging_module(name)
            for name in ("developing.gate", "developing.system_libraries", "developing.virtual_environment")
        }
    )


class TestTheSuite:
    @pytest.mark.parametrize("arguments", [[], ["tests/app"], ["-k", "stage"], ["-q"]])
    def test_it_runs_on_all_cores(self, tools: SimpleNamespace, arguments: list[str]) -> None:
        assert tools.gate.parallel(arguments)[:2] == ["-n", "auto"]

    @pytest.mark.parametrize(
        "arguments", [["-n", "0"], ["-n4"], ["tests/app/test_docks.py"], ["tests/test_main.py::test_x"], ["--pdb"]]
    )
    def test_who_names_single_tests_or_says_how_many_is_left_alone(
        self, tools: SimpleNamespace, arguments: list[str]
    ) -> None:
        assert tools.gate.parallel(arguments) == []


class TestTheSuiteAndChecks:
    def test_the_suite_runs_offscreen_whatever_the_desktop_says(self, tools: SimpleNamespace) -> None:
        changed = tools.gate.test_variables({"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "xcb", "HOME": "/h"})
        assert changed == {"QT_SCALE_FACTOR": None, "QT_QPA_PLATFORM": "offscreen"}

    def test_all_checks_run_even_when_one_fails(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        environment = tools.virtual_environment.VirtualEnvironment(folder=Path("v"), windows=False)
        started: list[str] = []

        def start(command: list[Any]) -> int:
            started.append(Path(command[0]).name)
            return int(started[-1] == "mypy")

        monkeypatch.setattr(tools.system_libraries, "provide_missing", lambda **_options: None)
        monkeypatch.setattr(tools.virtual_environment, "make_ready", lambda *_arguments: environment)
        monkeypatch.setattr(tools.virtual_environment, "run", start)
        assert tools.gate.check() == 1
        assert started == ["ruff", "ruff", "mypy", "lint-imports"]
        assert capsys.readouterr().out.splitlines()[-1] == "Failed: mypy --strict desktop_app"
