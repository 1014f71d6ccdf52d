"""The line of the program that a core executes, below its pipeline where there is room."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import CoreState, CoreView, Flight
from desktop_app.model.durations import spaced_duration
from desktop_app.model.listing import AccessKind, CodeListing, ListingLine
from desktop_app.model.sizes import format_size
from desktop_app.model.workload import TIMED_BURSTS, Burst
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame, executed, nearest_execution
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.subject import process_of
from desktop_app.views.stage.text import BODY, TAB, Face, shown_before, tr, wrapped
from desktop_app.views.theme import Theme

_PITCH = 30.0
_HEADING = 26.0
_UNDERLINE = 2.5


def looks_of(frame: Frame, core: CoreView) -> Hashable:
    """Return what the drawing of a core's lines depends on, beside the reason for being idle and its place."""
    if core.burst_position is not None:
        assert core.thread is not None
        return core.burst_position, core.thread.process, _bursts_of(frame, core.thread.process)
    near = nearest_execution(core.flights)
    listing = _listing(frame, near) if near is not None and core.state is CoreState.RUNNING else None
    if near is None or listing is None:
        return None
    # The texts and not the listing: a text's hash is worked out once.
    return near.process, near.line, executed(core.flights) is not None, listing.program, listing.source


def paint(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout, idle_reason: str = "") -> None:
    """Draw the lines around the one that the executing instruction was compiled from, its part of it marked.

    On an idle core, draw the reason for it that its header has no room for.
    """
    theme, k = frame.theme, spot.k
    assert spot.source is not None
    rect = spot.source
    box(painter, rect, fill=colour(theme.inset), border=colour(theme.border), radius=10 * k)
    face = Face(round(BODY * k), 600)
    heading_y = rect.y + 20 * k
    near = nearest_execution(core.flights)
    listing = _listing(frame, near) if near is not None else None
    if core.burst_position is not None:
        label(painter, rect.x + 16 * k, heading_y, tr("bursts"), face, colour(theme.muted), room=rect.w - 32 * k)
        _bursts(painter, frame, rect, core, k)
        return
    if near is None or listing is None or core.state is not CoreState.RUNNING:
        words = tr("nothing executes")
        label(painter, rect.x + 16 * k, heading_y, words, face, colour(theme.faint), room=rect.w - 32 * k)
        _reason(painter, theme, rect, idle_reason, k)
        return
    used = label(painter, rect.x + 16 * k, heading_y, listing.program, face, colour(theme.muted), room=rect.w * 0.4)
    line = listing.lines[near.line]
    if executed(core.flights) is None:
        _lines(painter, frame, rect, listing, line, None, k)
        return
    instruction = f"{line.opname} {line.argument}".strip()
    mono = Face(round(BODY * k), 500, mono=True)
    room = rect.w - used - 44 * k
    label(painter, rect.right - 16 * k, heading_y, instruction, mono, colour(theme.muted), Align.RIGHT, room)
    _lines(painter, frame, rect, listing, line, process_colour(theme, near.process), k)


