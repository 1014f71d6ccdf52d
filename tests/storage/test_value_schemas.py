"""What a JSON Schema says of single values holds for all that a file may have."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.durations import MAX_DURATION_NS, format_duration
from desktop_app.model.sizes import MAX_SIZE_BYTES, format_size
from desktop_app.program.bursts import is_name
from desktop_app.storage import limits, value_schemas
from desktop_app.storage.value_schemas import LABEL, NAME, duration_range, duration_schema, size_range, size_schema
from tests.strategies import labels


def fits(schema: dict[str, object], text: str) -> bool:
    return re.search(str(schema["pattern"]), text) is not None


@given(nanoseconds=st.integers(0, MAX_DURATION_NS))
def test_every_duration_fits_but_for_none_at_all(nanoseconds: int):
    assert fits(duration_schema(limits.ARRIVAL), format_duration(nanoseconds))
    assert fits(duration_schema(limits.UNTIL), format_duration(nanoseconds)) is (nanoseconds > 0)


@given(size=st.integers(0, MAX_SIZE_BYTES))
def test_every_size_fits_but_for_none_at_all(size: int):
    assert fits(size_schema(limits.MEMORY), format_size(size))
    assert fits(size_schema(limits.CAPACITY), format_size(size)) is (size > 0)
    assert fits(size_schema(limits.BANDWIDTH), f"{format_size(size)}/s") is (size > 0)
    assert not fits(size_schema(limits.BANDWIDTH), format_size(size))


@pytest.mark.parametrize("text", ["0ms", " 0.000 s", "0ns", "1", "-1ms", "1h", "ms"])
def test_what_is_no_time_at_all_is_no_period(text: str):
    assert not fits(duration_schema(limits.TASK), text)


@pytest.mark.parametrize("text", ["0.001ms", "10s", " 007us "])
def test_zeros_do_not_make_a_zero(text: str):
    assert fits(duration_schema(limits.TASK), text)


@given(text=labels | st.text(max_size=5))
def test_a_label_is_what_loading_takes_for_one(text: str):
    if len(text) <= limits.MAX_LABEL_CHARS:
        assert fits(LABEL, text) is limits.is_label(text) or any("\ud800" <= mark <= "\udfff" for mark in text)


@pytest.mark.parametrize("text", ["", " ", "a\n", "\x9b31m", "\u2028", "\u202eb", "a\u2066"])
def test_what_cannot_be_shown_on_a_line_is_no_label(text: str):
    assert not fits(LABEL, text)


@given(text=st.from_regex(r"[^\W\d][\w-]{0,99}", fullmatch=True) | st.text("a-_ .9é", max_size=4))
def test_a_name_is_what_loading_takes_for_one(text: str):
    assert fits(NAME, text) or not is_name(text)
    if text and text.isascii():
        assert fits(NAME, text) is is_name(text)


def test_ranges_are_said_in_units():
    assert duration_range(limits.QUANTUM) == "From 1us to 3600s."
    assert duration_range(limits.ARRIVAL) == "From 0ms to 366 days."
    assert size_range(limits.CAPACITY) == "From 1B to 1024TiB."
    assert size_range(limits.BANDWIDTH) == "From 1B/s to 1024TiB/s."


@pytest.mark.skipif(shutil.which("node") is None, reason="no ECMAScript here")
def test_ecmascript_reads_the_patterns_alike():
    cases = [
        (LABEL, "ä 😀", True),
        (LABEL, "\u202ea", False),
        (NAME, "räv-1", True),
        (NAME, "1a", False),
        (NAME, "a b", False),
        (duration_schema(limits.UNTIL), "0.0ms", False),
        (duration_schema(limits.UNTIL), "0.5 µs", True),
        (size_schema(limits.BANDWIDTH), "2MB/s", True),
        (value_schemas.NOT_BLANK, " ", False),
    ]
    script = "".join(
        f"if (new RegExp({json.dumps(schema['pattern'])}, 'u').test({json.dumps(text)}) !== {str(right).lower()}) "
        f"throw new Error({json.dumps(text)});"
        for schema, text, right in cases
    )
    subprocess.run(["node", "-e", script], check=True, timeout=60, capture_output=True)
