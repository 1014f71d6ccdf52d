import math

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop_app.app.exporting.target import TargetField, free_bytes
from desktop_app.export.formats import format_named


@pytest.fixture
def field(qtbot, tmp_path):
    target = TargetField(tmp_path, "app")
    qtbot.addWidget(target)
    target.show_form(format_named("mp4"))
    return target


def test_the_ending_follows_the_format(field, tmp_path):
    assert field.path == tmp_path / "app.mp4"
    for name, expected in (("metrics-csv", "app.metrics.csv"), ("gif", "app.gif"), ("perfetto", "app.json")):
        field.show_form(format_named(name))
        assert field.edit.text() == str(tmp_path / expected)
    field.show_form(format_named("frames"))
    assert field.path == tmp_path / "app-frames"
    field.show_form(format_named("png"))
    assert field.path == tmp_path / "app.png"


def test_a_name_without_its_ending_gets_it(field, tmp_path):
    field.edit.setText(str(tmp_path / "mine"))
    assert field.path == tmp_path / "mine.mp4"
    field.edit.setText("film.v2")
    assert field.path == tmp_path / "film.v2.mp4"


def test_what_cannot_be_written_is_said_while_it_is_typed(field, tmp_path, monkeypatch):
    (tmp_path / "folder.mp4").mkdir()
    for text, problem in (
        ("", "the name of a file"),
        (f"{tmp_path}/", "the name of a file"),
        (f"{tmp_path}/none/app.mp4", "a folder that is there"),
        (f"{tmp_path}/folder.mp4", "this is a folder"),
    ):
        field.edit.setText(text)
        assert problem in field.problem
        assert problem in field.problem_label.text()
    field.edit.setText(str(tmp_path / "app.mp4"))
    assert field.problem == field.problem_label.text() == ""
    monkeypatch.setattr("os.access", lambda _path, _how: False)
    field.edit.setText(str(tmp_path / "b.mp4"))
    assert "may write in" in field.problem
    monkeypatch.undo()
    (tmp_path / "b-frames").write_text("a file")
    field.show_form(format_named("frames"))
    assert "this is a file" in field.problem


def test_it_is_known_how_much_room_there_is(tmp_path):
    assert 0 < free_bytes(tmp_path) < math.inf
    assert free_bytes(tmp_path / "none") == math.inf


def test_one_can_look_for_a_folder(field, tmp_path, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(tmp_path / "chosen"), ""))
    field.browse.click()
    assert field.path == tmp_path / "chosen.mp4"
    field.show_form(format_named("frames"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    field.browse.click()
    assert field.path == tmp_path
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    field.browse.click()
    assert field.path == tmp_path
