import struct

import pytest

from desktop_app.export.animated import webp
from desktop_app.model.errors import FileError
from tests.export.animated.films import moving, write


def test_the_file_says_how_long_it_is(tmp_path):
    for chunk in (1, 2, 9):
        data = write(moving(5), tmp_path, "webp", chunk=chunk).read_bytes()
        assert struct.unpack_from("<4sI4s", data) == (b"RIFF", len(data) - 8, b"WEBP")
        names, place = [], 12
        while place < len(data):
            name, size = struct.unpack_from("<4sI", data, place)
            names.append(name)
            place += 8 + size
            assert size % 2 == 0
        assert names == [b"VP8X", b"ANIM", *[b"ANMF"] * 5]
        assert place == len(data)


def test_a_file_that_webp_cannot_hold_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(webp, "_MOST_BYTES", 200)
    with pytest.raises(FileError, match="cannot be that large; choose less of the run"):
        write(moving(5), tmp_path, "webp")
    assert not (tmp_path / "film.webp").exists()
