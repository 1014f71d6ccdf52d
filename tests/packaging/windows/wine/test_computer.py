"""How ``packaging/windows/wine/computer.py`` looks at a computer; Wine itself is not needed here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

REGISTRY = """WINE REGISTRY Version 2
;; All keys relative to ...

[Environment] 1764448000
#time=1dc618
"Path"="C:\\\\a"

[Software\\\\Classes\\\\.py] 1764448001
@="Python.File"

[Software\\\\Wine\\\\Fonts] 1764448002
"Codepages"="1252"
"""


@pytest.fixture(scope="module")
def wine_computer(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("windows.wine.computer")


@pytest.fixture
def computer(wine_computer: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    (tmp_path / "drive_c/users/me/AppData/Local/Temp").mkdir(parents=True)
    (tmp_path / "drive_c/users/Public").mkdir()
    (tmp_path / "drive_c/users/me/AppData/Local/Temp/a.tmp").touch()
    (tmp_path / "drive_c/users/me/mine.txt").touch()
    (tmp_path / "user.reg").write_text(REGISTRY, encoding="utf-8")
    monkeypatch.setattr(wine_computer.Computer, "wine", lambda *_arguments: (0, ""))
    return wine_computer.Computer(tmp_path)


def test_the_registry_is_compared_without_times_and_without_wines_own_part(computer: Any) -> None:
    before = computer.registry()
    assert not any("Wine\\" in line or "1764448" in line for line in before)
    file = computer.user.parents[2] / "user.reg"
    file.write_text(REGISTRY.replace("1764448001", "1764449999").replace('"1252"', '"1250"'), encoding="utf-8")
    assert computer.registry() == before
    file.write_text(REGISTRY.replace("Python.File", "Coreloom.Program"), encoding="utf-8")
    (left, right) = sorted(computer.registry() ^ before)
    assert left == '[Software\\\\Classes\\\\.py] @="Coreloom.Program"'
    assert right.endswith('@="Python.File"')


def test_files_are_compared_without_those_for_a_moment(computer: Any) -> None:
    assert {"mine.txt", "AppData"} <= computer.files()
    assert not any("Temp" in name for name in computer.files())


def test_a_file_has_the_path_that_windows_knows(computer: Any) -> None:
    assert computer.windows_path(computer.local / "Programs") == r"C:\users\me\AppData\Local\Programs"


def test_what_is_not_as_it_should_be_ends_the_trial(wine_computer: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    wine_computer.expect([1], "never said")
    with pytest.raises(wine_computer.TrialError, match="a file is left"):
        wine_computer.expect([], "a file is left")
    monkeypatch.setattr(wine_computer.time, "sleep", lambda _s: None)
    with pytest.raises(wine_computer.TrialError, match="a window: not within 120 seconds"):
        wine_computer.wait_for(lambda: False, "a window")


@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "cp850"])
def test_what_programs_print_is_read_in_their_encoding(wine_computer: Any, encoding: str) -> None:
    assert wine_computer.text_of("C:\\Größe\r\n".encode(encoding)) == "C:\\Größe\r\n"
