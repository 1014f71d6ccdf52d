from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.views.stage.text import (
    Face,
    assignment_fitted,
    one_line,
    ram_text,
    size_text,
    slice_text,
    thread_part,
    time_text,
    wrapped,
)

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (1023, "1023 B"), (1331, "1.3 KiB"), (182 * 1024, "182 KiB"), (61 * 2**20, "61.0 MiB")],
)
def test_sizes(size, text):
    assert size_text(size) == text


@pytest.mark.parametrize(
    ("size", "ram", "text"),
    [
        (0, None, "0 B"),
        (42_600_000, 512 * 10**6, "42.6 MB"),
        (220 * 10**6, None, "220 MB"),
        (8 * 10**9, 8 * 10**9, "8 GB"),
        (64 * 2**10, 2**20, "64 KiB"),
        (1_500, 2**20, "1.5 KiB"),
    ],
)
def test_ram_is_counted_in_its_own_units(size, ram, text):
    assert ram_text(size, ram) == text


@pytest.mark.parametrize(
    ("time_ns", "slot_ns", "text"),
    [(12_400_000, 100_000, "12.40 ms"), (0, 100_000, "0.00 ms"), (1_234_567, 1_000, "1.2346 ms")],
)
def test_times_tell_tenths_of_a_slot_apart(time_ns, slot_ns, text):
    assert time_text(time_ns, slot_ns) == text


def test_a_slice_says_how_much_of_it_is_used():
    assert slice_text(640_000, 1_000_000, 100_000) == "0.64 of 1 ms"
    assert slice_text(640_000, 2_500_000, 100_000) == "0.64 of 2.5 ms"
    assert slice_text(640_000, None, 100_000) == "0.64 ms"


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=60), st.floats(0, 400))
def test_a_fitted_text_fits(text, width):
    face = Face(15, 500, mono=True)
    fitted = face.fitted(text, width)
    assert face.width(fitted) <= width or fitted == ""
    assert fitted in {text, ""} or "…" in fitted


def test_a_stack_keeps_its_top_when_it_is_shortened():
    assert Face(15, 600, mono=True).fitted("10 20 30 40 50 60", 80, keep_end=True).endswith("60")


def test_digits_of_the_interface_font_are_of_one_width():
    face = Face(15, 500)
    assert len({round(face.width(digit), 3) for digit in "0123456789"}) == 1


def test_a_value_is_one_line():
    assert one_line("a\nb\tc") == "a b c"
    assert one_line("LOAD_NAME  x") == "LOAD_NAME  x"


def test_a_stack_is_labelled_by_its_thread():
    assert thread_part("P1·T2") == "T2"


@given(st.text(st.characters(codec="ascii", exclude_categories=["C"]), max_size=80), st.floats(20, 400))
def test_wrapped_lines_fit_and_lose_nothing_but_the_space_between_them(text, width):
    face = Face(15, 500)
    lines = wrapped(face, text, width)
    assert all(face.width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_lines_are_broken_between_words_and_keep_their_indentation():
    face = Face(15, 500, mono=True)
    assert wrapped(face, "    one two three", face.width("    one two")) == ["    one two", "three"]
    assert wrapped(face, "    y = x / 0", 400) == ["    y = x / 0"]


def test_a_long_text_is_never_measured_as_a_whole(monkeypatch):
    face, longest = Face(15, 500), []
    width = Face.width

    def measured(self, text):
        longest.append(len(text))
        return width(self, text)

    monkeypatch.setattr(Face, "width", measured)
    assert len(wrapped(face, "x" * 20_000, 300)) > 100
    assert max(longest) <= 300


def test_of_an_assignment_the_name_is_shortened_before_the_value():
    face = Face(15, 600, mono=True)
    char = face.width("0")
    assert assignment_fitted(face, "total = 15", 10.5 * char) == "total = 15"
    assert assignment_fitted(face, "total_of_all = 15", 10.5 * char) == "tota… = 15"
    assert assignment_fitted(face, "x = " + "9" * 40, 10.5 * char) == "x = 99999…"
    assert assignment_fitted(face, "9" * 40, 5.5 * char) == "9999…"


@given(st.text(max_size=30), st.text(max_size=30), st.floats(0, 400))
def test_a_shortened_assignment_fits(name, value, width):
    face = Face(15, 600, mono=True)
    assert face.width(assignment_fitted(face, f"{name} = {value}", width)) <= width
