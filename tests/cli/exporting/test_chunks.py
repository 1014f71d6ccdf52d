import io
import json
import sys
import threading

import pytest

from desktop_app.cli.exporting.chunks import Asking, Chunks, Worker, fingerprint, write_all
from desktop_app.export.film import Film, Take
from desktop_app.export.look import Look
from desktop_app.export.progress import CancelledError
from desktop_app.model.errors import CoreloomError

#: A process that speaks as a worker does and writes down which chunks it got.
CHILD = """
import json, os, sys
say = lambda what: print(json.dumps(what), flush=True)
say({"film": sys.argv[1]})
got = []
while line := sys.stdin.readline().strip():
    got.append(line)
    say({"frames": 3})
    if sys.argv[3:] and len(got) == int(sys.argv[3]):
        sys.stderr.write("coreloom: the disk is full\\n")
        sys.exit(2)
    say({"next": True})
open(sys.argv[2], "w").write(" ".join(got))
say({"written": True})
os._exit(9)  # as when a library fails while the process ends
"""
FILM = Film(title="", takes=(Take(frames=2_000, seen=lambda _frame: None),), fps=30, look=Look(size=(640, 360)))


class Counting:
    def __init__(self, most=sys.maxsize):
        self.done, self.most, self.lock = 0, most, threading.Lock()

    def frames(self, done):
        with self.lock:
            self.done += done
            if self.done > self.most:
                raise CancelledError


@pytest.fixture
def worker(tmp_path):
    def start(known_by="same", *more):
        command = [sys.executable, "-c", CHILD, known_by, str(tmp_path / "got"), *more]
        return Worker(command, "same")

    return start


def test_every_chunk_is_given_out_once(worker, tmp_path):
    wrote, progress = [], Counting()

    def write(_film, chunks, _folder, told):
        for number in chunks:
            wrote.append(number)
            told.frames(1)

    write_all(write, FILM, tmp_path, progress, [worker()])
    others = [int(number) for number in (tmp_path / "got").read_text().split()]
    assert sorted(wrote + others) == list(range(len(FILM.chunks)))
    assert progress.done == len(wrote) + 3 * len(others)


def write_nothing(_film, _chunks, _folder, _progress):
    """Leave all chunks to the workers."""


def test_what_a_worker_says_is_wrong_is_said(worker, tmp_path):
    with pytest.raises(CoreloomError, match=r"^the disk is full$"):
        write_all(write_nothing, FILM, tmp_path, Counting(), [worker("same", "2")])


def test_a_worker_may_complain_at_length(tmp_path):
    script = """
import sys
print('{"film": "same"}', flush=True)
while sys.stdin.readline().strip():
    sys.stderr.write("a warning\\n" * 100_000)
    print('{"next": true}', flush=True)
sys.exit("coreloom: the disk is full")
"""
    with pytest.raises(CoreloomError, match=r"^the disk is full$"):
        write_all(write_nothing, FILM, tmp_path, Counting(), [Worker([sys.executable, "-c", script], "same")])


def test_another_film_is_not_mixed_with_this_one(worker, tmp_path):
    with pytest.raises(CoreloomError, match="was changed while it was exported"):
        write_all(write_nothing, FILM, tmp_path, Counting(), [worker("other")])


def test_a_worker_that_dies_is_noticed(tmp_path):
    with pytest.raises(CoreloomError, match="ended early, with exit code 9"):
        write_all(write_nothing, FILM, tmp_path, Counting(), [Worker([sys.executable, "-c", "exit(9)"], "same")])


def test_whoever_fails_here_ends_the_workers(worker, tmp_path):
    one = worker()

    def write(*_arguments):
        raise CancelledError

    with pytest.raises(CancelledError):
        write_all(write, FILM, tmp_path, Counting(), [one])
    assert one._process.poll() is not None
    assert not (tmp_path / "got").exists()


def test_a_worker_that_is_told_to_stop_stops(worker, tmp_path):
    with pytest.raises(CancelledError):
        write_all(write_nothing, FILM, tmp_path, Counting(most=5), [worker()])


def test_chunks_that_are_stopped_give_out_no_more():
    chunks = Chunks(5)
    assert [next(chunks), next(chunks)] == [0, 1]
    chunks.stop()
    assert list(chunks) == []


def test_a_worker_asks_until_there_is_no_more(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO("4\n7\n\n"))
    asking = Asking("known")
    assert list(asking) == [4, 7]
    asking.frames(2)
    asking.end()
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said == [{"film": "known"}, {"next": True}, {"next": True}, {"frames": 2}, {"written": True}]


def test_a_film_is_known_by_its_source_its_length_and_its_look():
    other = Film(title="", takes=FILM.takes, fps=30, look=Look(size=(642, 360)))
    assert fingerprint("a", FILM) == fingerprint("a", FILM)
    assert len({fingerprint("a", FILM), fingerprint("b", FILM), fingerprint("a", other)}) == 3
