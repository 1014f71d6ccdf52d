from dataclasses import replace

import pytest

from desktop_app.export.animated.chunk import frames_of, head_of, write_chunk, write_joined
from desktop_app.export.animated.writers import writer_of
from desktop_app.export.film import Take
from desktop_app.export.progress import CancelledError, Untold
from desktop_app.model.errors import FileError
from tests.export.animated.films import ArrayEasel, film_of, moving
from tests.export.films import Counting


class CountingEasel(ArrayEasel):
    painted = 0

    def paint(self, number):
        self.painted += 1
        return super().paint(number)


def written(path, compress, *, frames=9, progress=None, easel=None):
    pictures = moving(frames)
    write_chunk(film_of(pictures), range(frames), easel or ArrayEasel(pictures), path, progress or Untold(), compress)


def test_frames_come_back_in_order_behind_what_they_have_in_common(tmp_path):
    pictures = moving(5)
    for number, chunk in enumerate((range(3), range(3, 5))):
        sizes = iter((0, 70_000, 1))
        write_chunk(
            film_of(pictures),
            chunk,
            ArrayEasel(pictures),
            tmp_path / str(number),
            Untold(),
            lambda _picture, before, sizes=sizes: bytes((before is None,)) * next(sizes),
            head=b"all",
        )
    files = [tmp_path / "0", tmp_path / "1"]
    assert head_of(files[0]) == b"all"
    assert [len(frame) for frame in frames_of(files)] == [0, 70_000, 1, 0, 70_000]
    assert set(b"".join(frames_of(files))) == {0}


def test_only_a_few_pictures_wait(tmp_path):
    easel = CountingEasel(moving(40))
    ahead = []

    class Watching:
        done = 0

        def frames(self, done):
            self.done += done
            ahead.append(easel.painted - self.done)

    written(tmp_path / "chunk", lambda *_: b"x", frames=40, progress=Watching(), easel=easel)
    assert (easel.painted, len(ahead)) == (40, 40)
    assert max(ahead) <= 4


@pytest.mark.parametrize("most", [1, 5, 9])
def test_nothing_is_left_of_a_chunk_that_is_cancelled(most, tmp_path):
    with pytest.raises(CancelledError):
        written(tmp_path / "chunk", lambda *_: b"x", progress=Counting(most))
    assert list(tmp_path.iterdir()) == []


def test_what_fails_while_it_compresses_is_told_and_nothing_is_left(tmp_path):
    def compress(picture, before):
        raise FileError("film.gif", "it is on fire")

    with pytest.raises(FileError, match="on fire"):
        written(tmp_path / "chunk", compress)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_joined_is_as_it_was(tmp_path):
    out = tmp_path / "film.gif"
    out.write_bytes(b"earlier")

    def parts():
        yield b"begin"
        raise OSError(28, "No space left on device")

    with pytest.raises(FileError, match="no space left"):
        write_joined(out, parts())
    assert out.read_bytes() == b"earlier"
    assert [path.name for path in tmp_path.iterdir()] == ["film.gif"]


@pytest.mark.parametrize("name", ["apng", "gif", "webp"])
def test_each_frame_is_told(name, tmp_path):
    pictures, progress = moving(5), Counting()
    writer_of(name).encode_chunk(film_of(pictures), range(5), ArrayEasel(pictures), tmp_path / "chunk", progress)
    assert progress.done == 5
    with pytest.raises(FileError, match="its folder does not exist"):
        writer_of(name).join(film_of(pictures), [tmp_path / "chunk"], tmp_path / "nowhere" / f"film.{name}")


@pytest.mark.parametrize("name", ["apng", "gif", "webp"])
def test_a_film_that_stands_still_has_all_its_frames_as_if_each_were_painted_anew(name, tmp_path):
    pictures = moving(3)
    again = [pictures[1]] * 4
    film, still = film_of(again), film_of(pictures)
    take = Take(frames=4, seen=lambda _frame: 1)
    easels = {"anew": (film, ArrayEasel(again)), "still": (replace(still, takes=(take,)), ArrayEasel(pictures))}
    for file, (made, easel) in easels.items():
        writer_of(name).encode_chunk(made, range(4), easel, tmp_path / file, Untold())
    assert easels["still"][1].changed == []
    assert easels["anew"][1].changed is None
    assert (tmp_path / "still").read_bytes() == (tmp_path / "anew").read_bytes()
    assert len(list(frames_of([tmp_path / "still"]))) == 4
