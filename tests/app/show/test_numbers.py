import pytest

from desktop_app.app.show.numbers import TypedNumber


@pytest.mark.parametrize(
    ("typed", "shown", "number"),
    [("", "", None), ("7", "7", 7), ("12", "12", 12), ("007", "7", 7), ("0", "", None), ("1234", "4", 4)],
)
def test_what_is_typed(typed, shown, number):
    typing = TypedNumber()
    for digit in typed:
        typing.type(digit)
    assert typing.text == shown
    assert typing.take() == number
    assert (typing.text, typing.take()) == ("", None)
