import os

import pytest

from desktop_app.model.camera import Camera, Stop
from desktop_app.model.errors import FileError, LessonError
from desktop_app.model.instant import END, START, Instant
from desktop_app.model.lesson import MAX_STEPS, CriterionName, Shown, Span, SpanStyle
from desktop_app.model.lit import LitKind
from desktop_app.model.machine import GilMode
from desktop_app.model.question import QuestionKind
from desktop_app.storage.lesson_file import parse_lesson, read_heading, read_lesson
from desktop_app.storage.resources import resource_path
from tests.storage.lessons import HEADER, TWO, lesson_text, step_text, with_files


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return with_files(tmp_path_factory.mktemp("lesson"))


def parsed(folder, text):
    return parse_lesson(text, file="lesson.md", folder=folder)


def refusal(folder, text):
    with pytest.raises(LessonError) as error:
        parsed(folder, text)
    return str(error.value)


def test_a_lesson_with_everything(folder):
    header = """scenario = "two.toml"
set = { cores = 2, gil = "free-threaded" }
from = "1ms"
to = "end"
speed = "0.5ms"
repeat = true
camera = "core P1·T2"
follow = "P1.T2"
lit = ["ready queue", "core 0"]
show = "both"
figures = ["waiting-time", "makespan"]

[question]
ask = "next-thread"
core = 0
text = "Who is next?"
"""
    text = lesson_text(
        "Say hello.\n",
        step_text(header, caption="It *goes* **on** with `x`.\n\nAnd on.\n\n> Say this.\n>\n> - first\n> - second"),
        header='+++\ntitle = "T"\nsentence = "S."\ntopic = "The course"\nsimplifications = ["Time is scaled."]\n+++\n',
    )
    lesson = parsed(folder, text)
    assert (lesson.title, lesson.sentence, lesson.topic) == ("T", "S.", "The course")
    assert lesson.simplifications == ("Time is scaled.",)
    assert lesson.introduction == "Say hello."
    (step,) = lesson.steps
    assert (step.begin, step.end) == (Instant(shift_ns=1_000_000), END)
    assert (step.speed_ns, step.repeat, step.shown) == (500_000, True, Shown.BOTH)
    assert step.figures == (CriterionName.WAITING_TIME, CriterionName.MAKESPAN)
    assert step.camera == Camera(stop=Stop.CORE, thread="P1·T2")
    assert step.follow == "P1·T2"
    assert [target.kind for target in step.lit] == [LitKind.READY_QUEUE, LitKind.CORE]
    assert step.scenario.machine.cores == 2
    assert step.scenario.machine.gil is GilMode.FREE_THREADED
    assert step.question.kind is QuestionKind.NEXT_THREAD
    assert step.question.options == {"core": 0}
    assert step.question.text == "Who is next?"
    assert step.caption.text == "It goes on with x.\nAnd on."
    assert step.caption.paragraphs[0][1] == Span("goes", SpanStyle.EMPHASIS)
    assert step.caption.paragraphs[0][3] == Span("on", SpanStyle.STRONG)
    assert step.notes == "Say this.\n\n• first\n\n• second"
    assert step.line == text.split("\n").index("## One") + 1


def test_what_a_step_leaves_out_is_as_before(folder):
    lesson = parsed(
        folder,
        lesson_text(
            step_text('scenario = "two.toml"\nset = { cores = 2 }'),
            step_text(""),
            step_text("set = { cores = 4 }"),
            "## Without a block\n\nIt goes on.\n",
        ),
    )
    assert [step.scenario.machine.cores for step in lesson.steps] == [2, 2, 4, 4]
    assert lesson.steps[0].scenario is lesson.steps[1].scenario
    assert (lesson.steps[1].begin, lesson.steps[1].end) == (START, END)


def test_sides(folder):
    header = '[[side]]\ntitle = "A"\nscenario = "two.toml"\n\n[[side]]\nset = { cores = 2 }\n'
    (step,) = parsed(folder, lesson_text(step_text(header))).steps
    assert [side.title for side in step.sides] == ["A", "Two"]
    assert [side.scenario.machine.cores for side in step.sides] == [1, 2]


def test_a_program_is_a_scenario_too(folder):
    (step,) = parsed(folder, lesson_text(step_text('scenario = "sum.py"'))).steps
    assert step.scenario.processes[0].program.source.startswith("x = 10")


def test_what_looks_like_html_or_a_link_is_text(folder):
    caption = "<b>bold</b> [a](http://x.y) ![i](p.png) <http://z> &amp; end"
    (step,) = parsed(folder, lesson_text(step_text(caption=caption))).steps
    assert step.caption.text == caption


