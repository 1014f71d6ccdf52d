"""Suggestions; test_process compares them with CPython's own on whole programs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.program.suggestions import _distance, suggestion_text

names = st.text("abAB_", max_size=6)


@pytest.mark.parametrize(
    ("wrong", "python", "expected"),
    [
        ("totl", "3.13.0", ". Did you mean: 'total'?"),
        ("TOTAl", "3.11.7", ". Did you mean: 'total'?"),
        ("TOTAL", "3.11.7", ""),
        ("zzzz", "3.14.0", ""),
        ("prnt", "3.12.1", ". Did you mean: 'print'?"),
        ("json", "3.12.1", ". Did you forget to import 'json'?"),
        ("json", "3.11.7", ""),
    ],
)
def test_a_near_name_is_suggested(wrong: str, python: str, expected: str) -> None:
    assert suggestion_text(wrong, ["total", "x" * 41 + "y"], python) == expected


def test_among_very_many_names_nothing_is_suggested() -> None:
    assert suggestion_text("totl", ["total", *(f"name_{index}" for index in range(800))], "3.13.0") == ""


@given(names, names, names)
def test_the_distance_is_a_metric(one: str, other: str, third: str) -> None:
    assert (_distance(one, other) == 0) is (one == other)
    assert _distance(one, other) == _distance(other, one)
    assert _distance(one, third) <= _distance(one, other) + _distance(other, third)
