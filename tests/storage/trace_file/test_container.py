import struct
import zlib
from array import array
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.storage.trace_file import container
from desktop_app.storage.trace_file.container import ColumnWriter, DamagedError, read_columns

BITS = {"B": (0, 255), "b": (-128, 127), "h": (-(2**15), 2**15 - 1), "i": (-(2**31), 2**31 - 1)}
BITS["q"] = (-(2**63), 2**63 - 1)


def written(*columns):
    stream = BytesIO()
    writer = ColumnWriter(stream)
    for name, typecode, parts, differences in columns:
        writer.write(name, typecode, parts, differences=differences)
    writer.finish()
    return stream


@settings(max_examples=40)
@given(st.data(), st.sampled_from(sorted(BITS)), st.booleans())
def test_columns_are_read_as_they_were_written(data, typecode, differences):
    numbers = st.lists(st.integers(*BITS[typecode]), max_size=20).map(lambda found: array(typecode, found))
    parts = data.draw(st.lists(numbers, max_size=4))
    stream = written(("one", typecode, parts, differences), ("two", "q", [array("q", [7])], False))
    expected = array(typecode)
    for part in parts:
        expected.extend(part)
    assert read_columns(stream, {"one": typecode, "none": "i"}) == {"one": expected, "none": array("i")}


def test_a_long_column_is_cut_into_blocks_and_put_together_again(monkeypatch):
    monkeypatch.setattr(container, "SLICE", 40)
    column = array("q", range(0, 1000, 10))
    assert read_columns(written(("x", "q", [column, column[:3]], True)), {"x": "q"})["x"] == column + column[:3]


def test_numbers_that_lie_close_to_each_other_take_little_room():
    times = [array("q", range(10**15, 10**15 + 10**9, 10**5))]
    assert len(written(("t", "q", times, True)).getvalue()) < 400 < len(written(("t", "q", times, False)).getvalue())


def test_what_would_unpack_to_too_much_is_refused_before_it_is(monkeypatch):
    stream = written(("x", "q", [array("q", bytes(8_000))], False))
    monkeypatch.setattr(container, "MOST_UNPACKED_BYTES", 4_000)
    monkeypatch.setattr(container, "_unpacked", None)  # so that it cannot
    with pytest.raises(DamagedError, match="it unpacks to more than 0 MiB, the most that is read"):
        read_columns(stream, {"x": "q"})


def test_a_block_that_says_another_length_than_it_has_is_refused():
    stored = zlib.compress(bytes(10**6))
    for count in (10, 200_000):
        stream = BytesIO()
        writer = ColumnWriter(stream)
        writer._put(struct.pack("<24s1sB2xQQI12x", b"x", b"q", 0, count, len(stored), zlib.crc32(stored)) + stored)
        writer.finish()
        with pytest.raises(DamagedError, match=r"column x (is larger|has another length)"):
            read_columns(stream, {"x": "q"})


def test_a_column_of_another_type_is_refused():
    with pytest.raises(DamagedError, match="its column x is of another type"):
        read_columns(written(("x", "q", [array("q", [1])], False)), {"x": "i"})