def test_a_lesson_from_windows(folder, tmp_path):
    with_files(tmp_path)
    path = tmp_path / "lesson.md"
    path.write_bytes(b"\xef\xbb\xbf" + lesson_text(step_text()).replace("\n", "\r\n").encode())
    assert read_lesson(path).steps[0].title == "One"


def test_the_heading_is_read_without_the_steps(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text(HEADER + "\nno steps at all")
    assert read_heading(path).title == "A lesson"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "lesson.md, line 1: there is no header: expected a header between two lines +++"),
        ("# A lesson\n", "line 1: there is no header"),
        ('+++\ntitle = "x"\n', "line 1: the header does not end"),
        ("+++\n+++\n" + step_text(), "line 2: title is missing"),
        ('+++\ntitle = "x"\nauthor = "y"\n+++\n' + step_text(), 'line 3: "author" means nothing here'),
        ("+++\ntitle = x\n+++\n" + step_text(), "line 2: this is"),
        (HEADER, "line 3: there is no step: expected a heading such as ##"),
        (HEADER + "\n# Big\n", "line 5: this heading is no step"),
        (HEADER + "\n##\n\ntext\n", "line 5: the step has no title"),
        (lesson_text(step_text(caption="")), 'line 5: the step "One" has no caption'),
        (
            lesson_text(step_text(caption="x" * 281)),
            "caption of this step has 281 characters: expected at most 280",
        ),
        (lesson_text(step_text(caption="a\u202eb")), "holds a character that cannot be shown"),
        (lesson_text(step_text(caption="Look.\n\n```python\nx\n```")), "line 13: this block is not the step's header"),
        (lesson_text("```toml\nat = 1\n```\n", step_text()), "line 5: this block belongs to no step"),
        (lesson_text(step_text('scenario = "nope.toml"')), 'line 8: scenario "nope.toml" cannot be used'),
        (lesson_text(step_text('scenario = "../two.toml"')), "outside the folder"),
        (lesson_text(step_text('scenario = "two.toml"\ncamera = "moon"')), 'line 9: camera is "moon": expected a stop'),
        (lesson_text(step_text('scenario = "two.toml"\nat = "soon"')), 'line 9: at is "soon": expected a time'),
        (lesson_text(step_text('scenario = "two.toml"\nat = 3')), "line 9: at is 3: expected a text"),
        (lesson_text(step_text('scenario = "two.toml"\nat = "1ms"\nto = "2ms"')), "line 10: to is"),
        (lesson_text(step_text('scenario = "two.toml"\nfrom = "2ms"\nto = "1ms"')), "expected a moment after 2ms"),
        (lesson_text(step_text('scenario = "two.toml"\nlit = ["core x"]')), 'line 9: lit is "core x"'),
        (lesson_text(step_text('scenario = "two.toml"\nlit = "core 0"')), "expected a list of at most"),
        (lesson_text(step_text('scenario = "two.toml"\nspeed = "0ms"')), "expected simulated time that passes"),
        (lesson_text(step_text('scenario = "two.toml"\nrepeat = 1')), "line 9: repeat is 1: expected true or false"),
        (lesson_text(step_text('scenario = "two.toml"\nshow = "film"')), 'expected "stage" or "timeline" or "both"'),
        (
            lesson_text(step_text('scenario = "two.toml"\nfigures = ["makespam"]')),
            'did you mean "makespan"?',
        ),
        (lesson_text(step_text('scenario = "two.toml"\nfigures = true')), "expected false, or a list such as"),
        (
            lesson_text(step_text('scenario = "two.toml"\nfigures = ["memory", "memory"]')),
            "expected each figure once",
        ),
        (lesson_text(step_text('scenario = "two.toml"\nfollow = "T1"')), "expected a thread such as P1·T2"),
        (lesson_text(step_text('scenario = "two.toml"\ncamra = "all"')), 'did you mean "camera"?'),
        (lesson_text(step_text('scenario = "two.toml"\nset = { cores = 99 }')), "line 9: set.cores is"),
        (
            lesson_text(step_text('scenario = "two.toml"\nset = { core = 2 }')),
            "line 9: set.core is 2: expected",
        ),
        (lesson_text(step_text('scenario = "two.toml"\nset = 3')), "line 9: set is 3: expected a table"),
        (lesson_text(step_text("at = '1ms'")), "line 8: the first step shows nothing"),
        (lesson_text(step_text("[[side]]\nscenario = 'two.toml'")), "expected 2 to 4 tables [[side]]"),
        (lesson_text(step_text("side = 1")), "expected 2 to 4 tables [[side]]"),
        (lesson_text(step_text("scenario = 'two.toml'\n[question]\nask = 'x'")), "line 10: question.ask is"),
        (
            lesson_text(step_text("scenario = 'two.toml'\n[question]\nask = 'value'")),
            "expected a key variable",
        ),
        (
            lesson_text(step_text("scenario = 'two.toml'\n[question]\nask = 'makespan'\nanswer = 3")),
            'line 11: "answer" means nothing here',
        ),
        (
            lesson_text(step_text("scenario = 'two.toml'\n[question]\nask = 'switches'\nuntil = 'x'")),
            'line 11: question.until is "x"',
        ),
        (
            lesson_text(step_text("set = { cores = 2 }")),
            "line 8: the first step names no scenario: expected",
        ),
        (
            lesson_text(step_text("[[side]]\ntitle = 'A'\n[[side]]\nscenario = 'two.toml'")),
            "line 8: this side names no scenario",
        ),
        (
            lesson_text(step_text("scenario = 'two.toml'\nquestion = { ask = 'x' }")),
            "line 9: question.ask is",
        ),
        (
            lesson_text(step_text(f"scenario = 'two.toml'\nset = {{ cores = 0x{'F' * 5_000} }}")),
            "line 9: set.cores is a number of 20000 bits",
        ),
        (
            lesson_text(step_text(caption=f"What one sees.\n\n> {'a' * 10_000}\n>\n> b")),
            "line 5: the notes of this step have 10003 characters: expected at most 10000",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_line(folder, text, message):
    assert message in refusal(folder, text)


def test_ten_thousand_steps_are_refused_where_they_become_too_many(folder):
    text = lesson_text(*[step_text()] * 10_000)
    assert refusal(folder, text).startswith(
        f"lesson.md, line {text.split(chr(10)).index('## One') + 1 + MAX_STEPS * 8}: there are more than {MAX_STEPS}"
    )


def test_scenarios_too_large_together_are_refused_and_one_file_counts_once(tmp_path):
    with_files(tmp_path)
    for number in range(9):
        (tmp_path / f"{number}.toml").write_text(TWO + "# " + "x" * ((1 << 20) - len(TWO) - 2))
    steps = [step_text(f'scenario = "{number}.toml"') for number in range(8)]
    again = [step_text(f'scenario = "{"./" * number}0.toml"') for number in range(20)]
    lesson = parsed(tmp_path, lesson_text(*steps, *again))
    assert lesson.steps[-1].scenario.processes is lesson.steps[0].scenario.processes
    last = step_text('scenario = "8.toml"')
    message = refusal(tmp_path, lesson_text(*steps, last))
    assert message.startswith('lesson.md, line 72: with scenario "8.toml" the scenarios and programs')
    assert message.endswith("expected at most 8 MiB together; make two lessons of it")


def test_programs_of_scenarios_count_too(tmp_path):
    with_files(tmp_path)
    for number in range(9):
        (tmp_path / f"{number}.py").write_text("#" * ((1 << 20) - 100))
        (tmp_path / f"{number}.toml").write_text(f'[[process]]\nprogram = "{number}.py"\n')
    steps = [step_text(f'scenario = "{number}.toml"') for number in range(9)]
    assert "too large" in refusal(tmp_path, lesson_text(*steps))


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_no_link_leads_out_of_the_folder(tmp_path):
    (tmp_path / "inside").mkdir()
    with_files(tmp_path)
    (tmp_path / "inside" / "two.toml").symlink_to(tmp_path / "two.toml")
    with pytest.raises(LessonError, match="outside the folder"):
        parsed(tmp_path / "inside", lesson_text(step_text()))


def test_a_file_that_is_no_text_or_too_large_is_refused(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_bytes(b"+++\n\xff")
    with pytest.raises(FileError, match="line 2 is not UTF-8"):
        read_lesson(path)
    path.write_bytes(b"x" * 300_000)
    with pytest.raises(FileError):
        read_lesson(path)


@pytest.mark.parametrize(
    "piece", ["> " * 50_000, "*" * 100_000, "`" * 100_000, "- " * 50_000, "[" * 100_000, "_a*" * 30_000]
)
def test_hostile_markdown_takes_little_time_and_no_recursion(folder, piece):
    refusal(folder, lesson_text(step_text(caption=piece)))


def test_the_guide_shows_a_lesson_that_can_be_read(folder, tmp_path):
    guide = resource_path("guide/lessons.md").read_text(encoding="utf-8")
    example = guide.split("````markdown\n")[1].split("\n````")[0] + "\n"
    with_files(tmp_path)
    (tmp_path / "two-threads.toml").write_text((tmp_path / "two.toml").read_text())
    (step,) = parsed(tmp_path, example).steps
    assert step.title == "The scheduler decides"
    kinds = {kind.value for kind in QuestionKind}
    assert all(f"`{kind}`" in guide for kind in kinds)
