"""The library's json beside the host's own."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("json")
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


def attempt(module: object, text: str) -> str:
    try:
        return repr(module.loads(text))  # type: ignore[attr-defined]
    except ValueError as error:
        return str(error)


def test_it_does_what_the_real_module_does() -> None:
    check("json")


@given(values, st.none() | st.integers(0, 3), st.booleans())
def test_a_value_has_the_same_text_and_comes_back(value: object, indent: int | None, ascii_only: bool) -> None:
    text = ours.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert text == json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert ours.loads(text) == value


@given(st.text('[]{}",:\\ 01.-eEtruenl\n', max_size=10))
def test_a_text_that_is_no_json_fails_in_the_same_words(text: str) -> None:
    assert attempt(ours, text) == attempt(json, text)
