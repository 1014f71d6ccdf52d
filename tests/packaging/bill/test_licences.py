from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import pytest

pytest.importorskip("license_expression", reason="comes with the dependency group bill")


@pytest.fixture
def tool(packaging_module):
    component, index = packaging_module("bill.component"), packaging_module("bill.index")
    return SimpleNamespace(
        licences=packaging_module("bill.licences"), component=component, index=index,
        SetUpError=packaging_module("failures").SetUpError,
    )  # fmt: skip


@pytest.fixture
def bundle(tool, tmp_path):
    """A folder with a program and one library, and the bill that says so."""
    text = tool.component.Text(name="Zlib.txt", content="zlib\n")
    library = tool.component.Component(
        name="zlib", version="1.3", licence="Zlib", texts=(text,), files=("libz.so.1", "python3.11/x.so")
    )
    own = tool.component.Component(name="Coreloom", version="0.1.0", licence="MIT", texts=(text,))
    whole = tool.component.Bill(
        name="coreloom", version="0.1.0", licence="MIT", system="linux-x86_64", components=(own, library)
    )
    folder = tmp_path / "coreloom"
    tool.index.write(whole, folder / "_internal/licences")
    (folder / "_internal/python3.11").mkdir()
    for path in ("coreloom", "_internal/libz.so.1", "_internal/python3.11/x.so"):
        (folder / path).write_bytes(b"")
    return folder


def test_a_bundle_all_of_whose_files_are_listed_is_right(bundle, packaging_module, capsys):
    (bundle / "_internal/libz.so").symlink_to("libz.so.1")
    assert packaging_module("commands").main(["licences", str(bundle)]) == 0
    assert "  zlib 1.3: Zlib" in capsys.readouterr().out


def test_a_file_without_a_licence_is_named(bundle, packaging_module, capsys):
    (bundle / "_internal/libodd.so").write_bytes(b"")
    assert packaging_module("commands").main(["licences", str(bundle)]) == 2
    assert "libodd.so" in capsys.readouterr().err


def test_an_application_of_macos_is_looked_through_as_well(tool, bundle, tmp_path):
    contents = tmp_path / "Coreloom.app/Contents"
    contents.mkdir(parents=True)
    (bundle / "_internal").rename(contents / "Frameworks")
    (contents / "Frameworks/python3.11").rename(contents / "Frameworks/python3__dot__11")
    (contents / "Info.plist").write_bytes(b"")
    (contents / "MacOS").mkdir()
    (bundle / "coreloom").rename(contents / "MacOS/coreloom")
    (contents / "Resources").mkdir()
    (contents / "Resources/scenario.icns").write_bytes(b"")
    assert len(tool.licences.check(contents.parent)) == 1
    (contents / "Resources/odd.dat").write_bytes(b"")
    with pytest.raises(tool.SetUpError, match=r"odd\.dat"):
        tool.licences.check(contents.parent)


def test_a_program_with_a_part_that_demands_the_gpl_is_refused_and_video_is_not(tool):
    part = tool.component.Component(
        name="readline", version="8.2", licence="GPL-3.0-or-later", files=("libreadline.so.8",)
    )
    program = tool.component.Bill(name="coreloom", version="0.1.0", licence="MIT", system="", components=(part,))
    with pytest.raises(tool.SetUpError, match=r"readline \(GPL-3.0-or-later\): libreadline\.so\.8"):
        tool.licences.refuse_gpl(program)
    tool.licences.refuse_gpl(
        tool.component.Bill(name="coreloom-video", version="0.1.0", licence="", system="", components=(part,))
    )


def test_everything_that_was_built_is_checked(tool, bundle, tmp_path):
    (tmp_path / "dist").mkdir()
    bundle.rename(tmp_path / "dist/coreloom")
    with pytest.raises(tool.SetUpError, match="coreloom-video is no bundle"):
        tool.licences.check_built(tmp_path)
    shutil.copytree(tmp_path / "dist/coreloom", tmp_path / "dist/coreloom-video")
    tool.licences.check_built(tmp_path)
    (tmp_path / "dist/coreloom-video/_internal/libodd.so").write_bytes(b"")
    with pytest.raises(tool.SetUpError, match=r"libodd\.so"):
        tool.licences.check_built(tmp_path)


def test_licences_go_into_the_bundle_as_files(tool, tmp_path, monkeypatch):
    around = tool.licences.collecting.surroundings(tool.licences.CHECKOUT)
    monkeypatch.setattr(tool.licences.collecting, "surroundings", lambda _checkout: around)
    listed = [("desktop_app", str(tool.licences.CHECKOUT / "desktop_app/__init__.py"), "PYMODULE")]
    found = tool.licences.entries("coreloom", "0.1.0", listed, tmp_path / "out")
    assert [(place, kind) for place, _, kind in found] == [
        ("licences/README.txt", "DATA"),
        ("licences/index.json", "DATA"),
        ("licences/texts/Coreloom.txt", "DATA"),
    ]
    assert json.loads((tmp_path / "out/index.json").read_text(encoding="utf-8"))["components"][0]["name"] == "Coreloom"
    video = tool.licences.entries("coreloom-video", "0.1.0", listed, tmp_path / "out")
    assert "licences/video/index.json" in [place for place, _, _ in video]


def test_what_is_no_bundle_is_refused(tool, tmp_path):
    with pytest.raises(tool.SetUpError, match="is no bundle"):
        tool.licences.check(tmp_path)
