import sys

import pytest

from desktop_app.__main__ import main
from desktop_app.cli import licences as module
from desktop_app.storage.licences import Licensed


@pytest.fixture
def parts(tmp_path, monkeypatch):
    (tmp_path / "text").write_text("Permission\n", encoding="utf-8")
    parts = (
        Licensed(name="Coreloom", version="0.1.0", licence="MIT", texts=lambda: (tmp_path / "text",)),
        Licensed(name="codec", version="", licence="Zlib", within="picture 2", source="https://x.org"),
    )
    monkeypatch.setattr(module, "everything_licensed", lambda: parts)
    return parts


def test_a_text_that_several_have_is_printed_once(parts, capsys, monkeypatch):
    again = Licensed(name="twin", version="2", licence="MIT", texts=parts[0].texts)
    monkeypatch.setattr(module, "everything_licensed", lambda: (*parts, again))
    assert main(["--licences"]) == 0
    out = capsys.readouterr().out
    assert out.count("Permission") == 1
    assert out.endswith("twin 2: MIT\n\nThe text is that of Coreloom 0.1.0: MIT.\n")


@pytest.mark.usefixtures("parts")
def test_a_list_comes_first_and_then_all_texts(capsys):
    assert main(["--licences"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Coreloom 0.1.0: MIT\ncodec: Zlib (came with picture 2)\n\n====")
    assert "Permission\n" in out
    assert "Source: https://x.org\n" in out


def test_no_window_and_no_display_are_needed(capsys, monkeypatch):
    monkeypatch.setattr("desktop_app.cli.window.require_display", lambda *_: pytest.fail("asked for a display"))
    assert main(["--licences"]) == 0
    assert "Python " in capsys.readouterr().out


def test_a_damaged_installation_is_refused(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert main(["--licences"]) == 2
    assert "index.json" in capsys.readouterr().err
