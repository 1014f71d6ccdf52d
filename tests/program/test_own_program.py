import sys
from pathlib import Path

import pytest

from desktop_app.program.own_program import own_program


@pytest.mark.parametrize("name", ["coreloom", "coreloom.exe", "Coreloom"])
def test_a_bundle_is_its_own_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / name))
    assert own_program() == str(tmp_path / name)


@pytest.mark.parametrize("running", ["coreloom.exe", "coreloomw.exe"])
def test_windows_has_one_for_children_and_one_for_windows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, running: str
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / running))
    assert own_program() == own_program(window=True) == str(tmp_path / running)  # nothing is beside it
    for name in ("coreloom.exe", "coreloomw.exe"):
        (tmp_path / name).touch()
    assert own_program() == str(tmp_path / "coreloom.exe")
    assert own_program(window=True) == str(tmp_path / "coreloomw.exe")


def test_another_python_is_no_program_of_a_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python.exe"))
    (tmp_path / "coreloom.exe").touch()
    assert own_program() == str(tmp_path / "python.exe")
