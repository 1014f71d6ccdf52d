"""The scheduler's panel: the ready queues, the next dispatch, the threads that wait, and who has just come or gone."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import PASSING_SLOTS
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import queues, waiting
from desktop_app.views.stage.drawing import Align, box, colour, label, panel, process_colour
from desktop_app.views.stage.frame import Frame, Hit, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.queue_layout import COUNT, NOTE, Mode
from desktop_app.views.stage.queue_words import boost_words, heading, passing_words, remarks
from desktop_app.views.stage.text import BODY, Face, time_text, tr

_NAME = Face(BODY, 700, spacing=1.4)
#: Between a panel's name and what is said of it, and between such remarks.
_NAME_GAP, _REMARK_GAP = 16.0, 22.0
#: Between a process and how many of its threads are ready, and behind that.
_COUNT_GAP, _FOLD_GAP = 6.0, 24.0


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the panel with everything but what changes with every moment."""
    snapshot = frame.snapshot
    coming = snapshot.upcoming if frame.options.tells_next else None
    upcoming = (coming.thread, coming.core) if coming is not None else None
    words = (_heading(frame), tuple(_remarks(frame)), tuple(_folded(frame)))
    key = (queues.key(frame.queues), len(snapshot.waiting), waiting.key(frame), words, upcoming, snapshot.terminated)
    return (
        Layer(
            name="scheduler",
            rect=frame.layout.scheduler,
            ground=frame.theme.window,
            key=key,
            paint=lambda painter: _panel(painter, frame),
        ),
    )


def live(painter: QPainter, frame: Frame) -> None:
    """Draw the countdowns, virtual times, moves, how far each wait is, and who has just come or gone."""
    theme, snapshot = frame.theme, frame.snapshot
    if snapshot.upcoming is not None and _tells_next(frame):
        x, room = _next_place(frame)
        used = NOTE.width(_next_words(frame)) + 5
        time = time_text(max(0, snapshot.upcoming.at_ns - snapshot.t_ns), snapshot.slot_ns)
        words = tr("in {time}").format(time=time)
        if used + NOTE.width(words) <= room:
            label(painter, x + used, _title_y(frame), words, NOTE, colour(theme.text))
    boost = boost_words(frame.queues.view)
    if boost and frame.queues.mode is not Mode.ROW:
        _boost(painter, frame, boost)
    queues.live(painter, frame)
    waiting.live(painter, frame)
    _passing(painter, frame)
    _marks(painter, frame)


def hits(frame: Frame) -> list[Hit]:
    """Return where ready and waiting threads can be clicked."""
    chips = [chip for row in frame.queues.rows for chip in row.chips]
    return [*(Hit(rect=chip.rect, thread=chip.entry.thread.index) for chip in chips), *waiting.hits(frame)]


def _title_y(frame: Frame) -> float:
    return frame.layout.scheduler.y + 22


def _panel(painter: QPainter, frame: Frame) -> None:
    theme, snapshot, plan = frame.theme, frame.snapshot, frame.queues
    panel(painter, frame.layout.scheduler, theme)
    area, y = plan.ready, _title_y(frame)
    used = label(painter, area.x, y, tr("SCHEDULER"), _NAME, colour(theme.muted))
    x = area.x + used + _NAME_GAP
    label(painter, x, y, _heading(frame), NOTE, colour(theme.faint), room=area.right - x)
    x, room = _next_place(frame)
    if snapshot.upcoming is not None and _tells_next(frame):
        label(painter, x, y, _next_words(frame), NOTE, colour(theme.muted), room=room)
    x = _after_next(frame)
    for remark, widest in _remarks(frame):
        if x + NOTE.width(widest) <= area.right:
            label(painter, x, y, remark, NOTE, colour(theme.muted), room=NOTE.width(widest))
            x += NOTE.width(widest) + _REMARK_GAP
    queues.draw(painter, frame)
    if plan.mode is Mode.ROW:
        _only_queue(painter, frame)
    area = plan.waiting
    used = label(painter, area.x, y, tr("WAITING"), _NAME, colour(theme.muted))
    if snapshot.waiting:
        label(painter, area.x + used + _NAME_GAP, y, f"{len(snapshot.waiting):,}", NOTE, colour(theme.faint))
    waiting.draw(painter, frame)


def _only_queue(painter: QPainter, frame: Frame) -> None:
    """Say that nobody is ready, or that the first one is not the next."""
    theme, snapshot, plan = frame.theme, frame.snapshot, frame.queues
    row = plan.rows[0]
    if not row.chips and not row.more:
        words = tr("every thread has ended") if snapshot.terminated else tr("empty: no thread waits for a core")
        label(painter, row.x, row.y, words, NOTE, colour(theme.faint), room=plan.ready.w)
    elif row.more:
        y = row.y + (row.chips[0].rect.h / 2 + 11 if row.chips else 0)
        for x, process, name, count in _folded(frame):
            used = label(painter, x, y, name, COUNT, colour(process_colour(theme, process)))
            label(painter, x + used + _COUNT_GAP, y, count, NOTE, colour(theme.muted))
    elif len(row.chips) > 1 and not plan.view.ordered:
        words = tr("in order of becoming ready, not of dispatch")
        if row.more_x + 10 + NOTE.width(words) <= plan.ready.right:
            label(painter, row.more_x + 10, row.y, words, NOTE, colour(theme.faint))


