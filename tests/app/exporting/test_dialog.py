from dataclasses import replace
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop_app.app.exporting.choices import Counted, Option
from desktop_app.app.exporting.dialog import ExportDialog
from desktop_app.app.exporting.source import Scope
from desktop_app.app.habits import Habits
from desktop_app.model.durations import parse_duration
from desktop_app.views.question import Button
from desktop_app.views.theme import DARK
from tests.scenarios import MS, program, run

#: How fast a clip of a program plays where nobody says it: two instructions a second.
USUAL_NS = 200_000


@pytest.fixture
def habits(tmp_path):
    liked = Habits(None)
    liked.change(export_folder=str(tmp_path))
    return liked


@pytest.fixture
def opening(qtbot, context, habits, saying):
    """Return a function that opens the dialog, and what was ordered by it."""
    parent = QWidget()
    qtbot.addWidget(parent)

    def opened(shown=context, words=("frames=0/10", "frames=10/10", "say=none", "obey")):
        dialog = ExportDialog(shown, habits, DARK, lambda _arguments: saying(*words), parent)
        dialog.measuring._wait.setInterval(0)
        orders = []
        dialog.ordered.connect(orders.append)
        dialog.open()
        return SimpleNamespace(dialog=dialog, orders=orders)

    return opened


@pytest.fixture(scope="module")
def end_ns():
    """The end of the run, which has another number of instructions in other versions of CPython."""
    return run(program()).known_until_ns


def test_what_is_chosen_is_handed_over(opening, habits, tmp_path):
    desk = opening()
    dialog = desk.dialog
    assert dialog.formats.choose("gif")
    dialog.options.theme.setCurrentIndex(dialog.options.theme.findData("light"))
    dialog.export.click()
    (order,) = desk.orders
    assert order.target == tmp_path / "app.gif"
    source, out, *options = order.arguments
    assert (source, out) == ("app.toml", str(tmp_path / "app.gif"))
    assert (order.handed.folder / source).exists()
    assert options[options.index("--theme") + 1] == "light"
    assert order.counted is Counted.FRAMES
    assert order.key.startswith("gif run")
    order.handed.remove()
    assert not dialog.isVisible()
    again = opening().dialog
    assert again.formats.form.name == "gif"
    assert again.options.theme.currentData() == "light"
    again.reject()


def test_escape_closes_it_and_nothing_is_exported(qtbot, opening):
    desk = opening()
    qtbot.keyClick(desk.dialog, Qt.Key.Key_Escape)
    assert not desk.dialog.isVisible()
    assert desk.orders == []
    assert not desk.dialog.measuring.busy


def test_while_something_is_wrong_it_is_said_and_nothing_can_be_exported(opening):
    dialog = opening().dialog
    dialog.formats.choose("png")
    dialog.options.moment.setText("soon")
    dialog.refresh()
    assert not dialog.export.isEnabled()
    assert dialog.options.row(Option.MOMENT).problem.startswith("Expected")
    assert "marked above" in dialog.estimate.text()
    dialog.options.moment.setText("line 99")  # of a look that is right, but there is none
    dialog.refresh()
    assert "never comes" in dialog.estimate.text()
    dialog.options.moment.setText("line 2")
    dialog.refresh()
    assert dialog.export.isEnabled()
    dialog.target.edit.setText("")
    assert not dialog.export.isEnabled()
    dialog.reject()


