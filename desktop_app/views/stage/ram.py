"""The RAM panel: what is in use, and a card for each process."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import ProcessView, Snapshot
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import ram_card, sizes
from desktop_app.views.stage.drawing import Align, bar, box, colour, label, mix, panel, process_colour
from desktop_app.views.stage.frame import Frame, Hit, Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.ram_layout import FOLD_FULL, CardKind, CardPlace, RamLayout, arrange_ram, ram_seen
from desktop_app.views.stage.subject import process_looked_at
from desktop_app.views.stage.text import BODY, Face, one_line, ram_text, size_text, tr

_NAME = Face(BODY, 700, spacing=1.4)
_AMOUNT = Face(BODY, 500, mono=True)
_TITLE = Face(17, 700)
_COUNTS = Face(BODY, 500)
_PART = Face(BODY, 700)
_PART_PAD = 6.0
#: For so many slots a card shows that memory is given back.
_FREED_SLOTS = 2.0
#: The share of a process's one line that the bar of its threads takes.
_LINE_STATES = 0.2


def place(frame: Frame) -> RamLayout:
    """Return where the processes stand."""
    processes = frame.snapshot.processes
    scripted = frozenset(index for index, process in enumerate(processes) if process.listing is None)
    panel = (frame.whole or frame).layout.ram
    subject = process_looked_at(frame.snapshot, frame.options)
    whole = arrange_ram(panel, tuple(process.ended for process in processes), scripted, subject)
    return whole if frame.lens is None else ram_seen(whole, frame.lens)


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the panel and its cards."""
    layout = place(frame)
    known = sizes.counted(frame.snapshot)
    ground = Layer(
        name="ram",
        rect=frame.layout.ram,
        ground=frame.theme.window,
        key=(sizes.all_in_use(frame.snapshot), known, frame.snapshot.ram_bytes, layout),
        paint=lambda painter: _ground(painter, frame, layout),
    )
    return (ground, *(layer for spot in layout.cards for layer in _card(frame, spot, known=known)))


def live(painter: QPainter, frame: Frame) -> None:
    """Draw what is lit: code in flight and values just written."""
    for spot in place(frame).cards:
        if not frame.shows(spot.rect):
            continue
        process = frame.snapshot.processes[spot.index]
        if spot.kind is CardKind.DETAIL:
            ram_card.live(painter, frame, process, spot)
        if process.loading and frame.options.reduce_motion:
            box(painter, spot.rect, border=colour(process_colour(frame.theme, process.index)), radius=10, line=3)
        if process.loaded < 1:
            # A process that is born comes out of the panel's ground.
            ground = colour(frame.theme.panel, round(1 - process.loaded, 2))
            box(painter, spot.rect, fill=ground, radius=10)
        if process.ended_ns is not None:
            gone = (frame.snapshot.t_ns - process.ended_ns) / (_FREED_SLOTS * frame.snapshot.slot_ns)
            if gone < 1:
                # The memory of one that has ended is given back: its colour leaves the card.
                left = colour(process_colour(frame.theme, process.index), round(1 - gone, 2))
                box(painter, spot.rect, border=left, radius=10, line=2)


def hits(frame: Frame) -> list[Hit]:
    """Return where threads' stacks can be clicked."""
    found = []
    for spot in place(frame).cards:
        if spot.kind is CardKind.DETAIL:
            found.extend(ram_card.hits(frame.snapshot.processes[spot.index], spot))
    return found


def _ground(painter: QPainter, frame: Frame, layout: RamLayout) -> None:
    theme, rect = frame.theme, frame.layout.ram
    panel(painter, rect, theme)
    label(painter, rect.x + 20, layout.title_y, tr("RAM"), _NAME, colour(theme.muted))
    total = sum(sizes.all_in_use(frame.snapshot))
    amount = _amount(frame, total)
    label(painter, rect.right - 20, layout.title_y, amount, _AMOUNT, colour(theme.muted), Align.RIGHT, rect.w - 100)
    box(painter, layout.bar, fill=colour(theme.track), radius=4)
    if total:
        _segments(painter, frame, layout.bar)
    if not layout.cards and not layout.hint:
        label(painter, rect.x + 20, layout.bar.bottom + 34, tr("no process yet"), _COUNTS, colour(theme.faint))
    if layout.hint is not None:
        label(
            painter,
            layout.hint.x + 6,
            layout.hint.cy,
            _hint(layout),
            _COUNTS,
            colour(theme.muted),
            room=layout.hint.w - 12,
        )


