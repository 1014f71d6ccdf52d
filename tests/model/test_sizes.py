import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.sizes import MAX_SIZE_BYTES, format_size, parse_size


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("50MB", 50_000_000),
        ("64KiB", 65_536),
        ("8GB", 8_000_000_000),
        ("0B", 0),
        (" 1.5 MiB ", 1_572_864),
        ("0.001KB", 1),
        ("1kb", 1_000),
        ("1024TiB", 2**50),
    ],
)
def test_a_size_is_a_number_and_a_unit(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "1", "MB", "-1MB", "1 PB", "iB", "1iB", "1e3MB", "0.5B", "0.0001KB", "٣MB"])
def test_what_is_no_size_is_refused(text):
    with pytest.raises(ValueError, match=r"size|bytes"):
        parse_size(text)


@pytest.mark.parametrize("text", [f"{MAX_SIZE_BYTES + 1}B", f"{'9' * 20}B", f"{'9' * 100_000}TB"])
def test_a_size_has_a_limit(text):
    with pytest.raises(ValueError, match=r"^a size of at most 1024 TiB$"):
        parse_size(text)


@pytest.mark.parametrize("text", ["0.5B", f"0.{'0' * 40}1TiB", f"0.{'0' * 100_000}1TiB"])
def test_a_byte_is_not_split(text):
    with pytest.raises(ValueError, match=r"^a whole number of bytes$"):
        parse_size(text)


def test_digits_change_nothing_where_they_say_nothing():
    assert parse_size(f"{'0' * 30}1.5{'0' * 30}KiB") == 1_536
    assert parse_size("0.0000000000009094947017729282379150390625TiB") == 1


def test_a_unit_that_there_is_not_is_answered_with_those_that_there_are():
    with pytest.raises(ValueError, match=r"in B, KB, MB, GB, TB, KiB, MiB, GiB, TiB, at most 1024TiB$"):
        parse_size("1PB")


@given(st.integers(0, MAX_SIZE_BYTES))
def test_formatting_is_exact(size):
    assert parse_size(format_size(size)) == size


def test_the_shortest_text_is_chosen():
    sizes = (0, 999, 1_000, 1_024, 1_536, 16_384, 1_500_000, 12_600_000, 2**50)
    assert [format_size(size) for size in sizes] == [
        "0B",
        "999B",
        "1KB",
        "1KiB",
        "1.5KiB",
        "16KiB",
        "1.5MB",
        "12.6MB",
        "1024TiB",
    ]
