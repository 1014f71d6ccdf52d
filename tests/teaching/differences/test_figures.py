import pytest

from desktop_app.teaching.differences.figures import (
    Outcome,
    Quantity,
    Unit,
    of_bytes,
    of_outcome,
    of_speed_up,
    of_time,
    of_value,
)


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12_600_000, Unit.BYTES, "12.6 MB"),
        (16_384, Unit.BYTES, "16.38 KB"),
        (70_000, Unit.NANOSECONDS, "0.07 ms"),
        (48_000_000, Unit.NANOSECONDS, "48 ms"),
        (123_456_789, Unit.NANOSECONDS, "123 ms"),
        (0, Unit.NANOSECONDS, "0 ms"),
        (3.517, Unit.SPEED_UP, "×3.52"),
        (1.0, Unit.CORES, "1 core used"),
        (0.998, Unit.CORES, "1 core used"),
        (3.604, Unit.CORES, "3.6 cores used"),
        ("z is 30", Unit.VALUE, "z is 30"),
    ],
)
def test_how_people_read_a_quantity(value, unit, text):
    assert Quantity(value=value, unit=unit).text == text


def test_bars_compare_what_has_a_size():
    assert of_bytes("a", 1).compares
    assert of_time("a", 1).compares
    assert of_speed_up("a", 2.0, 1.5).compares
    assert not of_value("a", "10").compares
    assert not of_outcome("a", Outcome.REFUSED).compares
