"""The library's textwrap beside the host's own."""

from __future__ import annotations

import textwrap

from hypothesis import given
from hypothesis import strategies as st

from tests.program.library.loader import Library, check

ours = Library().load("textwrap")
text = st.text("ab c-.\n\t1,", max_size=40)


def test_it_does_what_the_real_module_does() -> None:
    check("textwrap")


@given(text, st.integers(1, 12), st.booleans())
def test_lines_are_the_same(words: str, width: int, at_hyphens: bool) -> None:
    mine = ours.wrap(words, width, break_on_hyphens=at_hyphens)
    assert mine == textwrap.wrap(words, width, break_on_hyphens=at_hyphens)


@given(st.text("ab \n\t", max_size=30))
def test_margins_are_the_same(lines: str) -> None:
    assert ours.dedent(lines) == textwrap.dedent(lines)
    assert ours.indent(lines, "> ") == textwrap.indent(lines, "> ")