def _folded(frame: Frame) -> list[tuple[float, int, str, str]]:
    """Return how many ready threads each process has, as far as there is room, where not all threads are shown.

    Each has a place of its own that does not depend on the counts; those with the most where not all have one.
    """
    plan, snapshot = frame.queues, frame.snapshot
    if plan.mode is not Mode.ROW or not (plan.rows[0].more and snapshot.processes):
        return []
    if any(chip.text for chip in plan.rows[0].chips):
        return []
    counts = {process.index: process.state_counts.get(ThreadState.READY, 0) for process in snapshot.processes}
    digits = "0" * max(len(str(len(process.stacks))) for process in snapshot.processes)
    pitch = max(COUNT.width(process.label) for process in snapshot.processes) + NOTE.width(digits) + _FOLD_GAP
    room = int((plan.ready.w + _FOLD_GAP) // pitch)
    most = sorted(snapshot.processes, key=lambda process: (-counts[process.index], process.index))[:room]
    shown = sorted(most, key=lambda process: process.index)
    return [
        (plan.ready.x + number * pitch, process.index, process.label, f"{counts[process.index]:,}")
        for number, process in enumerate(shown)
    ]


def _count(frame: Frame) -> int:
    return sum(queue.count for queue in frame.queues.view.queues)


def _heading(frame: Frame) -> str:
    return heading(frame.queues.view, _count(frame))


def _remarks(frame: Frame) -> list[tuple[str, str]]:
    return remarks(frame.queues.view)


def _next_place(frame: Frame) -> tuple[float, float]:
    """Return where the next dispatch is told, and the room for it."""
    area, view = frame.queues.ready, frame.queues.view
    # The widest count of this many digits, so that the text does not move as the queue does.
    widest = heading(view, 0, "0" * max(2, len(str(_count(frame)))))
    x = area.x + _NAME.width(tr("SCHEDULER")) + _NAME_GAP + NOTE.width(widest) + _REMARK_GAP
    return x, max(0.0, area.right - x)


def _after_next(frame: Frame) -> float:
    """Return where there is room behind the next dispatch, its countdown and the next boost."""
    x, _ = _next_place(frame)
    if frame.snapshot.upcoming is not None and _tells_next(frame):
        widest = tr("in {time}").format(time=time_text(0, frame.snapshot.slot_ns))
        x += NOTE.width(_next_words(frame)) + NOTE.width(widest) + 20 + _REMARK_GAP
    return x


def _tells_next(frame: Frame) -> bool:
    """Return whether the next dispatch is told: with many queues it is one of too many, and these have more to say."""
    return frame.options.tells_next and frame.queues.mode is not Mode.BARS


def _next_words(frame: Frame) -> str:
    upcoming = frame.snapshot.upcoming
    assert upcoming is not None
    return tr("next: {thread} → Core {core}").format(thread=upcoming.thread.label, core=upcoming.core)


def _boost(painter: QPainter, frame: Frame, words: str) -> None:
    x, area = _after_next(frame), frame.queues.ready
    if x + NOTE.width(words) <= area.right:
        label(painter, x, _title_y(frame), words, NOTE, colour(frame.theme.muted))


def _passing(painter: QPainter, frame: Frame) -> None:
    """Say who has just come or gone, the paler the longer that is ago."""
    snapshot, area, theme = frame.snapshot, frame.queues.waiting, frame.theme
    right = area.right
    used = _NAME.width(tr("WAITING")) + _NAME_GAP + NOTE.width(f"{len(snapshot.waiting):,}") + _NAME_GAP
    for words, youngest in passing_words(snapshot):
        share = youngest.age_ns / (PASSING_SLOTS * snapshot.slot_ns)
        if right - NOTE.width(words) < area.x + used:
            break
        ink = colour(theme.text, round(1 - share * share, 2))
        right -= label(painter, right, _title_y(frame), words, NOTE, ink, Align.RIGHT) + _REMARK_GAP


def _marks(painter: QPainter, frame: Frame) -> None:
    """Let the chips of threads that have just been born come up, and ring that of the thread that is followed."""
    theme, followed = frame.theme, frame.options.followed
    ages = {each.thread.index: each.age_ns for each in frame.snapshot.born}
    if not ages and followed is None:
        return
    for hit in hits(frame):
        if hit.thread in ages:
            share = ages[hit.thread] / (PASSING_SLOTS * frame.snapshot.slot_ns)
            veil = colour(theme.panel, round(0.9 * (1 - share) ** 2, 2))
            box(painter, hit.rect, fill=veil, radius=hit.rect.h / 2)
        if hit.thread == followed:
            x, y, w, h = hit.rect
            box(painter, Rect(x - 3, y - 3, w + 6, h + 6), border=colour(theme.text), radius=h / 2 + 3, line=2)