def _amount(frame: Frame, total: int) -> str:
    ram_bytes = frame.snapshot.ram_bytes
    if ram_bytes is not None:
        return tr("{used} of {size}").format(used=ram_text(total, ram_bytes), size=ram_text(ram_bytes, ram_bytes))
    if sizes.counted(frame.snapshot):
        return tr("{size} in use").format(size=ram_text(total, None))
    if frame.snapshot.processes and not any(process.listing for process in frame.snapshot.processes):
        return tr("bursts have no code or data")
    return tr("{size} of code and data").format(size=size_text(total))


def segments(snapshot: Snapshot, whole: Rect) -> list[tuple[ProcessView, Rect]]:
    """Return the part of the bar that each process has: of all of RAM, or of what is in use where RAM has no end."""
    used = sizes.all_in_use(snapshot)
    users = [(process, size) for process, size in zip(snapshot.processes, used, strict=True) if size]
    total = sum(used)
    gap = 2.0 if len(users) * 6 < whole.w else 0.0
    room = whole.w - gap * (len(users) - 1)
    found, x = [], whole.x
    for process, size in users:
        width = room * size / max(total, snapshot.ram_bytes or 0)
        found.append((process, Rect(x, whole.y, width, whole.h)))
        x += width + gap
    return found


def _segments(painter: QPainter, frame: Frame, whole: Rect) -> None:
    """Draw what each process has, in proportion; a part that is wide enough says whose it is, and how much that is."""
    theme, snapshot = frame.theme, frame.snapshot
    parts = segments(snapshot, whole)
    apart = len(parts) < 2 or parts[1][1].x > parts[0][1].right  # noqa: PLR2004 - the first two
    for process, part in parts:
        box(painter, part, fill=colour(process_colour(theme, process.index)), radius=4 if apart else 0)
        words = (f"{process.label} · {sizes.size_words(snapshot, process)}", process.label)
        shown = next((text for text in words if _PART.width(text) <= part.w - 2 * _PART_PAD), "")
        label(painter, part.cx, part.cy, shown, _PART, colour(theme.on_process), Align.CENTRE)


def _hint(layout: RamLayout) -> str:
    words = []
    if layout.hidden:
        words.append(tr("+{count} more processes").format(count=layout.hidden))
    if layout.hidden_ended:
        words.append(tr("{count} more ended").format(count=layout.hidden_ended))
    if layout.folded and not words:
        words.append(tr("solid runs, pale is ready, empty waits"))
    return " · ".join(words)


def _card(frame: Frame, spot: CardPlace, *, known: bool) -> tuple[Layer, ...]:
    process = frame.snapshot.processes[spot.index]
    name = f"ram {process.index}"
    if spot.kind is CardKind.DETAIL:
        return ram_card.fixed(frame, process, spot, name)
    counts = tuple(sorted(process.state_counts.items()))
    ending = (process.ended, process.ending)
    key = (
        spot.kind,
        ram_card.title_of(process),
        counts,
        sizes.size_words(frame.snapshot, process, known=known),
        ending,
        spot.rect,
    )
    paint = {CardKind.FOLD: _fold, CardKind.LINE: _line, CardKind.GONE: _gone}[spot.kind]
    layer = Layer(
        name=name,
        rect=spot.rect,
        ground=frame.theme.panel,
        key=key,
        paint=lambda painter: paint(painter, frame, process, spot.rect),
    )
    return (layer,)


