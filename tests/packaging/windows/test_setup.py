"""What ``packaging/windows/setup.py`` gives to makensis, and that makensis takes it; nothing is installed here."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def setup(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("windows.setup")


@pytest.fixture
def unsigned(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CORELOOM_SIGN_COMMAND", "CORELOOM_SIGN_PFX"):
        monkeypatch.delenv(name, raising=False)


def bundle(checkout: Path, *, video: bool) -> Path:
    """A checkout with what a bundle for Windows has, in tiny."""
    (checkout / "desktop_app").mkdir()
    for name in ("LICENSE", "desktop_app/__init__.py"):
        shutil.copy(CHECKOUT / name, checkout / name)
    shutil.copytree(CHECKOUT / "resources/icons", checkout / "resources/icons")
    files = ["coreloom/coreloom.exe", "coreloom/coreloomw.exe", "coreloom/_internal/a $b/übung.txt"]
    for name in [*files, "coreloom-video/_internal/av/a.pyd"] if video else files:
        path = checkout / "dist" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * 600)
    return checkout


def test_what_is_installed_is_what_is_removed_again(setup: Any, tmp_path: Path) -> None:
    for name in ("coreloom.exe", "_internal/deep/er/a.txt", "_internal/b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert setup.file_macros("APPLICATION", tmp_path).splitlines() == [
        "!macro INSTALL_APPLICATION",
        '  SetOutPath "$INSTDIR\\_internal"',
        f'  File "{tmp_path / "_internal" / "b.txt"}"',
        '  SetOutPath "$INSTDIR\\_internal\\deep\\er"',
        f'  File "{tmp_path / "_internal" / "deep" / "er" / "a.txt"}"',
        '  SetOutPath "$INSTDIR"',
        f'  File "{tmp_path / "coreloom.exe"}"',
        "!macroend",
        "!macro REMOVE_APPLICATION",
        '  Delete "$INSTDIR\\_internal\\b.txt"',
        '  Delete "$INSTDIR\\_internal\\deep\\er\\a.txt"',
        '  Delete "$INSTDIR\\coreloom.exe"',
        '  RMDir "$INSTDIR\\_internal\\deep\\er"',
        '  RMDir "$INSTDIR\\_internal\\deep"',
        '  RMDir "$INSTDIR\\_internal"',
        "!macroend",
    ]


def test_a_name_with_a_dollar_stays_one(setup: Any, tmp_path: Path) -> None:
    (tmp_path / "$INSTDIR").touch()
    assert 'Delete "$INSTDIR\\$$INSTDIR"' in setup.file_macros("APPLICATION", tmp_path)


def test_sizes_are_in_units_of_1024_bytes(setup: Any, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a").write_bytes(b"x" * 1024)
    (tmp_path / "b").write_bytes(b"x" * 1025)
    assert setup.kilobytes(tmp_path) == 2


@pytest.mark.usefixtures("unsigned")
@pytest.mark.parametrize("missing", ["coreloom.exe", "coreloomw.exe"])
def test_without_a_bundle_it_says_how_to_make_one(setup: Any, tmp_path: Path, missing: str) -> None:
    checkout = bundle(tmp_path, video=False)
    (checkout / "dist/coreloom" / missing).unlink()
    with pytest.raises(setup.SetUpError, match=rf"{missing} is missing: .*dev.py bundle"):
        setup.build(checkout)


def test_without_makensis_it_says_where_to_get_it(setup: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for place in setup._PLACES:
        monkeypatch.delenv(place, raising=False)
    with pytest.raises(setup.SetUpError, match=r"apt-get install nsis|choco install nsis"):
        setup.makensis()


def test_makensis_is_found_where_its_own_installer_puts_it(
    setup: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "NSIS" / "makensis.exe"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ProgramFiles(x86)", str(tmp_path))
    assert setup.makensis() == program


@pytest.mark.usefixtures("unsigned")
@pytest.mark.parametrize("video", [True, False])
def test_makensis_is_told_everything(
    setup: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *, video: bool
) -> None:
    told: dict[str, Any] = {}
    monkeypatch.setattr(setup, "makensis", lambda: Path("makensis"))
    monkeypatch.setattr(setup, "_make", lambda _compiler, names: told.update(names))
    checkout = bundle(tmp_path, video=video)
    version = setup.version_of(CHECKOUT)
    assert setup.build(checkout) == [checkout / "dist" / f"coreloom-{version}-setup.exe"] == [told["OUT"]]
    assert (told["VERSION"], told["VERSION_FOUR"]) == (version, f"{version}.0")
    assert told["APPLICATION_KB"] == 1
    assert ("VIDEO" in told, "VIDEO_KB" in told, "SIGN" in told) == (video, video, False)
    assert ("!macro INSTALL_VIDEO" in told["FILES"].read_text(encoding="utf-8-sig")) is video
    licence = told["LICENCE"].read_text(encoding="utf-8-sig")
    assert "Permission is hereby granted" in licence
    assert "_internal\\licences" in licence
    assert ("Public License, version 3 or later" in " ".join(licence.split())) is video


@pytest.mark.usefixtures("unsigned")
@pytest.mark.skipif(shutil.which("makensis") is None, reason="needs makensis: apt-get install nsis")
def test_makensis_makes_it_without_a_warning(setup: Any, tmp_path: Path) -> None:
    (out,) = setup.build(bundle(tmp_path, video=True))
    data = out.read_bytes()
    assert data.startswith(b"MZ")
    assert "Coreloom Setup".encode("utf-16-le") in data  # its version resource
    assert len(data) < 1_000_000
