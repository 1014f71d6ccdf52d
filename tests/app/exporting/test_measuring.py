import sys

import pytest

from desktop_app.app.exporting.choices import Choices
from desktop_app.app.exporting.measuring import Measuring, few_steps, stop_all
from desktop_app.app.exporting.source import Scope
from desktop_app.export.formats import format_named


@pytest.fixture
def measure(qtbot, context, child_script, tmp_path, monkeypatch):
    """Return a function that measures with a child that does these things, and what was told."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def measuring(*words, opened=context.opened, name="mp4", scope=Scope.RUN):
        one = Measuring(opened, lambda given: [sys.executable, "-I", "-S", str(child_script), given[1], *words])
        one._wait.setInterval(0)
        told = []
        one.measured.connect(lambda total, rate, whole: told.append((total, rate, whole)))
        one.failed.connect(told.append)
        one.want(Choices(form=format_named(name), scope=scope))
        return one, told

    yield measuring
    stop_all()


def left(tmp_path):
    return [path.name for path in tmp_path.iterdir()]


def test_one_that_comes_to_its_end_is_known_exactly_and_leaves_nothing(qtbot, measure, tmp_path):
    one, told = measure("frames=0/4", "frames=4/4", "write=400")
    assert one.busy
    qtbot.waitUntil(lambda: not one.busy)
    total, rate, whole = told[-1]
    assert (total, rate.item_bytes, whole) == (4, 100, True)
    qtbot.waitUntil(lambda: left(tmp_path) == [])


def test_one_that_is_given_up_leaves_nothing_and_tells_nothing_more(qtbot, measure, tmp_path):
    one, told = measure("frames=0/400", "begin=.coreloom-1.tmp", "frames=8/400", "obey")
    qtbot.waitUntil(lambda: any(rate is not None for _, rate, _ in told))
    assert told[-1][1].item_bytes > 0
    one.stop()
    before = list(told)
    stop_all()
    assert told == before
    assert left(tmp_path) == []


def test_a_run_that_takes_too_long_is_not_measured(qtbot, measure, tmp_path, monkeypatch):
    monkeypatch.setattr("desktop_app.app.exporting.measuring._LONGEST_S", 0.0)
    one, told = measure("obey")
    qtbot.waitUntil(lambda: told == [(0, None, True)])
    assert not one.busy
    stop_all()
    assert left(tmp_path) == []


def test_why_it_cannot_be_exported_is_told(qtbot, measure, tmp_path):
    _, told = measure("complain=coreloom: no such encoder", "exit=2")
    qtbot.waitUntil(lambda: told == ["no such encoder"])
    assert left(tmp_path) == []


def test_where_nothing_can_be_written_that_is_told(qtbot, measure, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    one, told = measure("write=1")
    qtbot.waitUntil(lambda: bool(told))
    assert "nothing can be written" in told[0]
    assert not one.busy


def test_slides_are_measured_by_some_of_their_steps(lesson_context):
    opened = lesson_context.opened
    slides = Choices(form=format_named("pptx"), scope=Scope.LESSON)
    some, times = few_steps(opened, slides)
    assert len(some.lesson.steps) * times == len(opened.lesson.steps) == 13
    assert len(some.lesson.steps) == 4
    assert some.lesson.file == ""
    assert [opened.lesson.steps.index(step) for step in some.lesson.steps] == [1, 4, 8, 11]
    for choices in (Choices(form=format_named("mp4"), scope=Scope.LESSON), Choices(form=format_named("html"))):
        assert few_steps(opened, choices) == (opened, 1.0)


def test_a_title_page_comes_once_however_few_steps_are_measured(qtbot, measure, lesson_context):
    opened = lesson_context.opened
    one, told = measure("frames=0/5", "frames=5/5", "write=500", opened=opened, name="slides", scope=Scope.LESSON)
    qtbot.waitUntil(lambda: not one.busy)
    assert told[-1][0] == 1 + len(opened.lesson.steps)
