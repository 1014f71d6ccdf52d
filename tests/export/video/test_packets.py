import pytest

from desktop_app.export.video.packets import EncodedPicture, read_packets, write_end, write_header, write_packet
from desktop_app.model.errors import FileError

PICTURES = [EncodedPicture(0, -1, True, b"first"), EncodedPicture(2, 0, False, b"\0" * 70_000)]


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "chunk.packets"
    with path.open("wb") as stream:
        write_header(stream, b"header")
        for picture in PICTURES:
            write_packet(stream, picture)
        write_end(stream)
    return path


def test_what_was_written_is_read(path):
    assert list(read_packets(path)) == [b"header", *PICTURES]


@pytest.mark.parametrize("left", [0, 10, 30, 60, -1])
def test_a_file_that_was_cut_off_is_refused(path, left):
    path.write_bytes(path.read_bytes()[:left])
    with pytest.raises(FileError, match="changed or cut off"):
        list(read_packets(path))


def test_a_file_that_is_gone_is_named(tmp_path):
    with pytest.raises(FileError, match="gone"):
        list(read_packets(tmp_path / "gone"))
