from dataclasses import replace

import pytest

from desktop_app.cli.exporting.clips import Work, jobs_for, write_clip
from desktop_app.cli.exporting.telling import Telling
from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.progress import CancelledError
from desktop_app.model.errors import FileError


def film(*takes):
    made = tuple(Take(frames=frames, seen=lambda _frame: None, step=step) for step, frames in enumerate(takes))
    return Film(title="", takes=made, fps=30, look=Look(size=(640, 360)))


class Noting:
    """Writes a chunk's frames as text, and joins texts."""

    def write(self, film, chunks, folder, progress):
        for number in chunks:
            frames = film.chunks[number]
            (folder / str(number)).write_text(f"{frames.start}-{frames.stop} ")
            progress.frames(len(frames))

    def join(self, _film, folder, chunks, out):
        out.write_text("".join((folder / str(number)).read_text() for number in chunks))


class Stopping(Noting):
    def join(self, _film, _folder, _chunks, out):
        out.write_text("half")
        raise CancelledError


def work(made):
    return Work(film=made, source="", arguments=[], jobs=1, telling=Telling(json_lines=False))


def test_a_clip_is_its_chunks_in_order_and_leaves_nothing_else(tmp_path):
    made = film(500)
    write_clip(work(made), Noting(), [(made, tmp_path / "a.mp4")])
    assert (tmp_path / "a.mp4").read_text() == "0-125 125-250 250-375 375-500 "
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_each_step_gets_its_own_chunks(tmp_path):
    made = film(10, 250, 5)
    write_clip(work(made), Noting(), [(made.of_step(step), tmp_path / f"{step}") for step in range(3)])
    assert [(tmp_path / f"{step}").read_text() for step in range(3)] == ["0-10 ", "10-135 135-260 ", "260-265 "]


def test_of_what_fails_nothing_is_left_and_what_was_there_is_as_it_was(tmp_path):
    made = film(10, 10)
    (tmp_path / "0").write_text("before")
    with pytest.raises(CancelledError):
        write_clip(work(made), Stopping(), [(made.of_step(step), tmp_path / f"{step}") for step in range(2)])
    assert [path.name for path in tmp_path.iterdir()] == ["0"]
    assert (tmp_path / "0").read_text() == "before"


def test_a_folder_that_is_not_there_is_said_before_anything_is_painted(tmp_path):
    made = film(10)
    with pytest.raises(FileError, match="its folder does not exist"):
        write_clip(work(made), Noting(), [(made, tmp_path / "nowhere" / "a.mp4")])


@pytest.mark.parametrize(("frames", "asked", "jobs"), [(100, None, 1), (100, 8, 1), (960, 1, 1), (2_400, 3, 3)])
def test_a_process_has_a_chunk_at_least(frames, asked, jobs):
    assert jobs_for(film(frames), asked) == jobs


def test_as_many_processes_as_the_machine_has_cores_work_at_a_long_film(monkeypatch):
    monkeypatch.setattr("desktop_app.cli.exporting.clips.processors", lambda: 3)
    assert [jobs_for(film(frames), None) for frames in (479, 960, 100_000)] == [1, 2, 3]
    large = replace(film(100_000), look=Look(size=(7680, 4320)))
    assert [jobs_for(large, asked) for asked in (None, 3)] == [2, 3]


class Full(Noting):
    """Finds the disk full, as it writes a file of its own or the film's."""

    def __init__(self, *, joining):
        self._joining = joining

    def write(self, film, chunks, folder, progress):
        if not self._joining:
            raise FileError(str(folder / "chunk"), "there is no space left")
        super().write(film, chunks, folder, progress)

    def join(self, _film, _folder, _chunks, out):
        raise FileError(str(out), "there is no space left")


@pytest.mark.parametrize("joining", [False, True])
def test_a_failure_names_the_file_that_was_asked_for(tmp_path, joining):
    made = film(10)
    with pytest.raises(FileError) as caught:
        write_clip(work(made), Full(joining=joining), [(made, tmp_path / "a.mp4")])
    assert caught.value.file == str(tmp_path / "a.mp4")
    assert not list(tmp_path.iterdir())
