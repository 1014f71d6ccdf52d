from desktop_app.export.processors import processors


def test_only_processors_that_may_be_used_count(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 9)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: range(3), raising=False)
    assert processors() == 3
    monkeypatch.delattr("os.sched_getaffinity")
    assert processors() == 9
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert processors() == 1
