from __future__ import annotations

import csv
import io

import pytest

from desktop_app.analysis.csv_text import csv_text


def test_fields_with_signs_of_csv_are_read_back_as_they_were():
    rows = [["figure", 'a "b", c'], ["two\nlines", "-1.5"]]
    assert list(csv.reader(io.StringIO(csv_text(rows)))) == rows


@pytest.mark.parametrize("text", ["=1+1", "+1", "@a", "-x", "\tx", "\rx"])
def test_no_field_is_a_formula(text):
    assert list(csv.reader(io.StringIO(csv_text([[text]]), newline=""))) == [[f"'{text}"]]
