import io
import json
import sys

import pytest

from desktop_app.cli.exporting.telling import Telling, size_text
from desktop_app.export.progress import CancelledError
from desktop_app.storage.file_sizes import bytes_of


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Silent(io.StringIO):
    """A standard input from which nothing comes, as from a window that has nothing to say."""

    def readline(self, *_size):
        import threading

        threading.Event().wait(60)
        return ""


def said(capsys):
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_window_is_told_in_lines_of_json(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "stdin", Silent())
    telling = Telling(json_lines=True)
    telling.temporary(tmp_path / "t")
    telling.begin(10)
    telling.frames(4)
    telling.frames(6)
    (tmp_path / "a").write_bytes(b"12345")
    telling.written([tmp_path / "a"], "for people")
    first, *told, written = said(capsys)
    assert first == {"temporary": [str(tmp_path / "t")]}
    assert (told[0]["done"], told[0]["total"], told[-1]["done"]) == (0, 10, 10)
    assert all(line["seconds"] >= 0 for line in told)
    assert written == {"written": [str(tmp_path / "a")], "bytes": 5}


@pytest.mark.parametrize("text", ["cancel\n", ""])
def test_a_word_or_the_end_of_the_window_has_it_stop(text, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    telling = Telling(json_lines=True)
    telling.begin(10)
    assert telling._stop.wait(5)
    with pytest.raises(CancelledError):
        telling.frames(1)


def test_a_terminal_sees_how_far_it_is_and_nothing_of_it_at_the_end(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(sys, "stderr", Terminal())
    telling = Telling(json_lines=False)
    telling.begin(4)
    telling._told_s = telling._began_s = telling._began_s - 9
    telling.frames(3)
    assert sys.stderr.getvalue().endswith("3 of 4 (75 %), 3s left")
    telling.written([tmp_path], "done\n")
    assert sys.stderr.getvalue().endswith("\r\x1b[K")
    assert capsys.readouterr().out == "done\n"


def test_where_no_terminal_is_only_the_result_is_said(capsys, tmp_path):
    telling = Telling(json_lines=False)
    telling.begin(4)
    telling.frames(4)
    telling.written([tmp_path], "done\n")
    assert capsys.readouterr() == ("done\n", "")


def test_sizes_are_those_of_files_and_of_all_in_a_folder(tmp_path):
    (tmp_path / "a").write_bytes(bytes(1_500_000))
    (tmp_path / "b").write_bytes(bytes(10))
    assert bytes_of(tmp_path) == 1_500_010
    assert size_text(tmp_path) == "1.5 MB"
    assert size_text(tmp_path / "b") == "1 kB"
