from dataclasses import replace

import pytest

from desktop_app.app.exporting.source import Opened, Scope, file_name, hand_over
from desktop_app.model.errors import FileError
from desktop_app.model.scenario import Action, ActionKind
from desktop_app.storage.lesson_file import read_lesson
from desktop_app.storage.resources import resource_path
from desktop_app.storage.scenario_file import read_scenario
from tests.scenarios import program, scenario

LESSON = resource_path("lessons/07-process-or-thread.md")


def opened(**values):
    return Opened(**{"name": "app", "title": "App", "scenario": scenario(program("x = 1\n")), **values})


def test_what_is_not_saved_is_handed_over_with_the_texts_of_its_programs():
    kill = Action(at_ns=100_000, kind=ActionKind.LAUNCH, process="app.py")
    changed = replace(scenario(program("x = 1\n")), actions=(kill,), seed=7)
    handed = hand_over(opened(scenario=changed), Scope.RUN)
    again = read_scenario(handed.path)
    assert (again.actions, again.seed) == (changed.actions, 7)
    assert again.processes[0].program.source == "x = 1\n"
    assert (handed.source, handed.folder) == ("app.toml", handed.path.parent)
    handed.remove()
    assert not handed.path.parent.exists()
    handed.remove()  # once more does nothing


def test_a_lesson_and_a_recording_are_handed_over_as_they_are(tmp_path):
    lesson = read_lesson(LESSON)
    handed = hand_over(opened(lesson=lesson), Scope.LESSON)
    handed.remove()
    assert handed.path == LESSON.absolute()
    assert handed.path.exists()
    assert (handed.source, handed.folder) == (str(LESSON.absolute()), None)
    assert hand_over(opened(recording=tmp_path / "run.coretrace"), Scope.RUN).path == tmp_path / "run.coretrace"
    run = hand_over(opened(lesson=lesson), Scope.RUN)
    assert run.path.suffix == ".toml"
    run.remove()


def test_a_lesson_without_a_file_is_written_with_all_its_scenarios():
    lesson = replace(read_lesson(LESSON), file="")
    handed = hand_over(opened(name="five differences", lesson=lesson), Scope.STEP)
    again = read_lesson(handed.path)
    assert [step.title for step in again.steps] == [step.title for step in lesson.steps]
    assert [len(step.sides) for step in again.steps] == [len(step.sides) for step in lesson.steps]
    handed.remove()
    assert not handed.path.exists()


def test_where_nothing_can_be_written_down_that_is_said_and_nothing_is_left(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(FileError, match="1 MiB"):
        hand_over(opened(scenario=scenario(program("# x\n" * 300_000))), Scope.RUN)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    with pytest.raises(FileError, match="nothing can be written"):
        hand_over(opened(), Scope.RUN)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("two", "two"),
        ("a/b: c?", "a-b- c"),
        ("..", "coreloom"),
        ("", "coreloom"),
        ("x" * 300, "x" * 80),
        ("a\nb", "a-b"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(name, expected):
    assert file_name(name) == expected