def test_it_says_what_is_to_be_expected_from_what_was_measured(qtbot, opening, end_ns):
    frames = 1 + -(-end_ns * 30 // USUAL_NS) + 30  # and its last picture for a second
    desk = opening(words=(f"frames=0/{frames}", f"write={frames * 2_000}"))
    dialog = desk.dialog
    dialog.formats.choose("mp4")
    assert f"{frames} frames · {frames / 30:.1f} s" in dialog.estimate.text()
    qtbot.waitUntil(lambda: f"about {frames * 2}" in dialog.estimate.text())
    assert "takes about" in dialog.estimate.text() or "takes less than 1 s" in dialog.estimate.text()
    dialog.options.end.setText("0.5ms")  # a shorter range is not measured again
    dialog.refresh()
    assert not dialog.measuring.busy
    assert "about 212" in dialog.estimate.text()
    dialog.reject()


def test_it_is_said_where_there_is_too_little_room(qtbot, opening, monkeypatch):
    monkeypatch.setattr("desktop_app.app.exporting.dialog.free_bytes", lambda _folder: 1000)
    dialog = opening(words=("frames=0/196", "frames=196/196", "write=392000")).dialog
    dialog.formats.choose("mp4")
    qtbot.waitUntil(lambda: "only 1.0 kB are free there" in dialog.estimate.text())
    assert dialog.export.isEnabled()
    dialog.reject()


def test_why_it_cannot_be_exported_is_said_before_one_tries(qtbot, opening):
    dialog = opening(words=("complain=coreloom: no room", "exit=2")).dialog
    qtbot.waitUntil(lambda: dialog.estimate.text() == "no room")
    assert not dialog.export.isEnabled()
    dialog.reject()


def test_what_is_there_is_replaced_only_when_that_is_wanted(opening, tmp_path, monkeypatch):
    asked = []
    answers = [Button.Cancel, Button.Save]
    monkeypatch.setattr(
        "desktop_app.app.exporting.dialog.ask", lambda *words: asked.append(words[2]) or answers[len(asked) - 1]
    )
    (tmp_path / "app.png").write_text("earlier")
    desk = opening()
    desk.dialog.formats.choose("png")
    desk.dialog.export.click()
    assert desk.orders == []
    assert desk.dialog.isVisible()
    desk.dialog.export.click()
    assert len(desk.orders) == 1
    assert "app.png" in asked[0]
    desk.orders[0].handed.remove()


def test_a_lesson_offers_slides_its_steps_and_their_runs(opening, lesson_context):
    desk = opening(lesson_context)
    dialog = desk.dialog
    assert [dialog.scope.itemData(row) for row in range(3)] == ["lesson", "step", "run"]
    assert (dialog.chosen_scope, dialog.formats.form.name) == (Scope.LESSON, "slides")
    assert not dialog.formats.choose("csv")
    dialog.formats.choose("mp4")
    dialog.scope.setCurrentIndex(1)
    assert dialog.formats.form.name == "mp4"
    dialog.export.click()
    words = desk.orders[0].arguments
    assert words[words.index("--step") + 1] == "2"
    assert words[0] == lesson_context.opened.lesson.file


def test_the_run_of_a_step_has_data(opening, lesson_context):
    dialog = opening(lesson_context).dialog
    dialog.scope.setCurrentIndex(2)
    assert dialog.formats.choose("csv")
    assert "All that happened" in dialog.preview.canvas._text
    assert dialog.options.shown_options == ()
    assert dialog.options.nothing.isVisibleTo(dialog)
    dialog.reject()


def test_it_is_shown_how_data_begins(qtbot, opening):
    desk = opening(words=("frames=0/1000", "frames=1000/1000", "write=40"))
    desk.dialog.formats.choose("csv")
    qtbot.waitUntil(lambda: desk.dialog.preview.canvas._text == "x" * 40)
    assert not desk.dialog.preview.canvas.grab().isNull()
    desk.dialog.formats.choose("perfetto")
    assert "perfetto" in desk.dialog.preview.canvas._text
    desk.dialog.formats.choose("csv")  # known by now
    assert desk.dialog.preview.canvas._text == "x" * 40
    desk.dialog.reject()


def test_a_step_is_drawn_with_its_caption_or_without(qtbot, opening, lesson_context):
    dialog = opening(lesson_context).dialog
    dialog.formats.choose("slides")
    dialog.preview.slider.setValue(1)
    qtbot.waitUntil(lambda: dialog.preview.canvas._picture is not None)
    assert dialog.preview.caption.text().startswith("Step 2 of 13")
    dialog.options.box(Option.CAPTIONS).setChecked(False)
    dialog.refresh()
    qtbot.waitUntil(lambda: dialog.preview.canvas._picture is not None)
    dialog.reject()


def test_a_picture_follows_the_slider_and_the_slider_the_moment(opening, end_ns):
    dialog = opening().dialog
    dialog.formats.choose("png")
    dialog.preview.draw()
    first = dialog.preview.canvas._picture
    assert "420 µs" in dialog.preview.caption.text()
    dialog.preview.slider.setValue(dialog.preview.slider.maximum())
    dialog.refresh()
    dialog.preview.draw()
    assert parse_duration(dialog.options.moment.text()) == end_ns
    assert dialog.preview.canvas._picture != first
    dialog.options.moment.setText("0ms")
    dialog.refresh()
    assert dialog.preview.slider.value() == 0
    dialog.reject()


def test_a_film_is_gone_through_and_a_see_through_ground_is_chequered(opening, end_ns):
    dialog = opening().dialog
    dialog.formats.choose("apng")
    dialog.options.box(Option.TRANSPARENT).setChecked(True)
    dialog.refresh()
    dialog.preview.slider.setValue(dialog.preview.slider.maximum())
    dialog.preview.draw()
    assert dialog.preview.canvas._picture.hasAlphaChannel()
    assert dialog.preview.canvas._checked
    frames = 1 + -(-end_ns * 20 // USUAL_NS) + 20
    assert dialog.preview.caption.text().startswith(f"Frame {frames} of {frames} · {end_ns / MS:g} ms")
    assert not dialog.preview.canvas.grab().isNull()
    dialog.reject()


def test_a_run_that_goes_on_is_exported_as_far_as_it_is_known(opening, context):
    class Endless:
        finished, truncated = False, ""
        known_until_ns, begin_ns = 1_000_000, 0

    moments = SimpleNamespace(trace=Endless())
    assert replace(context, moments=moments).whole == ("0ms", "1ms")
    moments.trace.finished, moments.trace.truncated = True, "a limit"
    assert replace(context, moments=moments).whole == ("0ms", "1ms")
    assert context.whole == ("0ms", "end")


def test_it_goes_where_the_last_one_went_at_first_beside_the_document_and_else_home(
    opening, context, habits, tmp_path, monkeypatch
):
    beside = tmp_path / "beside"
    beside.mkdir()
    shown = replace(context, opened=replace(context.opened, folder=beside))
    monkeypatch.setattr("desktop_app.app.exporting.dialog.home_folder", lambda: tmp_path / "home")

    def proposed():
        dialog = opening(shown).dialog
        dialog.reject()
        return dialog.target.path.parent

    assert proposed() == tmp_path
    habits.change(export_folder="")
    assert proposed() == beside
    beside.rmdir()
    assert proposed() == tmp_path / "home"