def _reason(painter: QPainter, theme: Theme, rect: Rect, reason: str, k: float) -> None:
    face = Face(round(BODY * k), 500)
    rows = max(1, int((rect.h - (_HEADING + 10) * k) // (_PITCH * k)))
    for row, line in enumerate(wrapped(face, reason, rect.w - 32 * k)[:rows] if reason else ()):
        y = rect.y + (_HEADING + 8) * k + (row + 0.5) * _PITCH * k
        label(painter, rect.x + 16 * k, y, line, face, colour(theme.muted))


def _bursts(painter: QPainter, frame: Frame, rect: Rect, core: CoreView, k: float) -> None:
    """Draw the bursts of the thread's process, the current one marked."""
    theme = frame.theme
    assert core.thread is not None
    assert core.burst_position is not None
    bursts = _bursts_of(frame, core.thread.process)
    tint = process_colour(theme, core.thread.process)
    rows = max(1, int((rect.h - (_HEADING + 10) * k) // (_PITCH * k)))
    first = max(0, min(core.burst_position - rows // 2, len(bursts) - rows))
    face = Face(round((BODY + 1) * k), 500, mono=True)
    for row, burst in enumerate(bursts[first : first + rows]):
        current = first + row == core.burst_position
        y = rect.y + (_HEADING + 8) * k + (row + 0.5) * _PITCH * k
        if current:
            band = Rect(rect.x + 10 * k, y - 0.46 * _PITCH * k, rect.w - 20 * k, 0.92 * _PITCH * k)
            box(painter, band, fill=mix(tint, theme.inset, theme.lit * 0.7), radius=5 * k)
        words = _words(burst)
        ink = theme.text if current else theme.muted
        label(painter, rect.x + 16 * k, y, words, face, colour(ink), room=rect.w - 32 * k)


def _bursts_of(frame: Frame, process: int) -> tuple[Burst, ...]:
    found = process_of(frame.snapshot, process)
    return found.bursts if found is not None else ()


def _words(burst: Burst) -> str:
    """Return a burst as its script has it, with what it is about and its time or size where it has one."""
    time = spaced_duration(burst.duration_ns) if burst.kind in TIMED_BURSTS else ""
    size = format_size(burst.size_bytes) if burst.size_bytes else ""
    return " ".join(filter(None, (burst.kind.value, burst.device, burst.target, time, size)))


def _listing(frame: Frame, flight: Flight) -> CodeListing | None:
    process = process_of(frame.snapshot, flight.process)
    return process.listing if process is not None else None


def _lines(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    frame: Frame,
    rect: Rect,
    listing: CodeListing,
    line: ListingLine,
    tint: str | None,
    k: float,
) -> None:
    """Draw the lines around one; ``tint`` marks it as the one that executes."""
    theme = frame.theme
    rows = max(1, int((rect.h - (_HEADING + 10) * k) // (_PITCH * k)))
    raws = listing.source.splitlines()
    texts = [raw.expandtabs(TAB) for raw in raws]
    number = line.line
    first = max(1, min(number - rows // 2, len(texts) - rows + 1))
    face = Face(round((BODY + 1) * k), 500, mono=True)
    gutter = face.width("0" * len(str(len(texts)))) + 14 * k
    for row in range(min(rows, len(texts) - first + 1)):
        y = rect.y + (_HEADING + 8) * k + (row + 0.5) * _PITCH * k
        at = first + row
        x = rect.x + 16 * k
        label(painter, x + gutter - 14 * k, y, str(at), face, colour(theme.faint), Align.RIGHT)
        room = rect.right - 14 * k - x - gutter
        if at == number and tint is not None:
            band = Rect(x + gutter - 6 * k, y - 0.46 * _PITCH * k, room + 12 * k, 0.92 * _PITCH * k)
            box(painter, band, fill=mix(tint, theme.inset, theme.lit * 0.7), radius=5 * k)
            _mark(painter, frame, face, (x + gutter, y, room), raws[at - 1], line, tint, k)
        ink = theme.text if at == number and tint is not None else theme.muted
        label(painter, x + gutter, y, texts[at - 1], face, colour(ink), room=room)


def _mark(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    frame: Frame,
    face: Face,
    place: tuple[float, float, float],
    text: str,
    line: ListingLine,
    tint: str,
    k: float,
) -> None:
    """Mark the expression that the instruction belongs to; CPython counts its columns in UTF-8 bytes.

    A line below it says what it does with a variable: like text where it reads it, in the colour of its process where
    it writes it, and in that of errors where it deletes it.
    """
    if line.column < 0 or line.end_column <= line.column:
        return
    x, y, room = place
    start, end = (face.width(shown_before(text, column)) for column in (line.column, line.end_column))
    if end <= room:
        mark = Rect(x + start - 3 * k, y - 0.42 * _PITCH * k, end - start + 6 * k, 0.84 * _PITCH * k)
        box(painter, mark, fill=mix(tint, frame.theme.inset, frame.theme.lit_strong), radius=5 * k)
        kind = line.accesses[0].kind if line.accesses else None
        if kind is not None:
            inks = {AccessKind.READ: frame.theme.text, AccessKind.WRITE: tint, AccessKind.DELETE: frame.theme.error}
            ink = inks[kind]
            low = Rect(x + start, mark.bottom - _UNDERLINE * k, end - start, _UNDERLINE * k)
            box(painter, low, fill=colour(ink), radius=1)
