from dataclasses import replace

import pytest

from desktop_app.model.errors import LessonError
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.storage.lesson_file import parse_lesson
from desktop_app.teaching import running
from desktop_app.teaching.lesson_check import Span, check_lesson, question_of
from desktop_app.teaching.running import Runs
from tests.storage.lessons import lesson_text, step_text, with_files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = with_files(tmp_path_factory.mktemp("lesson"))
    (folder / "endless.py").write_text("while True:\n    pass\n")
    (folder / "broken.py").write_text("x = = 1\n")
    return folder


@pytest.fixture(autouse=True)
def _short_runs(monkeypatch):
    monkeypatch.setattr(running, "LESSON_LIMITS", replace(running.LESSON_LIMITS, instructions=2_000))


def checked(folder, header):
    return check_lesson(parse_lesson(lesson_text(step_text(header)), file="lesson.md", folder=folder))


def test_what_steps_show(folder):
    assert checked(folder, 'scenario = "two.toml"') == (Span(begin_ns=0, end_ns=6_000_000),)
    assert checked(folder, 'scenario = "two.toml"\nat = "2ms"') == (Span(begin_ns=2_000_000, end_ns=2_000_000),)
    assert checked(folder, 'scenario = "two.toml"\nfrom = "exit P1·T1"') == (
        Span(begin_ns=5_000_000, end_ns=6_000_000),
    )


def test_the_longest_side_says_when_it_ends(folder):
    header = "[[side]]\nscenario = 'two.toml'\nset = { cores = 2 }\n[[side]]\nscenario = 'two.toml'\n"
    assert checked(folder, header) == (Span(begin_ns=0, end_ns=6_000_000),)


def test_what_one_side_has_is_enough(folder):
    sides = "[[side]]\nscenario = 'two.toml'\n[[side]]\nscenario = 'two.toml'\nset = { cores = 2 }\n"
    checked(folder, f"lit = ['core 1']\n{sides}")
    with pytest.raises(LessonError, match="core 2"):
        checked(folder, f"lit = ['core 2']\n{sides}")


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("scenario = 'two.toml'\nat = '1s'", 'lesson.md, line 5: step "One": "1s" is outside the run'),
        ("scenario = 'two.toml'\nto = '1s'", "outside the run, which ends at 6 ms"),
        ("scenario = 'two.toml'\nfrom = 'exit P1·T2'\nto = '1ms'", 'ends at 1 ms ("1ms"), but begins at 6 ms'),
        ("scenario = 'two.toml'\nfollow = 'P2·T1'", "there is no thread P2·T1 in this run"),
        ("scenario = 'two.toml'\ncamera = 'core P3·T1'", "there is no thread P3·T1"),
        ("scenario = 'two.toml'\ncamera = 'core 7'", 'camera "core 7" names core 7, but there is only core 0'),
        ("scenario = 'two.toml'\nset = { cores = 2 }\nlit = ['quantum 2']", "cores are 0 to 1"),
        ("scenario = 'two.toml'\nlit = ['P1·T3']", "there is no thread P1·T3"),
        ("scenario = 'two.toml'\nlit = ['P2']", 'lit "P2" names P2, but processes are P1 to P1'),
        ("scenario = 'two.toml'\nlit = ['code P1']", "what only a program has"),
        ("scenario = 'sum.py'\nlit = ['variable w']", "a variable that sum.py never has"),
        ("scenario = 'two.toml'\n[question]\nask = 'state'\nthread = 'P9'", 'step "One": question.thread is "P9"'),
        ("scenario = 'two.toml'\n[question]\nask = 'next-thread'\ncore = 3", "question.core is 3: expected core 0"),
        ("scenario = 'endless.py'", "runs for too long"),
        ("scenario = 'broken.py'", 'step "One" cannot be run'),
    ],
)
def test_what_is_not_in_the_run_is_said_with_the_line(folder, header, message):
    with pytest.raises(LessonError) as error:
        checked(folder, header)
    assert message in str(error.value)
    assert "lesson.md, line 5" in str(error.value)


def test_variables_of_programs_can_be_lit(folder):
    lit = "scenario = 'sum.py'\nlit = ['variable z', 'globals P1', 'stack P1·T1', 'bus', 'core 0', 'P1']"
    (span,) = checked(folder, lit)
    assert span.end_ns > span.begin_ns


@pytest.fixture(scope="module")
def asking(folder):
    """A lesson that asks for z, and the run that it asks about."""
    header = "scenario = 'sum.py'\n[question]\nask = 'value'\nvariable = 'z'"
    lesson = parse_lesson(lesson_text(step_text(header)), file="lesson.md", folder=folder)
    return lesson, [Runs().trace(lesson.steps[0].scenario)]


def test_a_step_asks_what_its_run_answers(asking):
    lesson, traces = asking
    (step,) = lesson.steps
    assert question_of(lesson, step, traces, 0).answer == "30"
    assert question_of(lesson, replace(step, question=None), traces, 0) is None


def test_a_question_that_its_run_cannot_answer_is_refused(asking):
    lesson, traces = asking
    strange = QuestionSpec(kind=QuestionKind.VALUE, options={"variable": "nothing"})
    with pytest.raises(LessonError, match=r"lesson\.md, line 5"):
        question_of(lesson, replace(lesson.steps[0], question=strange), traces, 0)


def test_only_what_has_a_length_is_played():
    assert Span(begin_ns=1, end_ns=3).stretch == (1, 3)
    assert Span(begin_ns=1, end_ns=1).stretch is None
