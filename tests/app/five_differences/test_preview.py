from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from desktop_app.app.five_differences.preview import Preview
from desktop_app.teaching.differences.table import TABLE
from desktop_app.views.stage.options import PLAIN
from desktop_app.views.theme import THEMES

SHARING, ENDING = TABLE[0], TABLE[4]


@pytest.fixture
def preview(qtbot, measurements):
    preview = Preview()
    qtbot.addWidget(preview)
    preview.resize(520, 700)

    def put(row, column, number=0):
        cell = row.cells[column]
        one = cell.demonstrations[number]
        preview.set_cell(row, cell, one)
        preview.show_run(measurements.showing(one), measurements.trace(one))
        return measurements.showing(one)

    preview.put = put
    return preview


def test_it_plays_the_stretch_again_and_again(preview):
    preview.show()
    showing = preview.put(SHARING, 0)
    assert preview.playhead.playing
    assert preview.playhead.loop == (showing.begin_ns, showing.end_ns)
    assert preview.playhead.speed_ns == showing.speed_ns
    preview.playhead.go_to(showing.end_ns - 1)
    preview.playhead.advance(100_000_000)
    assert showing.begin_ns <= preview.playhead.t_ns < showing.end_ns
    assert preview.stage.snapshot.t_ns == preview.playhead.t_ns


def test_nothing_moves_where_less_motion_is_liked(preview):
    preview.set_options(replace(PLAIN, reduce_motion=True))
    preview.show()
    preview.put(SHARING, 0)
    assert not preview.playhead.playing
    preview.toggle.click()
    assert preview.playhead.playing
    assert preview.toggle.accessibleName() == "Pause the small stage"


def test_what_nobody_sees_is_not_drawn(preview):
    preview.put(SHARING, 0)
    assert not preview.playhead.playing
    preview.show()
    assert preview.playhead.playing
    preview.hide()
    assert not preview.playhead.playing
    preview.show()
    assert preview.playhead.playing


def test_the_slider_goes_to_a_moment_and_follows_it(preview):
    showing = preview.put(SHARING, 1)
    preview.slider.setValue(500)
    middle = (showing.begin_ns + showing.end_ns) // 2
    assert abs(preview.playhead.t_ns - middle) < 10
    preview.playhead.go_to(showing.end_ns)
    assert preview.slider.value() == 1000
    assert preview.time.text() == f"{showing.end_ns / 1e6:.2f} ms"


def test_nothing_beside_the_time_moves_while_it_grows(preview, qapp):
    preview.show()
    showing = preview.put(TABLE[3], 0)
    preview.playhead.pause()
    qapp.processEvents()
    places = set()
    for part in (0, 1, 2, 3):
        preview.playhead.go_to(showing.begin_ns + part * (showing.end_ns - showing.begin_ns) // 3)
        qapp.processEvents()
        places.add((preview.slider.geometry().getRect(), preview.button.geometry().getRect()))
    assert len(places) == 1


def test_one_of_several_demonstrations_is_chosen(preview, qtbot):
    preview.put(ENDING, 1)
    assert preview.choice.count() == 2
    with qtbot.waitSignal(preview.demonstration_chosen) as caught:
        qtbot.keyClick(preview.choice, Qt.Key.Key_Down)
    assert caught.args == [ENDING.cells[1].demonstrations[1]]


def test_it_says_whose_demonstration_and_program_it_is(preview):
    showing = preview.put(ENDING, 0)
    assert preview.title.text() == "Interruptibility, process"
    assert preview.what.text() == "Process.terminate()"
    assert preview.program.toPlainText() == showing.scenario.processes[0].program.source


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_all_palettes(preview, theme):
    preview.put(SHARING, 0)
    preview.set_theme(theme)
    assert not preview.grab().isNull()


def test_the_same_moment_is_the_same_picture_however_one_came_there(preview):
    showing = preview.put(SHARING, 0)
    preview.show()
    preview.playhead.pause()
    middle = (showing.begin_ns + showing.end_ns) // 2
    preview.playhead.go_to(middle)
    first = preview.stage.grab().toImage()
    preview.playhead.go_to(showing.end_ns)
    preview.playhead.go_to(middle)
    assert preview.stage.grab().toImage() == first
