from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester

from desktop_app.analysis.event_log import EventLog, LogFilter
from desktop_app.views.events import model as model_module
from desktop_app.views.events.model import AFTER, BEFORE, MOST, EventModel
from tests.scenarios import MS


def made(moments):
    model = EventModel()
    model.set_log(EventLog(moments.lives, LogFilter()))
    return model


def shown(model):
    return [model.entry(row) for row in range(model.rowCount())]


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["show", "earlier", "later"]), st.integers(0, 300)), max_size=8))
def test_it_is_always_a_stretch_of_the_log_around_t(moments, steps):
    whole = EventLog(moments.lives, LogFilter()).until(300 * MS, 100_000)
    model = made(moments)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    for step, number in [("show", 0), *steps]:
        if step == "show":
            t_ns = number * MS
            model.show(t_ns)
            last = sum(entry.event.time_ns <= t_ns for entry in whole) - 1
            assert model.now_row >= 0
            assert model.entry(model.now_row) == whole[last]
            assert model.now_row >= min(last, BEFORE // 4 - 1)
            assert model.rowCount() - 1 - model.now_row >= min(len(whole) - 1 - last, AFTER // 2)
        elif step == "earlier":
            model.read_earlier(number)
        else:
            model.read_later(number)
        found = shown(model)
        first = whole.index(found[0])
        assert whole[first : first + len(found)] == found
        assert len(found) <= MOST
    del tester


def test_a_step_in_time_moves_the_mark_and_leaves_the_rows(moments, qtbot):
    model = made(moments)
    model.show(100 * MS)
    rows = model.rowCount()
    with qtbot.assertNotEmitted(model.modelReset):
        model.show(101 * MS)
    assert model.rowCount() == rows
    with qtbot.waitSignal(model.modelReset):
        model.show(290 * MS)


def test_it_never_becomes_long(moments, monkeypatch):
    monkeypatch.setattr(model_module, "MOST", 500)
    model = made(moments)
    model.show(0)
    while model.read_later():
        assert model.rowCount() <= 500
    last = model.entry(model.rowCount() - 1)
    while model.read_earlier():
        assert model.rowCount() <= 500
    assert model.entry(0).event.time_ns == 0
    assert last.event.time_ns == 300 * MS
