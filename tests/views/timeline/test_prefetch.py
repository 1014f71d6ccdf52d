from __future__ import annotations

from desktop_app.trace.tables import RunKind
from desktop_app.views.timeline.axis import TimeWindow
from desktop_app.views.timeline.display import PLAIN, Display, RowMode
from desktop_app.views.timeline.index import TimelineIndex
from desktop_app.views.timeline.prefetch import Prefetch
from desktop_app.views.timeline.rows import CORES
from desktop_app.views.timeline.sampling import cell_level
from desktop_app.views.timeline.tiles import CELLS

END_NS = 4_000_000
WIDTH = 1_000


def dense(make_trace, *, finished: bool = True) -> TimelineIndex:
    rows = [(turn * 1_000, turn * 1_000 + 900, turn % 2, RunKind.RUN) for turn in range(4_000)]
    return TimelineIndex(make_trace([rows], until_ns=END_NS, finished=finished))


def done(prefetch: Prefetch, index: TimelineIndex) -> int:
    steps = 1
    while prefetch.step(index):
        steps += 1
    return steps


def test_what_is_shown_and_its_neighbours_are_looked_up_and_nothing_twice(make_trace):
    index, prefetch = dense(make_trace), Prefetch()
    window = TimeWindow(start_ns=END_NS // 4, end_ns=END_NS // 2)
    assert prefetch.plan(index, window, WIDTH, PLAIN)
    assert done(prefetch, index) > 1
    level = cell_level(window.span_ns, WIDTH)
    tile_ns = CELLS << level
    for number in range((window.start_ns - tile_ns) // tile_ns, window.end_ns // tile_ns + 1):
        assert index.tiles.has(CORES, level, number, END_NS)
    assert not prefetch.plan(index, window, WIDTH, PLAIN)
    assert not Prefetch().plan(index, window, WIDTH, PLAIN)


def test_where_little_happens_nothing_is_looked_up(make_trace):
    index = TimelineIndex(make_trace([[(0, 500_000, 0, RunKind.RUN)]], until_ns=END_NS))
    assert not Prefetch().plan(index, TimeWindow(start_ns=0, end_ns=END_NS), WIDTH, PLAIN)
    by_thread = Display(mode=RowMode.THREADS)
    assert not Prefetch().plan(dense(make_trace), TimeWindow(start_ns=0, end_ns=END_NS), WIDTH, by_thread)


def test_a_run_that_goes_on_is_looked_up_only_where_it_has_passed(make_trace):
    index, prefetch = dense(make_trace, finished=False), Prefetch()
    window = TimeWindow(start_ns=0, end_ns=2 * END_NS)
    prefetch.plan(index, window, WIDTH, PLAIN)
    done(prefetch, index)
    level = cell_level(window.span_ns, WIDTH)
    last = END_NS // (CELLS << level)
    assert index.tiles.has(CORES, level, last - 1, END_NS)
    assert not index.tiles.has(CORES, level, last, END_NS)
