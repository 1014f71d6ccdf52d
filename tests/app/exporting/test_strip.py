import pytest

from desktop_app.app.exporting.choices import Counted
from desktop_app.app.exporting.exports import Exports, Order
from desktop_app.app.exporting.strip import ExportStrip
from desktop_app.views.theme import DARK, LIGHT


class HandedFile:
    folder = None

    def remove(self):
        """There is nothing to remove."""


@pytest.fixture
def strip(qtbot, saying, tmp_path):
    exports = Exports(command=lambda words: saying(*words))
    shown = ExportStrip(exports, DARK)
    qtbot.addWidget(shown)

    def add(*words, counted=Counted.FRAMES):
        order = Order(handed=HandedFile(), target=tmp_path / "out.mp4", arguments=list(words), counted=counted)
        export = exports.add(order)
        return export, shown.rows[export]

    shown.add = add
    yield shown
    exports.close()


def seen(row):
    return [each for each in ("cancel", "open", "folder", "again", "away") if getattr(row, each).isVisibleTo(row)]


def test_while_it_runs_it_says_how_far_it_is_and_can_be_stopped(qtbot, strip):
    assert not strip.isVisible()
    export, row = strip.add("frames=0/1440", "frames=312/1440", "obey")
    assert row.state.text() == "Simulating…"
    assert seen(row) == ["cancel"]
    qtbot.waitUntil(lambda: row.bar.value() == 216)
    row._told.invalidate()
    row.show_state()
    assert row.state.text() == "312 of 1,440 frames"
    with qtbot.waitSignal(export.ended):
        row.cancel.click()
        assert row.state.text() == "Stopping…"
    assert strip.rows == {}
    assert not strip.isVisibleTo(None)


def test_pages_and_data_are_counted_as_what_they_are(qtbot, strip):
    for counted, text in ((Counted.PAGES, "7 of 14 pages"), (Counted.SHARE, "50 %")):
        export, row = strip.add("frames=7/14", "obey", counted=counted)
        qtbot.waitUntil(lambda: export.done == 7)  # noqa: B023 - waited for here
        row._told.invalidate()
        row.show_state()
        assert row.state.text() == text
        with qtbot.waitSignal(export.ended):
            export.cancel()


def test_one_picture_is_not_counted(qtbot, strip):
    export, row = strip.add("frames=0/1", "obey", counted=Counted.SHARE)
    qtbot.waitUntil(lambda: export.total == 1)
    row._told.invalidate()
    row.show_state()
    assert row.state.text() == "Writing…"


def test_another_waits_for_its_turn(strip):
    strip.add("obey")
    _, row = strip.add("write=1")
    assert row.state.text() == "Waits for the export before it"
    row.cancel.click()
    assert len(strip.rows) == 1


def test_what_was_written_can_be_seen_and_put_away(qtbot, strip):
    export, row = strip.add("frames=0/2", "frames=2/2", "write=3200000")
    with qtbot.waitSignal(export.ended):
        pass
    assert row.state.text().startswith("Written · 2 frames · 3.2 MB")
    assert seen(row) == ["open", "folder", "away"]
    for button, asked in ((row.open, strip.open_requested), (row.folder, strip.folder_requested)):
        with qtbot.waitSignal(asked) as told:
            button.click()
        assert told.args == [export]
    strip.set_theme(LIGHT)
    row.away.click()
    assert strip.rows == {}


def test_why_it_was_not_written_is_said_and_one_can_try_again(qtbot, strip):
    export, row = strip.add("complain=coreloom: there is no space left", "exit=2")
    with qtbot.waitSignal(export.ended):
        pass
    assert row.state.text() == "Not written: there is no space left"
    assert row.state.property("role") == "problem"
    assert seen(row) == ["again", "away"]
    with qtbot.waitSignal(strip.again_requested):
        row.again.click()
