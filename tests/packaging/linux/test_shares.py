"""What a desktop finds agrees with itself, with the command line, and with the files that Coreloom opens."""

from __future__ import annotations

import configparser
import gzip
import os
import shutil
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from desktop_app.app.taskbar import introduce
from desktop_app.cli import arguments
from desktop_app.storage.endings import ENDINGS, FileKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[3]
MIME = "{http://www.freedesktop.org/standards/shared-mime-info}"
TYPES = {
    "application/vnd.coreloom.scenario": FileKind.SCENARIO,
    "application/vnd.coreloom.lesson": FileKind.LESSON,
    "application/vnd.coreloom.trace": FileKind.TRACE,
}
EPOCH_S = 1_796_000_000


@pytest.fixture(scope="module")
def shares(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.shares")


@pytest.fixture(scope="module")
def share(
    shares: ModuleType, packaging_module: Callable[[str], ModuleType], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("share")
    found = packaging_module("linux.releases").releases(CHECKOUT, EPOCH_S)
    shares.add_desktop(folder, CHECKOUT, found)
    shares.add_reading(folder)
    shares.add_documents(folder, "coreloom", "Format: x\n", found)
    return folder


@pytest.fixture(scope="module")
def entry(share: Path, shares: ModuleType) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str
    parser.read(share / "applications" / f"{shares.ID}.desktop", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def metainfo(share: Path, shares: ModuleType) -> ET.Element:
    return ET.parse(share / "metainfo" / f"{shares.ID}.metainfo.xml").getroot()


def test_the_command_line_takes_what_the_menu_gives_it(entry):
    assert entry["Desktop Entry"]["Exec"] == "coreloom %F"
    assert arguments.window_parser().parse_args(["a.py", "b.py"]).sources == ["a.py", "b.py"]
    for name in entry["Desktop Entry"]["Actions"].split(";")[:-1]:
        command, *options = entry[f"Desktop Action {name}"]["Exec"].split()
        assert command == "coreloom"
        arguments.window_parser().parse_args(options)


def test_a_double_click_is_for_files_of_our_own_only(entry):
    """For .py, .toml and .md a desktop may have nobody else, and would then start Coreloom instead of an editor."""
    assert entry["Desktop Entry"]["MimeType"].split(";")[:-1] == list(TYPES)


def test_the_window_is_known_to_belong_to_the_entry(entry, shares):
    names: list[str] = []
    introduce(SimpleNamespace(setApplicationName=names.append, setDesktopFileName=names.append))
    assert names == ["Coreloom", shares.ID]
    assert entry["Desktop Entry"]["StartupWMClass"] == "Coreloom"
    assert entry["Desktop Entry"]["Icon"] == shares.ID


def test_every_type_has_its_ending_and_its_icon(share):
    found = {each.get("type"): each for each in ET.parse(share / "mime/packages/coreloom.xml").getroot()}
    assert set(found) == set(TYPES)
    for name, kind in TYPES.items():
        assert found[name].find(f"{MIME}glob").get("pattern") == f"*{ENDINGS[kind][0]}"
        icon = found[name].find(f"{MIME}icon").get("name")
        assert (share / f"icons/hicolor/scalable/mimetypes/{icon}.svg").is_file()
        assert (share / f"icons/hicolor/48x48/mimetypes/{icon}.png").is_file()


def test_pictures_have_the_sizes_of_their_folders(share):
    pictures = list(share.glob("icons/hicolor/*/*/*.png"))
    assert len(pictures) > 20
    for picture in pictures:
        width, height = struct.unpack_from(">II", picture.read_bytes(), 16)
        assert picture.parts[-3] == f"{width}x{height}"


def test_a_missing_drawing_is_named(shares, tmp_path, set_up_error):
    with pytest.raises(set_up_error, match=r"-symbolic\.svg is missing"):
        shares.add_desktop(tmp_path / "share", tmp_path, [])


def test_software_centres_find_the_entry_and_the_types(metainfo, shares, entry):
    assert metainfo.findtext("id") == shares.ID
    assert metainfo.findtext("launchable") == f"{shares.ID}.desktop"
    assert [each.text for each in metainfo.iter("mediatype")] == list(TYPES)
    categories = {each.text for each in metainfo.iter("category")}
    assert categories <= set(entry["Desktop Entry"]["Categories"].split(";"))


def test_every_screenshot_is_in_the_repository_and_every_one_has_a_caption(metainfo):
    folder = CHECKOUT / "packaging/linux/screenshots"
    images = list(metainfo.iter("image"))
    assert {Path(each.text).name for each in images} == {path.name for path in folder.glob("*.png")}
    for image in images:
        assert image.text.endswith(f"/main/packaging/linux/screenshots/{Path(image.text).name}")
        width, height = struct.unpack_from(">II", (folder / Path(image.text).name).read_bytes(), 16)
        assert (image.get("width"), image.get("height")) == (str(width), str(height))
    assert all(len(each.findtext("caption")) > 20 for each in metainfo.iter("screenshot"))


def test_readers_find_the_guides_and_examples_that_the_program_has(share):
    installed = Path("/usr/share/doc/coreloom")
    for name in ("guide", "examples/programs", "examples/scenarios", "examples/lessons"):
        link = share / "doc/coreloom" / name
        inside = Path(os.path.normpath((installed / name).parent / link.readlink()))
        assert inside.is_relative_to("/usr/lib/coreloom/_internal/resources")
        assert (CHECKOUT / "resources" / inside.name).is_dir()


def test_the_changelog_is_compressed_without_a_time(share):
    content = (share / "doc/coreloom/changelog.gz").read_bytes()
    assert content[4:8] == bytes(4)
    assert gzip.decompress(content).startswith(b"coreloom (")


def test_lintian_is_told_why_of_every_complaint(share):
    text = (share / "lintian/overrides/coreloom").read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert all(line.startswith(("# ", "coreloom: ")) for line in text.splitlines())


def test_a_script_that_fails_says_why(shares, tmp_path, set_up_error):
    (tmp_path / "share").touch()  # in which no folder can be made
    with pytest.raises(set_up_error, match=r"(?s)Traceback.*linux\.terminal ended with 1"):
        shares.add_terminal(tmp_path / "share", Path(sys.executable), CHECKOUT, 0)


@pytest.mark.parametrize(
    ("command", "place"),
    [
        (["desktop-file-validate"], "applications/org.coreloom.Coreloom.desktop"),
        (["appstreamcli", "validate", "--no-net"], "metainfo/org.coreloom.Coreloom.metainfo.xml"),
    ],
)
def test_the_desktops_own_checks_pass(share, command, place):
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    ran = subprocess.run([*command, share / place], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
