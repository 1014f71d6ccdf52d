"""The scheduler's panel shows the queues as they are, and no text in it is cut off, covered or outside."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.snapshot import (
    MoveView,
    Passing,
    QueueEntry,
    QueueView,
    SchedulerView,
    ThreadRef,
    WaitingView,
)
from desktop_app.model.queueing import QueueKey
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import queues, scheduler
from desktop_app.views.stage.frame import compose
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.queue_layout import Mode, moving, stop_of
from desktop_app.views.stage.virtual_axis import dots, on_axis
from desktop_app.views.theme import DARK, LIGHT
from tests.scenarios import MS, bursts, run
from tests.views.sample_snapshots import Sample

pytestmark = pytest.mark.usefixtures("qapp")

SMALL, LARGE = (1366, 560), (1920, 848)


class Reader(QPainter):
    """Keeps each text that is drawn with where it stands, in units of the image."""

    def __init__(self, image):
        super().__init__(image)
        self.texts = []

    def drawText(self, place, text):
        metrics = QFontMetricsF(self.font())
        wide, high = metrics.horizontalAdvance(text), metrics.capHeight()
        self.texts.append((text, self.worldTransform().mapRect(QRectF(place.x(), place.y() - high, wide, high))))
        super().drawText(place, text)


def texts_of(frame, *, moves=False):
    """All texts of the panel with their places in units."""
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    painter = Reader(image)
    for layer in scheduler.fixed(frame):
        layer.paint(painter)
    if not moves:
        view = replace(frame.queues.view, moves=())
        frame = replace(frame, queues=replace(frame.queues, view=view))
    scheduler.live(painter, frame)
    painter.end()
    return painter.texts


def check_texts(frame):
    panel = QRectF(*frame.layout.scheduler)
    texts = texts_of(frame)
    for text, rect in texts:
        assert panel.contains(rect), (text, rect, panel)
        assert "…" not in text, text
    for (one, first), (other, second) in combinations(texts, 2):
        assert not first.intersects(second), (one, first, other, second)
    chips = [chip for row in (*frame.queues.rows, *frame.waiting) for chip in row.chips]
    for place in (*(chip.rect for chip in chips), *(bar.rect for bar in frame.queues.bars)):
        covered = QRectF(*place)
        for text, rect in texts:
            assert covered.contains(rect) or not covered.intersects(rect), (text, rect, covered)


def busy(policy, cores, threads, placement="global", **options):
    """Threads of a few kinds: some compute, some wait for a device or a lock, some come later."""
    specs = [
        bursts("cpu 3ms, io disk 2ms, " * 6 + "cpu 5ms", name="A", threads=threads),
        bursts("cpu 1ms, io net 4ms, " * 6 + "cpu 1ms", name="B", threads=threads, arrival_ns=MS),
        bursts("lock m, cpu 2ms, unlock m, cpu 1ms, " * 3 + "cpu 9ms", name="C", threads=threads),
    ]
    return Moments(run(*specs, policy=policy, cores=cores, placement=placement, options=options, until_ns=40 * MS))


CASES = [
    ("round-robin", 1, 1, "global", {}),
    ("round-robin", 64, 30, "global", {}),
    ("mlfq", 1, 2, "global", {"boost": "10ms"}),
    ("mlfq", 4, 40, "global", {"boost": "10ms"}),
    ("mlfq", 9, 9, "global", {}),
    ("feedback", 4, 9, "global", {}),
    ("feedback", 16, 30, "global", {}),
    ("cfs", 2, 3, "global", {}),
    ("eevdf", 4, 9, "global", {}),
    ("eevdf", 2, 9, "stealing", {}),
    ("eevdf", 4, 20, "stealing", {}),
    ("eevdf", 5, 9, "stealing", {}),
    ("mlfq", 8, 30, "stealing", {}),
    ("cfs", 9, 9, "stealing", {}),
    ("eevdf", 64, 120, "stealing", {}),
    ("priority", 16, 9, "partitioned", {"ageing": "1ms"}),
    ("hrrn", 1, 3, "global", {}),
    ("lottery", 2, 5, "global", {}),
    ("linux-rt", 4, 5, "global", {}),
    ("cbs", 1, 5, "global", {}),
]


@pytest.mark.parametrize(("policy", "cores", "threads", "placement", "options"), CASES)
def test_no_text_is_cut_off_covered_or_outside(policy, cores, threads, placement, options):
    moments = busy(policy, cores, threads, placement, **options)
    for t_ns in (0, 1_050_000, 7_300_000, 26_000_000):
        snapshot = moments.at(t_ns)
        for size in (SMALL, LARGE, (1024, 430)):
            check_texts(compose(*size, snapshot, DARK))


def test_a_row_for_each_level_has_its_threads_in_their_order():
    moments = busy("mlfq", 4, 9)
    snapshot = moments.at(7_300_000)
    frame = compose(*LARGE, snapshot, DARK)
    assert frame.queues.mode is Mode.ROWS
    assert [row.name for row in frame.queues.rows] == ["Q0 · 1 ms", "Q1 · 1 ms", "Q2 · 1 ms"]
    for row, queue in zip(frame.queues.rows, snapshot.scheduler.queues, strict=True):
        shown = [chip.entry for chip in row.chips if chip.entry.core < 0]
        assert shown == list(queue.entries[: len(shown)])
        assert row.more == queue.count - len(shown)
        running = [chip.entry for chip in row.chips if chip.entry.core >= 0]
        assert running == [entry for entry in snapshot.scheduler.running if entry.level == queue.level][: len(running)]


def test_what_is_left_of_a_quantum_is_shown_below_the_chip():
    chip = compose(*LARGE, busy("mlfq", 1, 2).at(300_000), DARK).queues.rows[0].chips[0]
    assert (chip.entry.core, chip.quantum_share) == (0, pytest.approx(0.7))


def test_more_levels_than_rows_share_the_last_one():
    frame = compose(*LARGE, busy("feedback", 4, 9).at(26 * MS), DARK)
    *alone, shared = frame.queues.rows
    assert [row.name[:2] for row in alone] == ["Q0", "Q1", "Q2"]
    assert shared.name == "Q3–Q31"
    assert all(chip.text == f"Q{chip.entry.level}" for chip in shared.chips)


def test_the_panel_is_as_high_at_every_moment():
    moments = busy("eevdf", 4, 9)
    highs = {compose(*LARGE, moments.at(t_ns), DARK).layout.scheduler.h for t_ns in range(0, 30 * MS, 3 * MS)}
    assert len(highs) == 1
    assert compose(*LARGE, Sample(cores=4).at(0), DARK).layout.scheduler.h < highs.pop()


def test_virtual_times_stand_on_an_axis_in_their_order():
    snapshot = busy("eevdf", 4, 9).at(7_300_000)
    frame = compose(*LARGE, snapshot, DARK)
    plan = frame.queues
    axis = plan.axis
    places = {entry.thread.index: x for x, entry in dots(plan.view, axis)}
    entries = [*plan.view.queues[0].entries, *plan.view.running]
    assert places.keys() == {entry.thread.index for entry in entries}
    for before, after in pairwise(sorted(entries, key=lambda entry: entry.virtual_ns)):
        assert places[before.thread.index] <= places[after.thread.index]
    clock_x = on_axis(plan.view, axis, plan.view.clock_ns)
    for entry in plan.view.queues[0].entries:
        assert entry.eligible == (places[entry.thread.index] <= clock_x + 1e-6)
    assert all(axis.x < x < axis.right for x in (*places.values(), clock_x))


def test_who_is_not_eligible_is_hollow():
    queue = QueueView(entries=(entry(0), replace(entry(1), eligible=False)), count=2)
    keys = []
    for entries in (queue.entries, tuple(replace(one, eligible=True) for one in queue.entries)):
        view = SchedulerView(key=QueueKey.VIRTUAL_DEADLINE, queues=(replace(queue, entries=entries),))
        keys.append(queues.key(framed(view).queues))
    assert keys[0] != keys[1]


def entry(index, *, core=-1, key=1_000_000):
    return QueueEntry(thread=ThreadRef(index=index, label=f"P1·T{index + 1}", process=0), key=key, core=core)


def framed(view, *, cores=4, t_ns=500_000, options=None, **fields):
    snapshot = replace(Sample(cores=cores, processes=4).at(t_ns), scheduler=view, **fields)
    return compose(*LARGE, snapshot, DARK, options or StageOptions())


def per_core(cores, *, moves=(), lengths=None):
    lengths = lengths or [2] * cores
    found = [
        QueueView(
            entries=tuple(entry(10 * core + place) for place in range(lengths[core])), count=lengths[core], core=core
        )
        for core in range(cores)
    ]
    return SchedulerView(queues=tuple(found), moves=moves, per_core=True, steals=True)


MOVE = MoveView(thread=ThreadRef(index=20, label="P1·T21", process=0), source=0, target=2, at_ns=400_000)


def test_a_stolen_thread_goes_from_queue_to_queue_with_time():
    frame = framed(per_core(4, moves=(MOVE,)))
    source, target = stop_of(frame.queues, 0), stop_of(frame.queues, 2, 20)
    assert target == frame.queues.rows[2].chips[0].rect
    assert frame.queues.rows[2].chips[0].away
    middles = []
    for t_ns in (400_000, 600_000, 790_000):
        found = [
            rect for text, rect in texts_of(framed(per_core(4, moves=(MOVE,)), t_ns=t_ns), moves=True) if "T21" in text
        ]
        middles.append(found[-1].center().y())
    assert source.cy == pytest.approx(middles[0], abs=1)
    assert middles == sorted(middles)
    assert middles[2] == pytest.approx(target.cy, abs=1)
    assert not moving(framed(per_core(4, moves=(MOVE,)), t_ns=800_000).snapshot, frame.queues.view)


@pytest.mark.parametrize("cores", [4, 16, 64])
def test_with_reduced_motion_both_queues_are_lit_and_nothing_travels(cores):
    view, still = per_core(cores, moves=(MOVE,)), StageOptions(reduce_motion=True)
    pictures = [moved(framed(view, cores=cores, t_ns=t_ns, options=options)) for t_ns, options in (
        (500_000, StageOptions()), (600_000, StageOptions()), (500_000, still), (600_000, still))]  # fmt: skip
    assert pictures[0] != pictures[1]
    assert pictures[2] == pictures[3]


def moved(frame):
    """Where a picture of what moves differs from an empty one."""
    image = QImage(1920, 300, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    queues.live(painter, frame)
    painter.end()
    width = image.width()
    data = bytes(image.constBits())
    lit = [at // 4 % width for at in range(0, len(data), 4) if data[at : at + 3] != b"\0\0\0"]
    return (min(lit) // 2, max(lit) // 2) if lit else None


def test_each_core_has_its_bar_and_the_busiest_is_named():
    lengths = [core % 7 for core in range(64)]
    frame = framed(per_core(64, lengths=lengths), cores=64)
    assert frame.queues.mode is Mode.BARS
    assert [bar.length for bar in frame.queues.bars] == lengths
    highest = max(frame.queues.bars, key=lambda bar: bar.rect.h)
    assert highest.length == max(lengths)
    words = " ".join(text for text, _ in texts_of(frame))
    assert "64 run queues: 189" in words
    assert "busiest Core 6 (6)" in words
    assert "0 stolen in the last 1 ms" in words
    for before, after in pairwise(frame.queues.bars):
        assert before.place.right < after.place.x


@pytest.mark.parametrize(("cores", "columns"), [(5, 3), (8, 4)])
def test_the_queues_of_some_cores_stand_in_two_rows(cores, columns):
    frame = framed(per_core(cores, lengths=[9] * cores), cores=cores)
    rows = frame.queues.rows
    assert (frame.queues.mode, len(rows)) == (Mode.GRID, cores)
    assert [row.name for row in rows] == [str(core) for core in range(cores)]
    assert len({row.y for row in rows[:columns]}) == len({row.y for row in rows[columns:]}) == 1
    assert all(row.chips and row.more == 9 - len(row.chips) for row in rows)
    assert stop_of(frame.queues, cores - 1, 10 * (cores - 1)) == rows[-1].chips[0].rect


def test_a_queue_whose_core_is_off_line_keeps_its_number():
    view = per_core(16)
    view = replace(view, queues=(*view.queues[:9], view.queues[12]))
    frame = framed(view, cores=16)
    assert stop_of(frame.queues, 12) == frame.queues.bars[9].place
    assert stop_of(frame.queues, 10) is None


def test_what_is_folded_is_counted_by_process():
    frame = compose(*SMALL, busy("round-robin", 64, 120).at(300_000), DARK)
    texts = [text for text, _ in texts_of(frame)]
    counts = {process.label: process.state_counts[ThreadState.READY] for process in frame.snapshot.processes}
    assert frame.queues.rows[0].more == sum(counts.values()) - len(frame.queues.rows[0].chips) > 0
    for label, count in counts.items():
        assert texts[texts.index(label) + 1] == str(count)


def test_many_waits_become_counts():
    frame = compose(*SMALL, busy("round-robin", 64, 30).at(7_300_000), DARK)
    counts = {group.cause: group.more for group in frame.waiting if group.counted}
    assert sum(counts.values()) == len(frame.snapshot.waiting)
    assert all(text in [text for text, _ in texts_of(frame)] for text in (f"{count:,}" for count in counts.values()))
    first = next(group.first for group in frame.waiting if group.first is not None)
    ends = [wait.until_ns for wait in frame.snapshot.waiting if wait.cause == first.cause and wait.until_ns]
    assert first.until_ns == min(ends)


def test_two_causes_that_have_no_room_beside_each_other_have_a_line_each_and_name_who_waits():
    waits = tuple(
        WaitingView(
            thread=ThreadRef(index=number, label=f"P1·T{number}", process=0), cause=cause, since_ns=0, until_ns=None
        )
        for number, cause in enumerate(("Thread-1 (work)'s end", "lock key"), start=1)
    )
    snapshot = replace(Sample(cores=2, processes=4).at(500_000), waiting=waits)
    frame = compose(1024, 560, snapshot, DARK, StageOptions())
    assert [group.cause for group in frame.waiting] == [wait.cause for wait in waits]
    assert [chip.thread for group in frame.waiting for chip in group.chips] == [wait.thread for wait in waits]
    upper, lower = (group.chips[0].rect for group in frame.waiting)
    assert upper.bottom <= lower.y
    assert lower.bottom <= frame.layout.scheduler.bottom - 8
    check_texts(frame)


def test_who_has_just_come_or_gone_is_said_and_fades():
    thread = ThreadRef(index=3, label="P2·T1", process=1)
    frames = [framed(None, born=(Passing(thread=thread, age_ns=age_ns),)) for age_ns in (0, 700_000)]
    assert all("P2·T1 born" in [text for text, _ in texts_of(frame)] for frame in frames)
    assert painted(frames[0]) != painted(frames[1])
    every = [ThreadRef(index=number, label=f"P9·T{number}", process=9) for number in range(1_000)]
    many = tuple(Passing(thread=one, age_ns=0) for one in every)
    assert "1,000 threads ended" in [text for text, _ in texts_of(framed(None, gone=many))]


def painted(frame):
    image = QImage(1920, 200, QImage.Format.Format_RGB32)
    image.fill(0)
    painter = QPainter(image)
    scheduler.live(painter, frame)
    painter.end()
    return bytes(image.constBits())


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_every_part_that_can_be_clicked_is_a_chip_inside_the_panel(theme):
    frame = compose(*LARGE, busy("eevdf", 4, 9).at(7_300_000), theme)
    hits = scheduler.hits(frame)
    assert len({hit.thread for hit in hits}) == len(hits) > 5
    for hit in hits:
        assert frame.layout.scheduler.holds(hit.rect)
    for first, second in combinations([hit.rect for hit in hits], 2):
        assert first.gap_to(second) > 0


def test_the_place_of_a_text_is_where_it_is_drawn():
    image = QImage(10, 10, QImage.Format.Format_RGB32)
    painter = Reader(image)
    painter.drawText(QPointF(5, 20), "x")
    painter.end()
    assert Rect(*painter.texts[0][1].getRect()).bottom == 20


def test_a_chip_comes_up_where_a_thread_is_born_and_is_ringed_where_it_is_followed():
    view = SchedulerView(queues=(QueueView(entries=(entry(0), entry(1)), count=2),))
    thread = view.queues[0].entries[1].thread
    plain = painted(framed(view))
    pictures = [painted(framed(view, born=(Passing(thread=thread, age_ns=age_ns),))) for age_ns in (0, 300_000)]
    assert len({plain, *pictures}) == 3
    assert painted(framed(view, options=StageOptions(followed=thread.index))) != plain
    assert painted(framed(view, options=StageOptions(followed=77))) == plain
