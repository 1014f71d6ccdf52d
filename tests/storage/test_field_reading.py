"""Reading single values."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from desktop_app.model.errors import ScenarioError
from desktop_app.storage import limits
from desktop_app.storage.field_reading import FieldReader

READER = FieldReader(file="lab.toml")


def test_values_are_read():
    assert READER.label("title", UNSET, otherwise="lab") == "lab"
    assert READER.label("title", "A", otherwise="lab") == "A"
    assert READER.measure("until", "1us", limits.UNTIL) == 1_000
    assert READER.measure("ram", "1KiB", limits.CAPACITY) == 1_024
    assert READER.rate_ppm("speed", 0.5, limits.SPEED) == 500_000
    assert READER.core_numbers("affinity", [3, 0]) == (0, 3)


@pytest.mark.parametrize(
    ("read", "message"),
    [
        (lambda: READER.label("title", "", otherwise=""), 'lab.toml: title is "": expected 1 to 200 characters'),
        (lambda: READER.measure("until", "0s", limits.UNTIL), 'lab.toml: until is "0s": expected a duration of more'),
        (lambda: READER.rate_ppm("speed", 0, limits.SPEED), "lab.toml: speed is 0: expected a number from 0.001"),
        (lambda: READER.core_numbers("a", [1, 1]), "lab.toml: a[1] is 1: expected every core no more than once"),
    ],
)
def test_an_error_names_file_field_value_and_what_would_be_right(read, message: str):
    with pytest.raises(ScenarioError) as caught:
        read()
    assert str(caught.value).startswith(message)
