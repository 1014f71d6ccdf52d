from desktop_app.storage import log_file
from desktop_app.storage.log_file import LogFile


def test_entries_are_appended_with_their_time(tmp_path):
    log = LogFile(tmp_path / "log")
    log.write("one\ntwo")
    log.write("th\udcffree\n")
    text = log.path.read_text(encoding="utf-8")
    assert text.count("  one\ntwo\n") == 1
    assert text.endswith("  th\\udcffree\n")


def test_it_stays_of_bounded_size(tmp_path, monkeypatch):
    monkeypatch.setattr(log_file, "MAX_LOG_BYTES", 1000)
    log = LogFile(tmp_path)
    for _ in range(40):
        log.write("x" * 90)
    sizes = [path.stat().st_size for path in tmp_path.iterdir()]
    assert len(sizes) == 2
    assert max(sizes) <= 1000


def test_a_long_entry_loses_its_middle(tmp_path):
    log = LogFile(tmp_path)
    log.write("a" * 30_000 + "end")
    text = log.path.read_text()
    assert len(text) < 21_000
    assert "[...]" in text
    assert text.endswith("end\n")


def test_where_nothing_can_be_written_there_is_no_log(tmp_path):
    (tmp_path / "file").write_text("")
    log = LogFile(tmp_path / "file")
    log.write("x")
    assert not log.path.exists()
