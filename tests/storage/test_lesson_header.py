import pytest

from desktop_app.model.errors import LessonError
from desktop_app.model.instant import END, START, Instant
from desktop_app.model.question import QuestionKind
from desktop_app.storage.lesson_header import Header, read_figures, read_followed, read_lit, read_question, read_span

SIDES = "x = 1\n\n[[side]]\ntitle = 'A'\n\n[[side]]\n'scenario' = 'b'\n[question]\nask = 'state'\n"


def header(text):
    return Header(text, 10, "lesson.md")


def refusal(read, text):
    with pytest.raises(LessonError) as error:
        read(header(text))
    return str(error.value)


@pytest.mark.parametrize(
    ("key", "table", "number", "line"),
    [
        ("x", "", 0, 10),
        ("y", "", 0, 10),
        ("title", "side", 0, 13),
        ("scenario", "side", 0, 12),  # that of the other side is not meant
        ("scenario", "side", 1, 16),
        ("ask", "question", 0, 18),
    ],
)
def test_where_a_key_stands(key, table, number, line):
    assert header(SIDES).line_of(key, table, number) == line


def test_a_table_in_one_line_is_on_that_line():
    assert header("x = 1\nquestion = { ask = 'state' }").line_of("ask", "question") == 11


def test_what_is_no_toml_is_said_with_its_line_in_the_lesson():
    with pytest.raises(LessonError, match=r"lesson\.md, line 11: this is \"b\""):
        header("a = 1\nb\n")


def test_a_stretch_is_the_whole_run_where_nothing_is_said():
    assert read_span(header("")) == (START, END)
    assert read_span(header("at = '1ms'")) == (Instant(shift_ns=1_000_000), None)


def test_a_stretch_that_ends_before_it_begins_is_refused():
    assert "line 11: to is" in refusal(read_span, "from = '2ms'\nto = '1ms'")
    assert "line 11: speed is" in refusal(read_span, "at = '2ms'\nspeed = '1ms'")


def test_a_followed_thread_has_its_usual_label():
    assert read_followed(header("follow = 'p1.t2'")) == "P1·T2"
    assert "a thread such as P1·T2" in refusal(read_followed, "follow = 'P1'")


def test_things_that_are_lit():
    assert [target.text for target in read_lit(header("lit = ['Core 0', 'p1.t2']"))] == ["core 0", "P1·T2"]
    assert 'line 10: lit is "moon"' in refusal(read_lit, "lit = ['ram', 'moon']")
    assert "at most 16 texts" in refusal(read_lit, f"lit = {['ram'] * 17}")


def test_figures():
    assert read_figures(header("")) is None
    assert read_figures(header("figures = false")) == ()
    assert "each figure once" in refusal(read_figures, "figures = ['makespan', 'makespan']")
    assert 'did you mean "makespan"?' in refusal(read_figures, "figures = ['makspan']")


def test_a_question_has_the_options_of_its_kind():
    spec = read_question(header("[question]\nask = 'switches'\nuntil = 'end'\ncore = 0\ntext = 'How often?'"))
    assert (spec.kind, spec.text) == (QuestionKind.SWITCHES, "How often?")
    assert spec.options == {"until": "end", "core": 0}
    with pytest.raises(TypeError):
        spec.options["core"] = 1
    assert read_question(header("")) is None
    assert "line 12: question.core is true" in refusal(read_question, "[question]\nask = 'switches'\ncore = true")
    assert "line 12: question.core is -1" in refusal(read_question, "[question]\nask = 'switches'\ncore = -1")
    assert 'line 12: "lock" means nothing here' in refusal(read_question, "[question]\nask = 'switches'\nlock = 'm'")
