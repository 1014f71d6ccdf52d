import pytest

from desktop_app.views.times import time_text


@pytest.mark.parametrize(
    ("time_ns", "slot_ns", "text"),
    [(12_400_000, 100_000, "12.40 ms"), (1_234_567_890, 1_000, "1,234.5679 ms"), (1, 1, "0.000001 ms")],
)
def test_it_tells_tenths_of_an_instruction_apart(time_ns, slot_ns, text):
    assert time_text(time_ns, slot_ns) == text
