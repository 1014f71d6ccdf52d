import threading
from dataclasses import replace

import pytest

from desktop_app.export.look import Look
from desktop_app.export.progress import CancelledError
from desktop_app.export.video.encoding import chunk_file, lanes_for
from desktop_app.export.video.joining import join
from desktop_app.model.errors import CoreloomError, FileError, ScenarioError
from tests.export.films import Counting
from tests.export.video.filming import MP4, Blocks, encode, film_of, numbers_in

CHUNK = 5


@pytest.fixture(autouse=True)
def short_chunks(monkeypatch):
    monkeypatch.setattr("desktop_app.export.film.CHUNK_FRAMES", CHUNK)


class Easels:
    """Makes easels and keeps them."""

    def __init__(self, paint=None):
        self.made = []
        self._paint = paint

    def __call__(self):
        self.made.append(easel := Blocks())
        if self._paint is not None:
            easel.paint = self._paint
        return easel


def encoders():
    return [thread for thread in threading.enumerate() if thread.name == "video encoder"]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_every_frame_is_counted_and_every_easel_closed(tmp_path, lanes):
    counting, easels = Counting(), Easels()
    encode(film_of(3 * CHUNK + 1), tmp_path, lanes=lanes, progress=counting, easels=easels)
    assert counting.done == 3 * CHUNK + 1
    assert len(easels.made) == lanes
    assert all(easel.closed for easel in easels.made)
    assert not encoders()


def test_no_more_lanes_are_made_than_there_are_chunks(tmp_path):
    easels = Easels()
    encode(film_of(CHUNK), tmp_path, lanes=4, easels=easels)
    assert len(easels.made) == 1


def test_two_who_share_the_chunks_write_what_one_writes(tmp_path):
    film = film_of(4 * CHUNK + 2)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    alone = encode(film, tmp_path / "one", lanes=2)
    encode(film, tmp_path / "two", chunks=[3, 0])
    encode(film, tmp_path / "two", chunks=[1, 4, 2, 5], lanes=2)
    shared = [chunk_file(tmp_path / "two", number) for number in range(6)]
    assert [file.read_bytes() for file in shared] == [file.read_bytes() for file in alone]
    join(film, MP4, shared, tmp_path / "video.mp4")
    assert numbers_in(tmp_path / "video.mp4")[0] == list(range(4 * CHUNK + 2))


def test_nobody_is_asked_for_chunks_after_the_last_one(tmp_path):
    class Once:
        def __init__(self):
            self.numbers, self.over = iter(range(4)), False

        def __iter__(self):
            return self

        def __next__(self):
            assert not self.over
            number = next(self.numbers, None)
            if number is None:
                self.over = True
                raise StopIteration
            return number

    from desktop_app.export.progress import Untold
    from desktop_app.export.video.encoding import encode_chunks

    encode_chunks(film_of(4 * CHUNK), MP4, Once(), Blocks, tmp_path, Untold(), 2)
    assert len(list(tmp_path.iterdir())) == 4


@pytest.mark.parametrize("most", [1, CHUNK, CHUNK + 2])
def test_who_cancels_waits_for_no_further_frames(tmp_path, most):
    counting, easels = Counting(most), Easels()
    with pytest.raises(CancelledError):
        encode(film_of(20 * CHUNK), tmp_path, lanes=2, progress=counting, easels=easels)
    assert counting.done == most
    assert all(easel.closed for easel in easels.made)
    assert not encoders()
    # What was complete stays for whoever owns the folder; nothing else does.
    assert all(file.suffix == ".packets" for file in tmp_path.iterdir())


def test_what_a_painter_fails_with_ends_all(tmp_path):
    def paint(number):
        raise ZeroDivisionError(number)

    easels = Easels(paint)
    with pytest.raises(ZeroDivisionError):
        encode(film_of(4 * CHUNK), tmp_path, lanes=2, easels=easels)
    assert all(easel.closed for easel in easels.made)
    assert not encoders()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(FileError, match="its folder does not exist"):
        encode(film_of(4 * CHUNK), tmp_path / "gone", lanes=2)
    assert not encoders()


def test_what_an_encoder_fails_with_is_told(tmp_path):
    codec = replace(MP4, options={"preset": "fastest"})
    with pytest.raises(CoreloomError, match=r"H\.264 video could not be written: Invalid argument"):
        encode(film_of(4 * CHUNK), tmp_path, lanes=2, codec=codec)
    assert not encoders()
    assert not list(tmp_path.iterdir())


def test_what_cannot_be_a_video_is_refused(tmp_path):
    with pytest.raises(ScenarioError, match="an even width and height"):
        encode(film_of(1, size=(63, 48)), tmp_path)
    film = replace(film_of(1), look=Look(size=(64, 48), transparent=True))
    with pytest.raises(ScenarioError, match="--transparent"):
        encode(film, tmp_path)


def test_lanes_share_the_cores_and_the_memory(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(8), raising=False)
    assert lanes_for((1920, 1080)) == 4
    assert lanes_for((1920, 1080), jobs=4) == 2
    assert lanes_for((1920, 1080), jobs=16) == 1
    assert lanes_for((7680, 4320)) == 1
    monkeypatch.delattr("os.sched_getaffinity")
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert lanes_for((1920, 1080)) == 1
