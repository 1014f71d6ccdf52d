from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.camera import Camera, Stop
from desktop_app.model.instant import Anchor, Instant
from desktop_app.model.lesson import Caption, CriterionName, Lesson, Shown, Side, Span, SpanStyle, Step
from desktop_app.model.lit import parse_lit
from desktop_app.model.question import QuestionKind, QuestionSpec
from desktop_app.storage.lesson_file import parse_lesson, read_lesson
from desktop_app.storage.lesson_writing import format_lesson, write_lesson
from desktop_app.storage.scenario_file import read_scenario
from tests.storage.lessons import with_files

#: Words with all that Markdown would take for something else.
WORDS = st.text(st.sampled_from("ab1.*_`#>-+~[]()<>&\\!|=\"' ×"), min_size=1, max_size=30).map(str.split).map(" ".join)
TEXTS = WORDS.filter(bool)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_files(tmp_path_factory.mktemp("lesson"))


def lesson_of(folder, **fields):
    side = Side(scenario=read_scenario(folder / "two.toml"))
    step = Step(title="One", sides=(side,), caption=Caption.of("What one sees."), end=Instant(shift_ns=10**6))
    return Lesson(title="T", steps=(replace(step, **fields),), file="lesson.md")


def again(folder, lesson):
    read = parse_lesson(format_lesson(lesson, lambda _side: "two.toml"), file="lesson.md", folder=folder)
    return replace(read, steps=tuple(replace(step, line=0) for step in read.steps))


@given(title=TEXTS, words=TEXTS, notes=st.lists(TEXTS, max_size=3))
def test_any_words_come_back_as_they_were(folder, title, words, notes):
    lesson = lesson_of(folder, title=title, caption=Caption.of(words), notes="\n\n".join(notes))
    assert again(folder, lesson) == lesson


def test_everything_comes_back_as_it_was(folder):
    caption = Caption(
        paragraphs=(
            (Span("It "), Span("goes", SpanStyle.EMPHASIS), Span(" "), Span("on", SpanStyle.STRONG)),
            (Span("x = 1", SpanStyle.CODE),),
        )
    )
    lesson = lesson_of(
        folder,
        caption=caption,
        begin=Instant(anchor=Anchor.EXIT, thread="P1·T1"),
        end=Instant(anchor=Anchor.END, shift_ns=-500_000),
        speed_ns=500_000,
        repeat=True,
        camera=Camera(stop=Stop.CORE, core=0),
        follow="P1·T2",
        lit=(parse_lit("core 0"), parse_lit("P1·T2")),
        shown=Shown.BOTH,
        figures=(CriterionName.MAKESPAN, CriterionName.WAITING_TIME),
        notes="Say this.\n\n• first\n\n• second",
        question=QuestionSpec(kind=QuestionKind.SWITCHES, options={"until": "end", "core": 0}, text="How many?"),
    )
    lesson = replace(lesson, sentence="S.", topic="Mine", simplifications=("A.", "B."), introduction="Hello.\n\n• one")
    assert again(folder, lesson) == lesson


@pytest.mark.parametrize("code", ["a`b", "a``b`", "`", "```", " x ", "x ", "**x**", "\\"])
def test_any_code_comes_back_as_it_was(folder, code):
    caption = Caption(paragraphs=((Span("See "), Span(code, SpanStyle.CODE), Span(".")),))
    assert again(folder, lesson_of(folder, caption=caption)).steps[0].caption == caption


def test_a_moment_that_stands_still(folder):
    lesson = lesson_of(folder, begin=Instant(shift_ns=5), end=None)
    assert again(folder, lesson) == lesson


def test_sides(folder):
    scenario = read_scenario(folder / "two.toml")
    sides = (Side(scenario=scenario, title="A"), Side(scenario=scenario, title="B"))
    lesson = lesson_of(folder, sides=sides, figures=())
    assert again(folder, lesson).steps[0].figures == ()
    assert [side.title for side in again(folder, lesson).steps[0].sides] == ["A", "B"]


def test_a_file(folder):
    write_lesson(lesson_of(folder), folder / "lesson.md", "two.toml")
    assert read_lesson(folder / "lesson.md").steps[0].title == "One"
