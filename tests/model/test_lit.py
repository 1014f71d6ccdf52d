import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.lit import ALONE, OF_CORE, OF_PROCESS, OF_THREAD, LitKind, LitTarget, parse_lit

NUMBERS = st.integers(1, 9999)
NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]{0,20}", fullmatch=True)
TARGETS = st.one_of(
    st.builds(LitTarget, kind=st.sampled_from(sorted(ALONE, key=str))),
    st.builds(LitTarget, kind=st.sampled_from(sorted(OF_CORE, key=str)), core=st.integers(0, 63)),
    st.builds(LitTarget, kind=st.sampled_from(sorted(OF_PROCESS - {LitKind.VARIABLE}, key=str)), process=NUMBERS),
    st.builds(LitTarget, kind=st.sampled_from(sorted(OF_THREAD, key=str)), process=NUMBERS, thread=NUMBERS),
    st.builds(LitTarget, kind=st.just(LitKind.VARIABLE), process=NUMBERS, name=NAMES),
)


@given(TARGETS)
def test_what_is_lit_is_what_its_text_says(target):
    assert parse_lit(target.text) == target


def test_every_kind_can_be_written():
    assert set(LitKind) == ALONE | OF_CORE | OF_PROCESS | OF_THREAD


def test_a_text_may_be_written_as_people_write():
    assert parse_lit(" Ready  Queue ") == LitTarget(kind=LitKind.READY_QUEUE)
    assert parse_lit("p1.t2") == LitTarget(kind=LitKind.THREAD, process=1, thread=2)
    assert parse_lit("variable z") == LitTarget(kind=LitKind.VARIABLE, process=1, name="z")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "moon",
        "core",
        "core x",
        "core 1 2",
        "code",
        "code P1·T1",
        "stack P1",
        "variable",
        "variable 1x",
        "process P1",
        "thread P1·T1",
        "P0",
        "T1",
        "variable P1 a b",
    ],
)
def test_what_is_nothing_on_the_stage_is_refused(text):
    with pytest.raises(ValueError, match="such as core 0"):
        parse_lit(text)
