"""What becomes of an application on its way into a disk image; the commands of macOS are written down, not run."""

from __future__ import annotations

import json
import platform
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from tests.packaging.macos.test_minimum import build_version, thin

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def dmg(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("macos.dmg")


@pytest.fixture
def ran(dmg: Any, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands; dmgbuild's settings stand in place of their file, and its image is made."""
    commands: list[list[str]] = []

    def run(command: list[str | Path]) -> str:
        words = [str(word) for word in command]
        if "dmgbuild" in words:
            words[words.index("-s") + 1] = Path(words[words.index("-s") + 1]).read_text(encoding="utf-8")
            Path(words[-1]).write_bytes(b"an image")
        commands.append(words)
        return ""

    monkeypatch.setattr(dmg, "output_of", run)
    monkeypatch.setattr(
        dmg.virtual_environment, "make_ready", lambda _checkout, _groups: SimpleNamespace(python=Path("python"))
    )
    for name in ("IDENTITY", *dmg.signing._NOTARY):
        monkeypatch.delenv(getattr(dmg.signing, name, name), raising=False)
    return commands


@pytest.fixture
def checkout(dmg: Any, tmp_path: Path) -> Path:
    (tmp_path / "desktop_app").mkdir()
    (tmp_path / "desktop_app" / "__init__.py").write_text('__version__ = "1.2.3"\n')
    (tmp_path / "resources" / "icons").mkdir(parents=True)
    for name in dmg.info.DOCUMENT_ICONS:
        (tmp_path / "resources" / "icons" / name).write_bytes(b"icns")
    for name in dmg.APPLICATIONS.values():
        (tmp_path / "dist" / name / "Contents" / "Resources").mkdir(parents=True)
    return tmp_path


def test_both_images_are_made_for_this_processor(
    dmg: Any, checkout: Path, ran: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    made = dmg.build(checkout)
    machine = platform.machine()
    assert [path.name for path in made] == [f"coreloom-1.2.3-{machine}.dmg", f"coreloom-video-1.2.3-{machine}.dmg"]
    assert all(path.read_bytes() == b"an image" for path in made)
    assert [words[0] for words in ran[:4]] == ["codesign", "codesign", "python", "hdiutil"]
    assert "Signed for this machine only" in capsys.readouterr().out
    assert (checkout / "dist" / "Coreloom.app" / "Contents" / "Resources" / "lesson.icns").read_bytes() == b"icns"


def test_icons_are_there_before_the_signature(
    dmg: Any, checkout: Path, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    there: list[bool] = []
    sign = dmg.signing.sign_application

    def signs(application: Path, *others: object) -> None:
        there.append(all((application / "Contents/Resources" / name).exists() for name in dmg.info.DOCUMENT_ICONS))
        sign(application, *others)

    monkeypatch.setattr(dmg.signing, "sign_application", signs)
    dmg.build(checkout)
    assert there == [True, True]
    assert len(ran) == 8


def test_the_window_shows_the_application_beside_the_folder_it_goes_to(
    dmg: Any, checkout: Path, ran: list[list[str]]
) -> None:
    dmg.build(checkout)
    (words,) = [words for words in ran if "dmgbuild" in words and "coreloom-video" in words[-1]]
    settings = json.loads(words[words.index("-s") + 1])
    application, folder = settings["contents"]
    assert application["path"].endswith("Coreloom with video.app")
    assert application["name"] == "Coreloom.app"
    assert (folder["type"], folder["path"]) == ("link", "/Applications")
    assert settings["title"] == words[-2] == "Coreloom 1.2.3"  # dmgbuild goes by the settings


def test_icons_stand_inside_the_window_and_apart(dmg: Any) -> None:
    half = dmg.ICON_SIZE / 2
    label = 40  # points below an icon, for its name in two lines
    for x, y in (dmg.APPLICATION_AT, dmg.FOLDER_AT):
        assert half < x < dmg.WINDOW[0] - half
        assert half < y < dmg.WINDOW[1] - half - label
    for name, scale in (("background.png", 1), ("background@2x.png", 2)):
        with Image.open(dmg.BACKGROUND.with_name(name)) as picture:
            assert picture.size == (scale * dmg.WINDOW[0], scale * dmg.WINDOW[1])
    assert dmg.FOLDER_AT[0] - dmg.APPLICATION_AT[0] > 1.5 * dmg.ICON_SIZE


def test_a_library_for_a_newer_system_stops_it_before_anything_is_signed(
    dmg: Any, checkout: Path, ran: list[list[str]]
) -> None:
    library = checkout / "dist" / "Coreloom.app" / "Contents" / "Frameworks" / "new.dylib"
    library.parent.mkdir()
    library.write_bytes(thin(build_version(99, 1)))
    with pytest.raises(dmg.SetUpError, match=r"\(1\) need a newer macOS(.|\n)*Frameworks/new\.dylib: 99\.1"):
        dmg.build(checkout)
    assert ran == []


def test_an_application_that_was_not_built_is_named(dmg: Any, checkout: Path, ran: list[list[str]]) -> None:
    (checkout / "dist" / "Coreloom.app" / "Contents" / "Resources").rmdir()
    (checkout / "dist" / "Coreloom.app" / "Contents").rmdir()
    (checkout / "dist" / "Coreloom.app").rmdir()
    with pytest.raises(dmg.SetUpError, match=r"Coreloom\.app is missing; `dev\.py bundle` builds it"):
        dmg.build(checkout)
    assert ran == []
