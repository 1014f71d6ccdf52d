"""What the commands of ``packaging/dev.py`` start; nothing is set up and no network is reached here."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(**{name.rpartition(".")[2]: packaging_module(name) for name in ("commands", "failures")})


class TestCommands:
    def test_pytest_gets_its_arguments_as_they_are(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: list[list[str]] = []

        def suite(arguments: list[str]) -> int:
            given.append(arguments)
            return 5

        monkeypatch.setitem(tools.commands._PASSED_ON, "test", suite)
        assert tools.commands.main(["test", "-k", "a or b", "--help", "tests/model"]) == 5
        assert given == [["-k", "a or b", "--help", "tests/model"]]

    def test_an_impossible_set_up_ends_with_2_and_its_reason(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(**_options: object) -> None:
            raise tools.failures.SetUpError("install this")

        monkeypatch.setattr(tools.commands.system_libraries, "provide_missing", refuse)
        assert tools.commands.main(["check"]) == 2
        assert capsys.readouterr().err == "install this\n"

    def test_a_release_prints_its_version_and_nothing_else(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        given: list[object] = []

        def check(*arguments: object) -> str:
            given.extend(arguments)
            return "1.2.3"

        monkeypatch.setattr(tools.commands.release.check, "check", check)
        assert tools.commands.main(["release", "notes.md", "--tag", "v1.2.3"]) == 0
        assert given == [tools.commands.CHECKOUT, "v1.2.3", Path("notes.md")]
        assert capsys.readouterr().out == "1.2.3\n"
