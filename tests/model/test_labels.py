import pytest

from desktop_app.model.labels import process_number, thread_label, thread_numbers


@pytest.mark.parametrize("text", ["P12·T3", "P12.T3", "p12.t3"])
def test_a_thread(text):
    assert thread_numbers(text) == (12, 3)
    assert thread_label(text) == "P12·T3"
    assert process_number(text) is None


@pytest.mark.parametrize(
    "text", ["", "P", "P0", "P01", "P1·T0", "P1T2", "P1·T٣", "P1 ·T2", "P1·T2 ", "P1·T1234567", "T1"]
)
def test_what_is_no_label(text):
    assert thread_label(text) is None
    assert process_number(text) is None


def test_a_process():
    assert process_number("P7") == process_number("p7") == 7
    assert thread_numbers("P7") is None
