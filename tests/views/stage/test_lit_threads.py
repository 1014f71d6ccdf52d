from __future__ import annotations

import pytest

from desktop_app.analysis.moment import Moments
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.lit_threads import in_queues
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.theme import DARK
from tests.scenarios import MS, bursts, run
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

SIZE = (1920, 840)


def place(frame, thread):
    found = in_queues(frame, thread)
    assert found is not None
    return found


def test_a_thread_without_a_chip_is_where_it_is_counted():
    snapshot = Sample(cores=1, processes=6, threads=12, waiting=30).at(400_000)
    frame = compose(*SIZE, snapshot, DARK)
    row = frame.queues.rows[0]
    assert row.more
    counted = place(frame, snapshot.ready[-1])
    assert counted.x == row.more_x
    assert frame.queues.ready.holds(counted)
    for wait in snapshot.waiting:
        assert frame.queues.waiting.holds(place(frame, wait.thread))


def test_a_running_thread_is_in_no_queue():
    snapshot = Sample(cores=2).at(400_000)
    assert in_queues(compose(*SIZE, snapshot, DARK), snapshot.cores[0].thread) is None


def test_a_thread_on_its_way_to_another_core_s_queue_is_where_it_is_drawn():
    four = [bursts("cpu 9ms", name=name) for name in "ABCDEF"]
    trace = run(*four, cores=2, placement="stealing", quantum_ns=MS)
    moments = Moments(trace)
    for t_ns in range(0, trace.known_until_ns, MS // 4):
        snapshot = moments.at(t_ns)
        for options in (StageOptions(), StageOptions(reduce_motion=True)):
            frame = compose(*SIZE, snapshot, DARK, options)
            for thread in snapshot.ready:
                assert frame.layout.scheduler.holds(place(frame, thread), slack=8)


def test_in_bars_it_is_the_bar_of_its_queue():
    many = [bursts("cpu 20ms", name="A", threads=60)]
    trace = run(*many, cores=16, placement="stealing", quantum_ns=MS)
    snapshot = Moments(trace).at(MS // 2)
    frame = compose(1366, 560, snapshot, DARK)
    assert frame.queues.bars
    queue = next(queue for queue in frame.queues.view.queues if queue.entries)
    bar = frame.queues.bars[frame.queues.view.queues.index(queue)]
    assert place(frame, queue.entries[0].thread) == bar.place
