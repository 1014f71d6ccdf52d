import pytest
from PySide6.QtCore import Qt

from desktop_app.app.exporting import available
from desktop_app.app.exporting.choices import forms_of
from desktop_app.app.exporting.format_list import FormatList
from desktop_app.app.exporting.source import Scope
from desktop_app.model.errors import CoreloomError
from desktop_app.views.theme import DARK


@pytest.fixture
def formats(qtbot):
    shown = FormatList(DARK)
    qtbot.addWidget(shown)
    return shown


def rows(formats):
    return [formats.item(row) for row in range(formats.count())]


def test_formats_stand_in_groups_with_a_sentence_each(formats):
    formats.offer(forms_of(Scope.RUN), "mp4")
    headings = [item.text() for item in rows(formats) if item.flags() == Qt.ItemFlag.NoItemFlags]
    assert headings == ["Picture", "Frames", "Video", "Slides", "Data"]
    assert formats.form.name == "mp4"
    said = formats.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("MP4 video (H.264): Plays in slides")
    assert not formats.grab().isNull()


def test_one_that_is_chosen_is_told(qtbot, formats):
    formats.offer(forms_of(Scope.RUN), "none of them")
    assert formats.form.name == "png"
    with qtbot.waitSignal(formats.chosen) as told:
        assert formats.choose("gif")
    assert told.args[0].name == "gif"
    assert not formats.choose("slides")  # a run has none


def test_keys_go_from_format_to_format_over_headings(qtbot, formats):
    formats.offer(forms_of(Scope.RUN), "gif")
    for key, name in ((Qt.Key.Key_Home, "png"), (Qt.Key.Key_Down, "svg"), (Qt.Key.Key_End, "listing")):
        qtbot.keyClick(formats, key)
        assert formats.form.name == name
    qtbot.keyClick(formats, Qt.Key.Key_Home)
    for _ in range(3):  # over the heading of frames
        qtbot.keyClick(formats, Qt.Key.Key_Down)
    assert formats.form.name == "frames"


def test_what_cannot_be_written_is_shown_with_the_reason_and_cannot_be_chosen(formats, monkeypatch):
    def missing(*_):
        raise CoreloomError("video needs PyAV: add it with: pip install av")

    monkeypatch.setattr(available, "has_video", lambda: False)
    monkeypatch.setattr(available, "check_video", missing)
    formats.offer(forms_of(Scope.RUN), "mp4")
    assert formats.form.name == "png"
    assert not formats.choose("mp4")
    texts = [item.data(Qt.ItemDataRole.AccessibleTextRole) or "" for item in rows(formats)]
    assert "MP4 video (H.264): Video needs PyAV: add it with: pip install av." in texts
    assert formats.choose("gif")


def test_an_installation_that_can_encode_has_no_reason(monkeypatch):
    monkeypatch.setattr(available, "has_video", lambda: False)
    monkeypatch.setattr(available, "check_video", lambda *_: None)
    assert not any(available.why_not(form) for form in forms_of(Scope.RUN))
