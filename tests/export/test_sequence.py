"""A folder of frames is there as a whole or not at all, and its files are the same however they were made."""

import errno
import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from desktop_app.export import sequence
from desktop_app.export.easel import Easel
from desktop_app.export.png import png_bytes
from desktop_app.export.progress import CancelledError, Untold
from desktop_app.export.sequence import sequence_folder, write_frames, write_manifest
from desktop_app.model.errors import FileError
from tests.export.films import Counting, film_of, moments_of_bursts

pytestmark = pytest.mark.usefixtures("qapp")
FRAMES = 7


def write_sequence(film, easel, out, progress):
    with sequence_folder(out) as folder:
        write_frames(film, 0, film.frames, easel, folder, progress)
        write_manifest(film, folder)


@pytest.fixture(scope="module")
def film():
    return film_of(moments_of_bursts(), 0, 6_000_000, frames=FRAMES)


@pytest.fixture(scope="module")
def written(film, tmp_path_factory, qapp):
    out = tmp_path_factory.mktemp("sequence") / "frames"
    write_sequence(film, Easel(film.look), out, Untold())
    return out


def contents(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_each_frame_is_a_file_of_exactly_its_picture(film, written):
    files = sorted(written.glob("*.png"))
    assert [file.name for file in files] == [f"frame_{k:05}.png" for k in range(FRAMES)]
    for k in (0, 3, FRAMES - 1):
        image = Easel(film.look).paint(film.seen(k))
        expected = np.frombuffer(bytes(image.constBits()), np.uint8).reshape(180, 320, 4)[:, :, 2::-1]
        with Image.open(files[k]) as picture:
            assert np.array_equal(np.asarray(picture), expected)
    assert len({file.read_bytes() for file in files}) == FRAMES
    assert json.loads((written / "manifest.json").read_text())["frames"] == FRAMES
    assert len(contents(written)) == FRAMES + 1


def test_parts_that_are_written_apart_give_the_same_files(film, written, tmp_path):
    out, counting = tmp_path / "frames", Counting()
    with sequence_folder(out) as folder:
        for part in (range(5, FRAMES), range(3), range(3, 5)):
            write_frames(film, part.start, part.stop, Easel(film.look), folder, counting)
        write_manifest(film, folder)
    assert contents(out) == contents(written)
    assert counting.done == FRAMES


def test_an_earlier_sequence_goes_when_the_new_one_is_there(film, written, tmp_path):
    out = tmp_path / "frames"
    longer = film_of(moments_of_bursts(), 0, 6_000_000, frames=FRAMES + 2)
    write_sequence(longer, Easel(film.look), out, Untold())
    write_sequence(film, Easel(film.look), out, Untold())
    assert contents(out) == contents(written)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize("most", [1, 4, FRAMES])
def test_who_cancels_keeps_the_earlier_frames(film, written, tmp_path, most):
    out = tmp_path / "frames"
    write_sequence(film, Easel(film.look), out, Untold())
    other = film_of(moments_of_bursts(), 0, 6_000_000, frames=FRAMES, theme="light")
    with pytest.raises(CancelledError):
        write_sequence(other, Easel(other.look), out, Counting(most))
    assert contents(out) == contents(written)
    assert list(tmp_path.iterdir()) == [out]


def test_a_full_disk_is_named_and_leaves_nothing(film, tmp_path, monkeypatch):
    written_bytes, write = [0], Path.write_bytes

    def fill(self, data):
        written_bytes[0] += len(data)
        if written_bytes[0] > 20_000:
            write(self, data[:100])
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fill)
    with pytest.raises(FileError, match="frames: there is no space left"):
        write_sequence(film, Easel(film.look), tmp_path / "frames", Untold())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_somebody_else_is_refused_before_anything_is_painted(film, tmp_path):
    (tmp_path / "thesis.tex").write_bytes(b"mine")
    with pytest.raises(FileError, match=r"holds other files, such as .thesis\.tex"):
        write_sequence(film, None, tmp_path, Untold())
    assert contents(tmp_path) == {"thesis.tex": b"mine"}


def test_no_more_pictures_wait_than_are_bounded(film, tmp_path, monkeypatch):
    """Memory does not grow with the length of a film, however slow the disk is."""
    taken, done, most = [], [], [0]
    take, write = sequence.ScanLines.take, sequence._write

    def counted(self, image):
        taken.append(image.width())
        most[0] = max(most[0], len(taken) - len(done))
        take(self, image)

    def slow(lines, file):
        write(lines, file)
        done.append(file)

    monkeypatch.setattr(sequence.ScanLines, "take", counted)
    monkeypatch.setattr(sequence, "_write", slow)
    longer = film_of(moments_of_bursts(), 0, 6_000_000, frames=24)
    write_frames(longer, 0, 24, Easel(film.look), tmp_path, Untold())
    assert 1 <= most[0] <= sequence._AHEAD
    assert len(list(tmp_path.iterdir())) == 24


def test_the_files_are_those_of_single_pictures(film, written):
    image = Easel(film.look).paint(film.seen(2))
    assert (written / "frame_00002.png").read_bytes() == png_bytes(image)
