from types import SimpleNamespace

import pytest

from desktop_app.app.exporting.child import End
from desktop_app.app.exporting.exports import Exports, Order


class HandedFile:
    """Stands for what is handed over, and knows whether it was removed."""

    folder = None

    def __init__(self):
        self.removed = 0

    def remove(self):
        self.removed += 1


@pytest.fixture
def desk(qtbot, saying, tmp_path):
    """Exports whose children do what their arguments say."""
    target = tmp_path / "out.mp4"
    exports = Exports(command=lambda words: saying(*words, target=target))
    told = []
    exports.written.connect(lambda export: told.append(("written", export)))
    exports.failed.connect(lambda export: told.append(("failed", export)))
    exports.dropped.connect(lambda export: told.append(("dropped", export)))

    def add(*words):
        return exports.add(Order(handed=HandedFile(), target=target, arguments=list(words)))

    yield SimpleNamespace(exports=exports, add=add, told=told, target=target)
    exports.close()


def test_one_runs_at_a_time_and_the_next_begins_when_it_is_over(qtbot, desk):
    first, second = desk.add("frames=1/4", "obey"), desk.add("write=3")
    assert first.running
    assert not second.started
    assert desk.exports.writes(desk.target)
    with qtbot.waitSignal(second.ended):
        first.cancel()
    assert desk.told == [("dropped", first), ("written", second)]
    assert desk.exports.all == (second,)
    assert not desk.exports.writes(desk.target)


def test_what_was_handed_over_is_removed_however_it_ends(qtbot, desk):
    for words, end in ((["write=3"], End.WRITTEN), (["complain=no", "exit=2"], End.FAILED)):
        export = desk.add(*words)
        with qtbot.waitSignal(export.ended):
            pass
        assert export.outcome.end is end
        assert export.order.handed.removed == 1


def test_one_that_waits_can_be_cancelled_and_never_begins(qtbot, desk):
    first, second = desk.add("obey"), desk.add("write=3")
    second.cancel()
    assert desk.exports.all == (first,)
    assert second.order.handed.removed == 1
    with qtbot.waitSignal(first.ended):
        first.cancel()
    assert not desk.target.exists()


def test_closing_stops_all_of_them(qtbot, desk):
    first, second = desk.add("frames=0/9", "obey"), desk.add("write=3")
    with qtbot.waitSignal(first.changed):
        pass
    desk.exports.close()
    assert desk.exports.unfinished == ()
    assert {first.outcome.end, second.outcome.end} == {End.CANCELLED}
    assert not desk.target.exists()


def test_it_is_known_what_a_frame_took(qtbot, desk):
    export = desk.add("frames=0/10", "frames=1/10", "frames=10/10", "write=50")
    assert export.rate is None
    with qtbot.waitSignal(export.ended):
        pass
    assert export.rate.item_bytes == 5
    assert export.rate.start_s + 10 * export.rate.item_s == pytest.approx(export.outcome.wall_ms / 1000)


def test_few_that_are_over_stay_listed(qtbot, desk):
    for _ in range(4):
        export = desk.add("write=1")
        with qtbot.waitSignal(export.ended):
            pass
    assert len(desk.exports.all) == 2
    desk.exports.drop(export)
    assert export not in desk.exports.all
