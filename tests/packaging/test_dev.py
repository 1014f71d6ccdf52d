"""What ``packaging/dev.py`` decides before anything new is imported."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGING = CHECKOUT / "packaging"


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(**{name.rpartition(".")[2]: packaging_module(name) for name in ("dev",)})


class TestTheGate:
    @pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
    def test_supported_pythons_pass(self, tools: SimpleNamespace, version: tuple[int, int]) -> None:
        assert tools.dev.refusal(version) is None

    @pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15), (4, 0)])
    def test_others_are_told_what_is_needed_and_how_to_start_it(
        self, tools: SimpleNamespace, version: tuple[int, int]
    ) -> None:
        message = tools.dev.refusal(version, "linux")
        assert "3.11 to 3.14" in message
        assert f"this is Python {version[0]}.{version[1]}" in message
        assert "python3.13 packaging/dev.py" in message

    def test_windows_is_told_about_its_launcher(self, tools: SimpleNamespace) -> None:
        assert "py -3.13 packaging\\dev.py" in tools.dev.refusal((3, 9), "win32")

    def test_an_old_python_can_parse_the_gate(self) -> None:
        ast.parse((PACKAGING / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))

    def test_the_gate_and_the_project_name_the_same_pythons(self, tools: SimpleNamespace) -> None:
        requires = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "requires-python"
        ]
        oldest, newest = tools.dev.OLDEST, tools.dev.NEWEST
        assert requires == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"

    def test_main_refuses_before_it_imports_anything_new(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(tools.dev, "OLDEST", (9, 0))
        monkeypatch.setitem(sys.modules, "commands", None)  # importing it would fail
        assert tools.dev.main(["run"]) == 2
        assert "Coreloom needs Python" in capsys.readouterr().err


def test_the_folder_does_not_hide_the_package_of_the_same_name() -> None:
    """``packaging`` on PyPI is what pytest and PyInstaller import; an ``__init__.py`` here would break both."""
    assert not (PACKAGING / "__init__.py").exists()
    assert not (CHECKOUT / "tests" / "packaging" / "__init__.py").exists()
    imported = subprocess.run(
        [sys.executable, "-c", "import packaging.version; print(packaging.version.__file__)"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert CHECKOUT / "packaging" not in Path(imported.stdout.strip()).parents
