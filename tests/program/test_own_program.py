import sys
from pathlib import Path

import pytest

from desktop_app.program.own_program import own_program


@pytest.mark.parametrize("name", ["coreloom", "coreloom.exe", "Coreloom"])
def test_a_bundle_is_its_own_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / name))
    assert own_program() == str(tmp_path / name)


def test_the_program_without_a_terminal_starts_the_one_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "coreloomw.exe"))
    assert own_program() == str(tmp_path / "coreloomw.exe")  # nothing is beside it
    (tmp_path / "coreloom.exe").touch()
    assert own_program() == str(tmp_path / "coreloom.exe")
