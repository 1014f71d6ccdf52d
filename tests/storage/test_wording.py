"""How values and slips are shown in error messages."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.storage.wording import closest, did_you_mean, listed, written


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("1 ms", '"1 ms"'),
        ('a"b\\', '"a\\"b\\\\"'),
        ("é\n\x1b\x9b\u202e", '"é\\n\\u001b\\u009b\\u202e"'),
        (True, "true"),
        (False, "false"),
        (-3, "-3"),
        (1e3, "1000.0"),
        (float("nan"), "nan"),
        (1 << 300, "a number of 301 bits"),
        ({}, "a table"),
        ([1], "an array"),
        (dt.date(1979, 5, 27), "1979-05-27"),
    ],
)
def test_a_value_is_shown_as_a_file_has_it(value: object, shown: str):
    assert written(value) == shown


@given(text=st.text(max_size=300))
def test_text_is_shown_on_one_line_and_short(text: str):
    shown = written(text)
    assert shown.isprintable()
    assert len(shown) <= 80
    assert shown[0] == shown[-1] == '"'


def test_a_slip_is_recognised_and_anything_else_is_not():
    known = ["cores", "quantum", "context_switch"]
    assert closest("cores_count", known) == "cores"
    assert closest("Quantum", known) == "quantum"
    assert closest("context-switch", known) == "context_switch"
    assert closest("zebra", known) is None
    assert closest("q" * 10_000_000, known) is None
    assert closest("core", known, alike=0.85) == "cores"
    assert closest("cores_count", known, alike=0.85) is None


def test_names_are_listed_once_and_not_all_when_there_are_many():
    assert listed(["A", "B b", "A"]) == '"A", "B b"'
    assert listed([]) == ""
    many = listed(f"process {number}" for number in range(1_000))
    assert many.startswith('"process 0", "process 1"')
    assert many.endswith('", …')
    assert len(many) < 200


def test_a_slip_is_followed_by_what_was_meant():
    assert did_you_mean("cors", ["cores", "policy"]) == '; did you mean "cores"?'
    assert not did_you_mean("xyz", ["cores", "policy"])
