import pytest

from desktop_app.model.lesson import SpanStyle
from desktop_app.views.caption.question import AskedQuestion, in_code, note_words, question_text

ASKED = AskedQuestion(
    prompt="What is `z` at the end?", choices=("10", "30"), right=1, explanation="`z = x + y` stores 30.", votes=(2, 1)
)


def test_before_it_is_revealed_nothing_says_the_answer():
    assert question_text(ASKED) == (
        "What is `z` at the end?\nA: 10; votes: 2\nB: 30; votes: 1\nThe answer is computed from the run.\n3 votes"
    )


def test_once_it_is_revealed_it_says_what_is_right_and_why():
    told = question_text(
        AskedQuestion(prompt="Deadlock?", choices=("yes", "no"), right=1, explanation="why", revealed=True, picked=0)
    )
    assert told.splitlines()[1:4] == ["A: yes; chosen", "B: no; this is right", "why"]


def test_votes_are_counted_in_words():
    assert note_words(AskedQuestion(prompt="?", choices=("a",), votes=(1,)))[1] == "1 vote"
    assert note_words(AskedQuestion(prompt="?"))[1] == ""


def test_backticks_in_pairs_mean_code_and_single_ones_nothing():
    assert [(span.text, span.style) for span in in_code("is `z` 3?")[0]] == [
        ("is ", SpanStyle.PLAIN),
        ("z", SpanStyle.CODE),
        (" 3?", SpanStyle.PLAIN),
    ]
    assert [span.text for span in in_code("a ` b")[0]] == ["a ` b"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices": ("a",) * 7},
        {"choices": ("a", "b"), "votes": (1,)},
        {"choices": ("a",), "votes": (-1,)},
        {"choices": ("a",), "right": 1},
        {"right": 0},
        {"choices": ("a",), "picked": -1},
    ],
)
def test_what_cannot_be_shown_is_refused(wrong):
    with pytest.raises(ValueError, match=r"choice|votes"):
        AskedQuestion(prompt="?", **wrong)
