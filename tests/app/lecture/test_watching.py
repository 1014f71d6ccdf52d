from dataclasses import replace
from types import SimpleNamespace

import pytest

from desktop_app.app.lecture.watching import LessonWatch
from desktop_app.model.scenario import SchedulerSpec
from desktop_app.storage.lesson_file import read_lesson
from tests.storage.lessons import lesson_text, step_text, with_files

TWO = (step_text(title="First"), step_text(title="Second"))


@pytest.fixture
def written(stand, tmp_path):
    """A lesson that is open at its second step, and its file."""
    path = with_files(tmp_path) / "mine.md"
    path.write_text(lesson_text(*TWO))
    presents = []
    watch = LessonWatch(stand.player, lambda: bool(presents), stand.player)
    assert stand.player.open(read_lesson(path), 1)
    return SimpleNamespace(path=path, watch=watch, presents=presents, player=stand.player, stand=stand)


def write(written, *steps):
    written.path.write_text(lesson_text(*steps))
    written.watch.look()


def test_what_was_saved_is_shown_at_the_same_step(written):
    write(written, TWO[0], step_text(title="Another second"))
    assert (written.player.index, written.player.step.title) == (1, "Another second")
    write(written, step_text(title="Only one"))
    assert (written.player.index, written.player.step.title) == (0, "Only one")


def test_the_system_tells_of_it_also_when_the_file_is_replaced(written, qtbot):
    for title in ("Once", "Twice"):
        new = written.path.with_suffix(".new")
        new.write_text(lesson_text(TWO[0], step_text(title=title)))
        new.replace(written.path)
        qtbot.waitUntil(lambda title=title: written.player.step.title == title)


def test_a_scenario_of_it_counts_as_well(written):
    before = written.player.step.scenario
    scenario = written.path.parent / "two.toml"
    scenario.write_text(scenario.read_text() + "\n# seen again\n")
    written.watch.look()
    assert written.player.step.scenario == before
    scenario.write_text("seed = 5\n" + scenario.read_text())
    written.watch.look()
    assert written.player.step.scenario.seed == 5


def test_a_mistake_is_told_once_and_what_is_open_stays(written):
    write(written, TWO[0], step_text('at = "soon"'))
    written.watch.look()
    assert len(written.stand.refused) == 1
    assert "mine.md, line" in written.stand.refused[0]
    assert written.player.step.title == "Second"
    write(written, TWO[0], step_text(title="Mended"))
    assert written.player.step.title == "Mended"


def test_a_presentation_is_not_disturbed(written):
    written.presents.append(True)
    write(written, TWO[0], step_text(title="Later"))
    assert written.player.step.title == "Second"
    written.presents.clear()
    assert written.watch._timer.isActive()
    written.watch._timer.timeout.emit()
    assert written.player.step.title == "Later"


def test_live_changes_are_not_lost(written, qtbot):
    changed = replace(written.player.step.scenario, scheduler=SchedulerSpec(policy="fcfs"))
    written.stand.documents.change(changed)
    write(written, TWO[0], step_text(title="Later"))
    assert written.stand.session.scenario == changed
    written.player.back_to_lesson()
    qtbot.waitUntil(lambda: written.player.step.title == "Later")


def test_live_changes_of_other_steps_stay_where_those_are_as_before(written):
    player, documents = written.player, written.stand.documents
    documents.change(replace(player.step.scenario, scheduler=SchedulerSpec(policy="fcfs")))
    player.go(0)
    write(written, step_text(title="Another first"), TWO[1])
    player.go(1)
    assert player.changed
    player.go(0)
    write(written, TWO[0], step_text("set = { cores = 2 }", title="Second"))
    player.go(1)
    assert not player.changed
