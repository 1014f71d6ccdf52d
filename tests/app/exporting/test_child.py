import sys

import pytest

from desktop_app.app.exporting.child import End, ExportChild, export_command
from desktop_app.app.own_command import own_command


@pytest.fixture
def run(qtbot, saying, tmp_path):
    """Return a function that runs a child to its end, and what it told on the way."""

    def running(*words, patience_ms=5000, act=None):
        child = ExportChild(saying(*words), tmp_path / "out.mp4", patience_ms=patience_ms)
        told = []
        child.progressed.connect(lambda done, total: told.append((done, total)))
        if act is not None:
            child.progressed.connect(lambda *_: act(child))
        with qtbot.waitSignal(child.ended) as ended:
            child.start()
        return ended.args[0], told

    return running


def test_it_says_how_far_it_is_and_what_it_wrote(run, tmp_path):
    ended, told = run("frames=0/240", "frames=240/240", "write=12")
    assert told == [(0, 240), (240, 240)]
    assert (ended.end, ended.paths, ended.bytes, ended.frames) == (End.WRITTEN, (tmp_path / "out.mp4",), 12, 240)
    assert ended.wall_ms > 0


def test_it_runs_in_the_folder_of_what_it_reads(qtbot, tmp_path):
    code = "import json, os; print(json.dumps({'written': [os.getcwd()], 'bytes': 0}))"
    child = ExportChild([sys.executable, "-I", "-S", "-c", code], tmp_path / "out.mp4", folder=tmp_path)
    with qtbot.waitSignal(child.ended) as ended:
        child.start()
    assert ended.args[0].paths == (tmp_path,)


def test_lines_that_are_none_of_ours_say_nothing(run):
    ended, told = run("say=libx264 says hello", "say=[1, 2", 'say={"done": "many"}', "frames=1/2", "write=1")
    assert told == [(1, 2)]
    assert ended.end is End.WRITTEN


def test_what_the_command_line_refuses_is_the_reason(run):
    ended, _ = run("complain=coreloom: --fps is 7: expected 1, 2", "exit=2")
    assert (ended.end, ended.reason) == (End.FAILED, "--fps is 7: expected 1, 2")


def test_an_end_that_nobody_expected_names_its_code_and_the_last_line(run):
    ended, _ = run("complain=Traceback", "complain=MemoryError", "exit=1")
    assert ended.end is End.FAILED
    assert "exit code 1" in ended.reason
    assert ended.reason.endswith("MemoryError")
    assert run("exit=0")[0].end is End.FAILED  # it wrote nothing, whatever its code


def test_a_program_that_cannot_be_started_fails(qtbot, tmp_path):
    child = ExportChild([str(tmp_path / "none")], tmp_path / "out.mp4")
    with qtbot.waitSignal(child.ended) as ended:
        child.start()
    assert ended.args[0].end is End.FAILED
    assert ended.args[0].reason


def test_cancelled_it_stops_by_itself(run, tmp_path):
    ended, _ = run("begin=.coreloom-1.tmp", "frames=1/9", "obey", act=lambda child: child.cancel())
    assert ended.end is End.CANCELLED
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_stop_is_ended_and_only_what_is_ours_beside_the_target_is_removed(run, tmp_path):
    folder = tmp_path / "deeper"
    folder.mkdir()
    for name in ("deeper/.coreloom-2.tmp", "mine.txt"):
        (tmp_path / name).write_text("kept")
    named = f'say={{"temporary": ["{tmp_path / "deeper/.coreloom-2.tmp"}", "{tmp_path / "mine.txt"}"]}}'
    ended, _ = run(
        "begin=.coreloom-1.tmp", named, "frames=1/9", "hang", patience_ms=50, act=lambda child: child.cancel()
    )
    assert ended.end is End.CANCELLED
    assert sorted(path.name for path in tmp_path.iterdir()) == ["deeper", "mine.txt"]
    assert (tmp_path / "deeper/.coreloom-2.tmp").exists()


def test_one_that_was_complete_when_it_was_told_to_stop_is_written(run, tmp_path):
    ended, _ = run("frames=1/1", "write=3", act=lambda child: child.cancel())
    assert ended.end is End.WRITTEN
    assert (tmp_path / "out.mp4").exists()


def test_a_reason_names_the_target_and_not_what_stands_beside_it(run, tmp_path):
    complaint = f"complain=coreloom: {tmp_path / '.coreloom-1.tmp' / 'chunk_000000.packets'}: there is no space left"
    ended, _ = run("begin=.coreloom-1.tmp", complaint, "exit=2")
    assert ended.reason == f"{tmp_path / 'out.mp4'}: there is no space left"


def test_cancelled_before_it_began_it_never_runs(qtbot, saying, tmp_path):
    child = ExportChild(saying("write=1"), tmp_path / "out.mp4")
    with qtbot.waitSignal(child.ended) as ended:
        child.cancel()
    assert ended.args[0].end is End.CANCELLED
    assert not child.running


def test_one_can_wait_for_a_cancelled_one(qtbot, saying, tmp_path):
    child = ExportChild(saying("frames=1/9", "hang"), tmp_path / "out.mp4", patience_ms=50)
    with qtbot.waitSignal(child.progressed):
        child.start()
    child.cancel()
    child.wait()
    assert not child.running


def test_the_command_is_this_very_application():
    assert export_command(["a.py", "/b.png"]) == own_command(["export", "a.py", "/b.png", "--progress-json"])
