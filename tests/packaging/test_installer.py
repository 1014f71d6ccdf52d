"""Which installer a platform gets, and what is said of it; none is built here."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def installer(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("installer")


@pytest.mark.parametrize(
    ("system", "name"), [("linux", "linux.deb"), ("win32", "windows.setup"), ("darwin", "macos.dmg")]
)
def test_each_platform_has_one(installer, monkeypatch, system, name):
    module = ModuleType(name)
    module.build = lambda _checkout: []
    monkeypatch.setitem(sys.modules, name, module)
    assert installer.builder(system) is module.build


def test_another_platform_is_told_what_there_is_instead(installer, set_up_error):
    with pytest.raises(set_up_error, match="no installer for sunos5"):
        installer.builder("sunos5")


def test_it_says_what_was_made_and_how_large_it_is(installer, tmp_path: Path, capsys):
    made = tmp_path / "coreloom.deb"
    made.write_bytes(bytes(1_250_000))
    installer.report([made])
    assert capsys.readouterr().out == f"{made}: 1.2 MB\n"


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [([], 0, ["bundle", "installer"]), (["--ready"], 0, ["installer"]), ([], 1, ["bundle"])],
)
def test_only_a_bundle_that_works_is_packed(packaging_module, monkeypatch, arguments, code, expected):
    commands = packaging_module("commands")
    done: list[str] = []

    def bundled() -> int:
        done.append("bundle")
        return code

    def build(checkout: Path) -> list[Path]:
        assert checkout == commands.CHECKOUT
        done.append("installer")
        return []

    monkeypatch.setattr(commands, "make_bundle", bundled)
    monkeypatch.setattr(commands.installer, "builder", lambda _system: build)
    assert commands.main(["installer", *arguments]) == code
    assert done == expected
