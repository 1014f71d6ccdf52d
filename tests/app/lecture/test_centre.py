from dataclasses import replace

import pytest

from desktop_app.storage.lesson_file import parse_lesson
from tests.storage.lessons import lesson_text, step_text, with_files


@pytest.fixture
def centre(window, lesson):
    window.documents.lesson_chosen.emit(lesson)
    return window.centre


def test_the_caption_stands_below_the_stage(window, centre):
    assert centre.band.isVisible()
    assert centre.band.caption.text == "What one sees."
    assert centre.shows_stage


def test_a_caption_waits_for_the_answer(window, centre):
    player = window.lessons.player
    player.go(2)
    assert centre.band.caption.text == player.question.text
    player.reveal()
    assert centre.band.caption.text == "It was that."


def test_sides_stand_beside_each_other_on_one_clock(window, centre):
    player = window.lessons.player
    player.last()
    assert not centre.shows_stage
    assert [pane.title for pane in centre.sides.panes] == ["Two cores", "One core"]
    window.playhead.pause()
    window.playhead.go_to(5_000_000)
    assert window.playhead.t_ns == 5_000_000
    player.first()
    assert centre.shows_stage
    assert window.stage.snapshot.t_ns == 2_000_000


def test_a_live_change_changes_the_first_side(window, centre):
    window.lessons.player.last()
    window.playhead.pause()
    window.playhead.go_to(1_000_000)
    before = centre.sides.panes[0].moments
    window.documents.change(replace(window.session.scenario, seed=3))
    assert centre.sides.panes[0].moments is not before


def test_the_end_of_sides_is_that_of_the_longest(window, lesson, qtbot):
    player = window.lessons.player
    player.open(lesson)
    player.go(4)
    first, second = player.traces
    window.transport.show_time(0, None, 0)
    window.actions_by_name["end"].trigger()
    qtbot.waitUntil(lambda: window.playhead.t_ns == max(first.known_until_ns, second.known_until_ns))
    assert first.known_until_ns != second.known_until_ns
    assert f"/ {window.playhead.t_ns / 1e6:.2f} ms" in window.transport._time.text()


def test_figures_wait_for_the_answer_too(window, tmp_path):
    sides = "".join(f"[[side]]\ntitle = '{n} cores'\nscenario = 'two.toml'\nset = {{ cores = {n} }}\n" for n in (1, 2))
    step = step_text(f"figures = ['makespan']\n{sides}[question]\nask = 'fastest-side'\n")
    lesson = parse_lesson(lesson_text(step), file="lesson.md", folder=with_files(tmp_path))
    player, centre = window.lessons.player, window.centre
    assert player.open(lesson)
    assert centre.sides.figures.isHidden()
    player.reveal()
    assert not centre.sides.figures.isHidden()
    window.playhead.pause()
    centre.sides.settle()
    assert [row.criterion.key for row in centre.sides.figures.rows] == ["makespan_ns"]


def test_a_lesson_of_other_sides_takes_the_place_of_one_with_sides(window, lesson, qtbot):
    player = window.lessons.player
    player.open(replace(lesson, steps=(lesson.steps[4],)))
    assert len(window.centre.sides.panes) == 2
    three = replace(lesson.steps[4], sides=(lesson.steps[3].sides[0], *lesson.steps[4].sides))
    player.open(replace(lesson, steps=(three,)))
    assert len(window.centre.sides.panes) == 3
    assert [pane.moments.trace for pane in window.centre.sides.panes] == player.traces
