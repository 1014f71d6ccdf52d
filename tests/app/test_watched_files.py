from PySide6.QtCore import QFileSystemWatcher

from desktop_app.app.watched_files import watch_only


def test_only_files_that_are_there_and_wanted_are_watched(qapp, tmp_path):
    first, second, missing = (tmp_path / name for name in ("first", "second", "missing"))
    first.write_text("1")
    second.write_text("2")
    watcher = QFileSystemWatcher()
    watch_only(watcher, [first, missing])
    assert watcher.files() == [str(first)]
    watch_only(watcher, [second])
    assert watcher.files() == [str(second)]
    watch_only(watcher, [])
    assert watcher.files() == []


def test_a_file_that_is_watched_already_stays_so(qapp, tmp_path):
    path = tmp_path / "file"
    path.write_text("1")
    watcher = QFileSystemWatcher()
    watch_only(watcher, [path])
    watch_only(watcher, [path])
    assert watcher.files() == [str(path)]
