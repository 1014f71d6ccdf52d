import os
import stat
import sys
import time

import pytest

from desktop_app.storage import crash_file
from desktop_app.storage.crash_file import left_crashes, new_crash_file, take_crash


def test_it_is_empty_private_and_each_process_has_its_own(tmp_path):
    one, other = new_crash_file(tmp_path / "log"), new_crash_file(tmp_path / "log")
    assert one.path != other.path
    assert one.path.stat().st_size == 0
    if sys.platform != "win32":
        assert stat.S_IMODE(one.path.stat().st_mode) == 0o600
    for file in (one, other):
        os.close(file.descriptor)
        assert take_crash(file.path) == ""
        assert not file.path.exists()


def test_without_a_folder_it_is_a_temporary_file(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(crash_file.tempfile, "tempdir", str(tmp_path))
    file = new_crash_file(tmp_path / "file")
    assert file.path.parent == tmp_path
    file.write("th\udcffree")
    os.close(file.descriptor)
    assert take_crash(file.path) == "th\\udcffree"
    monkeypatch.setattr(crash_file.tempfile, "tempdir", str(tmp_path / "file"))
    assert new_crash_file(tmp_path / "file") is None


@pytest.fixture
def written(tmp_path):
    def written(text, age_s):
        file = new_crash_file(tmp_path)
        file.write(text) if text else None
        os.close(file.descriptor)
        when = time.time() - age_s
        os.utime(file.path, (when, when))
        return file.path

    return written


def test_what_nobody_told_of_is_found_once_the_oldest_first(tmp_path, written):
    written("second", 60)
    written("first", 120)
    just_now, running = written("just now", 1), written("", 3600)
    forgotten = written("", 40 * 24 * 3600)
    assert left_crashes(tmp_path) == ["first", "second"]
    assert left_crashes(tmp_path) == []
    assert just_now.exists()
    assert running.exists()
    assert not forgotten.exists()
    assert left_crashes(tmp_path / "nowhere") == []