def _fold(painter: QPainter, frame: Frame, process: ProcessView, rect: Rect) -> None:
    theme = frame.theme
    ram_card.edge(painter, rect, theme, process_colour(theme, process.index))
    full = rect.h >= FOLD_FULL
    spread = (rect.h - 12) / (3 if full else 2)
    y = rect.y + 6 + spread / 2
    _name_and_size(painter, frame, process, rect, y)
    if full:
        y += spread
        threads = sum(process.state_counts.values())
        text = tr("1 thread") if threads == 1 else tr("{count} threads").format(count=threads)
        used = label(painter, rect.x + 20, y, text, _COUNTS, colour(theme.text))
        room = rect.w - 34 - used - 12
        label(painter, rect.right - 14, y, counts_text(process), _COUNTS, colour(theme.muted), Align.RIGHT, room)
    _states(painter, frame, process, Rect(rect.x + 20, y + spread - 4, rect.w - 34, 8))


def _line(painter: QPainter, frame: Frame, process: ProcessView, rect: Rect) -> None:
    theme = frame.theme
    tint = process_colour(theme, process.index)
    ram_card.edge(painter, rect, theme, tint)
    wide = rect.w * _LINE_STATES
    right = rect.right - 14 - wide - 12
    size = sizes.size_words(frame.snapshot, process)
    used = label(painter, right, rect.cy, size, _AMOUNT, colour(theme.muted), Align.RIGHT)
    text = f"{process.label} · {one_line(process.program)}"
    room = right - used - (10 if size else 0) - rect.x - 20
    label(painter, rect.x + 20, rect.cy, text, Face(BODY, 700), colour(tint), room=room)
    _states(painter, frame, process, Rect(rect.right - 14 - wide, rect.cy - 4, wide, 8))


def _gone(painter: QPainter, frame: Frame, process: ProcessView, rect: Rect) -> None:
    theme = frame.theme
    box(painter, rect, border=colour(theme.border), radius=8, dashed=True)
    words = ram_card.ending_text(process)
    room = rect.w - 34 - _COUNTS.width(words) - 12
    text = f"{process.label} · {one_line(process.program)}"
    label(painter, rect.x + 20, rect.cy, text, Face(BODY, 700), colour(theme.muted), room=room)
    label(painter, rect.right - 14, rect.cy, words, _COUNTS, colour(theme.muted), Align.RIGHT)


def _name_and_size(painter: QPainter, frame: Frame, process: ProcessView, rect: Rect, y: float) -> None:
    theme = frame.theme
    used = label(
        painter,
        rect.right - 14,
        y,
        sizes.size_words(frame.snapshot, process),
        _AMOUNT,
        colour(theme.muted),
        Align.RIGHT,
    )
    text = ram_card.title_of(process)
    tint = colour(process_colour(theme, process.index))
    label(painter, rect.x + 20, y, text, _TITLE, tint, room=rect.w - 34 - used - 12)


def counts_text(process: ProcessView) -> str:
    """Return how many threads run, are ready and wait, such as ``8 run · 19 ready · 229 wait``."""
    counts = process.state_counts
    return tr("{run} run · {ready} ready · {wait} wait").format(
        run=counts.get(ThreadState.RUNNING, 0),
        ready=counts.get(ThreadState.READY, 0),
        wait=counts.get(ThreadState.WAITING, 0),
    )


def _states(painter: QPainter, frame: Frame, process: ProcessView, rect: Rect) -> None:
    """Draw the bar of a process's threads: running solid, ready pale, waiting and ended empty."""
    theme, counts = frame.theme, process.state_counts
    tint = process_colour(theme, process.index)
    total = max(1, sum(counts.values()))
    running = counts.get(ThreadState.RUNNING, 0) / total
    ready = counts.get(ThreadState.READY, 0) / total
    bar(painter, rect, running + ready, mix(tint, theme.inset, 0.5), colour(theme.track))
    if running:
        box(painter, Rect(rect.x, rect.y, rect.w * running, rect.h), fill=colour(tint), radius=rect.h / 2)
