import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.quoting import file_shown, line_shown, quoted


@given(st.text())
def test_quoted_text_is_printable_and_reads_back(text):
    assert quoted(text).isprintable()
    assert json.loads(quoted(text)) == text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("lab 1/ä.toml", "lab 1/ä.toml"),
        ('a"b.py', 'a"b.py'),
        ("a\x1b]0;x\x07.py", '"a\\u001b]0;x\\u0007.py"'),
        ("\u202eyp.a", '"\\u202eyp.a"'),
        ("\udcff.py", '"\\udcff.py"'),
    ],
)
def test_a_file_name_is_shown_as_it_is_where_a_terminal_takes_it(name, shown):
    assert file_shown(name) == shown


@given(st.text())
def test_a_line_keeps_its_length(text):
    assert len(line_shown(text)) == len(text)
    assert line_shown(text).isprintable()
