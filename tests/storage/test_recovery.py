import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from desktop_app.model.errors import FileError
from desktop_app.storage.recovery import new_folder, orphaned, readable, work_of
from tests.scenarios import APP, program, scenario
from tests.strategies import scenarios

HERE = Path(__file__).parents[2]
FIRST = scenario(program("x = 1\n"))


def left_behind(root, described, **fields):
    """What a crashed instance leaves."""
    folder = new_folder(root)
    folder.write(work_of(described, name="lab.toml", **fields))
    folder.release()
    return folder


def recovered(root):
    found = orphaned(root)
    works = [folder.read() for folder in found]
    for folder in found:
        folder.release()
    return works


def test_work_is_read_as_it_was_written(tmp_path):
    described = replace(FIRST, processes=(program(APP), program("y = 1\n")))
    place = str(tmp_path / "app.py")
    entries = (replace(described.processes[0], program=replace(described.processes[0].program, path=place)),)
    described = replace(described, processes=(*entries, described.processes[1]))
    left_behind(tmp_path, described, path=tmp_path / "lab.toml", stamp=(5, 6), drafts={"app.py": "x = ("})
    (work,) = recovered(tmp_path)
    assert work.scenario() == replace(described, source=str(tmp_path / "lab.toml"))
    assert (work.name, work.path, work.stamp) == ("lab.toml", str(tmp_path / "lab.toml"), (5, 6))
    assert work.drafts == {"app.py": "x = ("}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=12)
@given(scenarios)
def test_any_document_is_recovered(tmp_path, described):
    folder = left_behind(tmp_path, described)
    (work,) = recovered(tmp_path)
    found = work.scenario()
    assert replace(found, source="", processes=()) == replace(described, source="", processes=())
    assert [entry.bursts for entry in found.processes] == [entry.bursts for entry in described.processes]
    (again,) = orphaned(tmp_path)
    again.remove()
    assert not folder.folder.exists()


def test_a_living_instance_is_left_alone(tmp_path):
    folder = new_folder(tmp_path)
    folder.write(work_of(FIRST, name="a"))
    assert orphaned(tmp_path) == []
    folder.release()
    (left,) = orphaned(tmp_path)
    assert orphaned(tmp_path) == []  # who offers it has it
    left.remove()
    assert orphaned(tmp_path) == []


def test_the_newest_comes_first_and_none_is_lost(tmp_path):
    names = []
    for number in range(3):
        folder = new_folder(tmp_path)
        folder.write(work_of(FIRST, name=str(number)))
        os.utime(folder.folder / "document.json", (number, number))
        folder.release()
    names = [work.name for work in recovered(tmp_path)]
    assert names == ["2", "1", "0"]


def test_an_empty_folder_is_removed_when_it_is_old(tmp_path):
    young, old = new_folder(tmp_path), new_folder(tmp_path)
    young.release()
    old.release()
    os.utime(old.folder, (1, 1))
    assert orphaned(tmp_path) == []
    assert young.folder.exists()
    assert not old.folder.exists()


def test_what_is_damaged_is_said_and_kept(tmp_path):
    folder = left_behind(tmp_path, FIRST)
    (folder.folder / "document.json").write_bytes(b'{"name": "a", "text": "[[process')
    (left,) = orphaned(tmp_path)
    assert "damaged" in readable(left)[1]
    with pytest.raises(FileError, match="damaged"):
        left.read()
    assert (folder.folder / "document.json").exists()


def test_no_folder_is_no_reason_to_stop(tmp_path):
    assert orphaned(tmp_path / "nowhere") == []
    (tmp_path / "file").write_text("")
    with pytest.raises(FileError, match="cannot be kept"):
        new_folder(tmp_path / "file")


#: Writes twice for each moment, and kills itself at that moment of the second time.
CHILD = """
import os, signal, sys
from pathlib import Path
from desktop_app.storage import atomic
from desktop_app.storage.recovery import new_folder, work_of
from desktop_app.storage.scenario_parsing import parse_scenario

def work(name):
    text = f'[[process]]\\nprogram = "app.py"\\nsource = "name = {name!r}"\\n'
    return work_of(parse_scenario(text, file="lab.toml", folder=None), name=name)

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

class Half:
    def __init__(self, stream):
        self.stream = stream
    def __enter__(self):
        return self
    def __exit__(self, *_):
        pass
    def write(self, data):
        self.stream.write(data[: len(data) // 2])
        self.stream.flush()
        die()

def run(root, moment):
    folder = new_folder(Path(root) / moment)
    folder.write(work("first"))
    if moment == "half written":
        atomic.open = lambda place, mode: Half(open(place, mode))
    elif moment == "written":
        os.fsync = die
    elif moment == "before its place":
        os.replace = die
    elif moment == "in its place":
        atomic._sync_folder = die
    folder.write(work("second"))
    die()

for moment in sys.argv[2:]:
    child = os.fork()
    if not child:
        run(sys.argv[1], moment)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_of_the_writing_loses_nothing_that_was_written(tmp_path):
    moments = {
        "half written": "first",
        "written": "first",
        "before its place": "first",
        "in its place": "second",
        "afterwards": "second",
    }
    command = [sys.executable, "-c", CHILD, str(tmp_path), *moments]
    environment = os.environ | {"PYTHONPATH": str(HERE)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == [str(-signal.SIGKILL)] * len(moments)
    for moment, name in moments.items():
        (work,) = recovered(tmp_path / moment)
        assert work.name == name
        assert work.scenario().processes[0].program.source == f"name = {name!r}"
