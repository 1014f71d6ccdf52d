"""The cores: which thread each runs, how much of its slice is used, and what is in its pipeline."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from desktop_app.analysis.snapshot import CoreState, CoreView, Flight
from desktop_app.views.stage import core_facts, latches, source
from desktop_app.views.stage.core_header import (
    arrow_x,
    chip_face,
    face_of,
    idle_place,
    idle_words,
    is_numbered,
    name_face,
    name_of,
    pill_rect,
    thread_face,
)
from desktop_app.views.stage.core_layout import STAGES, CoreLayout
from desktop_app.views.stage.drawing import (
    Align,
    box,
    colour,
    label,
    mix,
    pill,
    pill_ground,
    pill_words,
    process_colour,
    ring,
)
from desktop_app.views.stage.frame import Frame, Hit, Layer, executed
from desktop_app.views.stage.geometry import Rect, around
from desktop_app.views.stage.motion import ENTRY_LEAD, slot_of
from desktop_app.views.stage.pipeline import chip_at
from desktop_app.views.stage.routes import FETCH_PHASE, arrival_phase
from desktop_app.views.stage.sprites import Sprites
from desktop_app.views.stage.text import BODY, Face, one_line, slice_text, time_text, tr, wrapped
from desktop_app.views.theme import Theme

#: So many steps of colour there are from the ground of a cell to a chip that executes.
_STRENGTHS = 60
#: And of a whole slice in a ring.
_RING_STEPS = 120
#: Above and below the middle of the registers' line.
_REGISTER_ROOM = 14.0


def fixed(frame: Frame) -> tuple[Layer, ...]:
    """Return the layers of each core."""
    pairs = zip(frame.snapshot.cores, frame.cores, strict=True)
    return tuple([layer for core, spot in pairs for layer in _layers(frame, core, spot)])


def live(painter: QPainter, frame: Frame) -> None:
    """Draw what moves in the cores: slices, bursts, switches, and the instructions in the pipelines."""
    with Sprites(painter, frame.theme) as sprites:
        _live(painter, sprites, frame)


def _live(painter: QPainter, sprites: Sprites, frame: Frame) -> None:
    for core, spot in zip(frame.snapshot.cores, frame.cores, strict=True):
        if not frame.shows(spot.card):
            continue
        core_facts.paint(painter, frame, core, spot)
        if core.state is not CoreState.IDLE:
            _slice(painter, sprites, frame, core, spot)
        if core.burst is not None:
            _burst(painter, sprites, frame, core, spot)
        else:
            if core.flushed:
                latches.flushed(painter, sprites, frame, core, spot)
            _arrow_glow(sprites, frame, core, spot)
            for flight in core.flights:
                if flight.phase < FETCH_PHASE - ENTRY_LEAD:
                    break  # it is on its way, and so are those behind it
                _flight(sprites, frame, spot, flight)
                if flight.operand:
                    latches.operand(painter, frame, core, spot, flight)


def hits(frame: Frame) -> list[Hit]:
    """Return where cores' threads can be clicked."""
    return [
        Hit(rect=pill_rect(core, spot), thread=core.thread.index)
        for core, spot in zip(frame.snapshot.cores, frame.cores, strict=True)
        if core.thread is not None
    ]


def _layers(frame: Frame, core: CoreView, spot: CoreLayout) -> Iterator[Layer]:
    """Yield a card, and what changes more often in it: the executing instruction, the registers, the program's line."""
    name, ground = f"core {core.number}", frame.theme.panel
    yield Layer(
        name=name,
        rect=spot.card,
        ground=frame.theme.window,
        key=(core.state, core.thread, core.idle_reason, core.burst is None, spot),
        paint=lambda painter: _card(painter, frame, core, spot),
    )
    if spot.executing is not None:
        flight = executed(core.flights)
        words = "" if core.state is not CoreState.RUNNING else one_line(flight.chip) if flight else ""
        yield Layer(
            name=f"{name} executing",
            rect=spot.executing,
            ground=ground,
            key=(core.burst is None, words, core.state is CoreState.RUNNING),
            paint=lambda painter: _executing(painter, frame, core, spot, words),
            recurs=True,
        )
    if spot.registers_y is not None:
        high = 2 * _REGISTER_ROOM * spot.k
        yield Layer(
            name=f"{name} registers",
            rect=Rect(spot.card.x + spot.pad, spot.registers_y - high / 2, spot.card.w - 2 * spot.pad, high),
            ground=ground,
            key=(core.burst is None, core.pc, core.top, core.switches, spot.k),
            paint=lambda painter: _registers(painter, frame.theme, core, spot),
        )
    if spot.source is not None:
        below = idle_words(core, spot)[1] if core.thread is None else ""
        yield Layer(
            name=f"{name} source",
            rect=spot.source,
            ground=ground,
            key=(source.looks_of(frame, core), below, spot.k),
            paint=lambda painter: source.paint(painter, frame, core, spot, below),
            recurs=True,
        )


def _tint(frame: Frame, core: CoreView) -> str:
    return process_colour(frame.theme, core.thread.process) if core.thread is not None else frame.theme.border


def _edge(frame: Frame, core: CoreView) -> QColor:
    """Return the colour of a card's edge: its process's, and only half of it while it does not run."""
    if core.thread is None:
        return colour(frame.theme.border)
    tint = _tint(frame, core)
    return colour(tint) if core.state is CoreState.RUNNING else mix(tint, frame.theme.border, 0.5)


def _card(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    if not spot.texts:
        _small_card(painter, frame, core, spot)
        return
    theme, card = frame.theme, spot.card
    tint = _tint(frame, core)
    busy = core.state is CoreState.RUNNING
    line = 2.0 if busy else 1.0
    box(painter, card, fill=colour(theme.panel), border=_edge(frame, core), radius=14, line=line)
    name = colour(theme.muted)
    if is_numbered(name_of(core, spot), core.thread.label if core.thread else "", spot):
        label(painter, card.x + spot.pad, spot.header_y, name_of(core, spot), name_face(spot), name)
    if core.thread is not None:
        hollow = core.state is not CoreState.RUNNING
        rect = pill_rect(core, spot)
        pill(painter, rect, core.thread.label, tint, theme, hollow=hollow, face=thread_face(spot))
    else:
        words, _ = idle_words(core, spot)
        x, room = idle_place(core, spot)
        label(painter, x, spot.header_y, words, face_of(spot, BODY, 500), colour(theme.muted), room=room)
    if core.burst is None:
        _pipeline(painter, theme, core, spot)


def _small_card(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    """Draw a card without texts in its cells: of its parts, which are the same in dozens of others."""
    theme, card, tint = frame.theme, spot.card, _tint(frame, core)
    busy, computes = core.state is CoreState.RUNNING, core.burst is not None

    def ground(painter: QPainter, rect: Rect) -> None:
        box(painter, rect, fill=colour(theme.panel), border=_edge(frame, core), radius=9, line=1.5 if busy else 1.0)
        if not computes:
            painter.translate(rect.x - card.x, rect.y - card.y)
            _pipeline(painter, theme, core, spot)

    def chip(painter: QPainter, rect: Rect) -> None:
        pill_ground(painter, rect, tint, theme, hollow=not busy)

    with Sprites(painter, theme) as sprites:
        sprites.put(("card", tint, busy, computes, core.thread is None), card, ground)
        if core.thread is not None:
            # Its label is not kept: there may be thousands of threads.
            place = pill_rect(core, spot)
            sprites.put(("pill", tint, busy), place, chip)
            words_at = sprites.placed(place)
    if core.thread is not None:
        pill_words(painter, words_at, core.thread.label, tint, theme, hollow=not busy, face=thread_face(spot))
    name = name_of(core, spot)
    if is_numbered(name, core.thread.label if core.thread else "", spot):
        label(painter, card.x + spot.pad, spot.header_y, name, name_face(spot), colour(theme.muted))
    if core.thread is None:
        words, reason = idle_words(core, spot)
        x, room = idle_place(core, spot)
        label(painter, x, spot.header_y, words, face_of(spot, BODY, 500), colour(theme.muted), room=room)
        _reason_below(painter, theme, spot, reason)


def _reason_below(painter: QPainter, theme: Theme, spot: CoreLayout, reason: str) -> None:
    """Say why a core is idle below its cells, where all of that has room there."""
    face, left, wide = Face(BODY, 500), spot.card.x + spot.pad, spot.card.w - 2 * spot.pad
    top, pitch = spot.pipeline.bottom + 8, BODY * 1.4
    lines = wrapped(face, reason, wide) if reason else []
    if top + len(lines) * pitch > spot.card.bottom - 4:
        return
    for number, line in enumerate(lines):
        label(painter, left, top + (number + 0.5) * pitch, line, face, colour(theme.muted), room=wide)


def _executing(painter: QPainter, frame: Frame, core: CoreView, spot: CoreLayout, words: str) -> None:
    """Name what executes, where chips carry no text."""
    assert spot.executing is not None
    if core.state is CoreState.RUNNING:
        face = Face(BODY, 600, mono=core.burst is None)
        text = tr("CPU burst") if core.burst is not None else words
        middle, room = spot.executing.cy, spot.executing.w
        label(painter, spot.card.cx, middle, text, face, colour(frame.theme.text), Align.CENTRE, room)


def _pipeline(painter: QPainter, theme: Theme, core: CoreView, spot: CoreLayout) -> None:
    names = (tr("Fetch"), tr("Decode"), tr("Execute"), tr("Write"))
    radius = 10 * spot.k if spot.texts else 4
    for stage in range(STAGES):
        cell = spot.cells[stage]
        if spot.names_y is not None:
            face = face_of(spot, BODY, 600)
            label(painter, cell.cx, spot.names_y, names[stage], face, colour(theme.muted), Align.CENTRE, cell.w + 6)
        box(painter, cell, fill=colour(theme.cell), border=colour(theme.border), radius=radius)
        if stage and spot.texts:
            previous = spot.cells[stage - 1]
            painter.setPen(QPen(colour(theme.faint), 1.5))
            painter.drawLine(QPointF(previous.right + 2, cell.cy), QPointF(cell.x - 2, cell.cy))
    arrow = arrow_x(name_of(core, spot), spot)
    if arrow is not None:
        _arrow(painter, spot, arrow, theme.border, 1.0)


def _arrow(painter: QPainter, spot: CoreLayout, x: float, ink: str, opacity: float) -> None:
    """Draw the way from the card's edge to the Fetch cell, through which instructions come in."""
    end = (spot.names_y - 12 * spot.k) if spot.names_y is not None else spot.cells[0].y - 3
    size = 5.0 * spot.k
    pen = QPen(colour(ink, opacity), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, spot.card.y + 2), QPointF(x, end - size))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(ink, opacity))
    painter.drawPolygon(
        QPolygonF([QPointF(x - size, end - size * 1.5), QPointF(x + size, end - size * 1.5), QPointF(x, end)])
    )


def _arrow_glow(sprites: Sprites, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    """Light the arrow while an instruction is behind it, on its way into the Fetch cell or waiting for it."""
    x = arrow_x(name_of(core, spot), spot)
    if x is None or core.state is not CoreState.RUNNING:
        return
    arrives = arrival_phase(frame.traffic, frame.traffic.routes[core.number], slot_of(frame.snapshot, core))
    glow = 0.0
    for flight in core.flights:
        inside = min(1.0, (flight.phase - arrives) / 0.1) * min(1.0, (FETCH_PHASE - flight.phase) / 0.1)
        if flight.phase > arrives:
            glow = max(glow, inside)
    level = round(glow * _STRENGTHS)
    if not level:
        return
    tint, half = _tint(frame, core), 6.0 * spot.k
    place = Rect(x - half, spot.card.y, 2 * half, spot.cells[0].y - spot.card.y)

    def paint(painter: QPainter, rect: Rect) -> None:
        painter.translate(rect.x - place.x, rect.y - place.y)
        ink = mix(tint, frame.theme.border, level / _STRENGTHS)
        _arrow(painter, spot, x, str(ink.name()), 1.0)

    sprites.put_still(("arrow", tint, level, spot.k), place, paint)


def _flight(sprites: Sprites, frame: Frame, spot: CoreLayout, flight: Flight) -> None:
    chip = chip_at(spot, flight.phase, stands=frame.options.reduce_motion)
    if chip is None:
        return
    strength = round(chip.strength * _STRENGTHS)
    text = core_facts.words_on_chip(frame, flight, chip_face(spot), chip.rect.w - 20 * spot.k) if spot.texts else ""

    def paint(painter: QPainter, rect: Rect) -> None:
        theme = frame.theme
        fill = mix(process_colour(theme, flight.process), theme.cell, strength / _STRENGTHS)
        box(painter, rect, fill=fill, radius=7 * spot.k if spot.texts else 4)
        ink = colour(theme.on_process)
        label(painter, rect.cx, rect.cy, text, chip_face(spot), ink, Align.CENTRE, rect.w - 4)

    sprites.put(("stage", flight.process, text, strength, spot.k), chip.rect, paint, chip.clip, chip.opacity)


def _slice(painter: QPainter, sprites: Sprites, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    theme, card = frame.theme, spot.card
    tint = _tint(frame, core)
    switching = core.state is CoreState.SWITCHING
    limit = core.slice_ns
    share = core.switch_share if switching else core.slice_used_ns / limit if limit else 0.0
    ink = theme.muted if switching else tint
    left = pill_rect(core, spot).right + 10
    if not spot.texts:
        room = Rect(left, spot.header_y - 2.5, card.right - spot.pad - left, 5)
        if room.w >= 16 and (switching or limit):  # noqa: PLR2004 - narrower shows nothing
            sprites.bar(room, share, ink, theme.track)
        return
    radius = 12.0 * spot.k
    right = card.right - spot.pad
    if switching or limit:
        if right - 2 * radius < left:
            return
        _ring(sprites, theme, around(right - radius, spot.header_y, 2 * radius, 2 * radius), share, ink)
        right -= 2 * radius + 10
    slot_ns = frame.snapshot.slot_ns
    words = tr("context switch") if switching else slice_text(core.slice_used_ns, limit, slot_ns)
    face = face_of(spot, BODY, 500, mono=not switching)
    if face.width(words) > right - left and not switching:
        words = time_text(core.slice_used_ns, slot_ns)
    if face.width(words) <= right - left:
        label(painter, right, spot.header_y, words, face, colour(theme.muted), Align.RIGHT)


def _ring(sprites: Sprites, theme: Theme, place: Rect, share: float, ink: str) -> None:
    """Draw a ring in as many steps as it has pixels around."""
    steps = round(min(1.0, share) * _RING_STEPS)
    around_line = place.w * 0.1

    def paint(painter: QPainter, rect: Rect) -> None:
        inner = around(rect.cx, rect.cy, rect.w - 2 * around_line, rect.h - 2 * around_line)
        ring(painter, inner, steps / _RING_STEPS, colour(ink), colour(theme.track))

    wide = place.w + 2 * around_line
    sprites.put(("ring", ink, steps), around(place.cx, place.cy, wide, wide), paint)


def _burst(painter: QPainter, sprites: Sprites, frame: Frame, core: CoreView, spot: CoreLayout) -> None:
    theme, area = frame.theme, spot.pipeline
    assert core.burst is not None
    done, total = core.burst
    share = done / total if total else 0.0
    tint = _tint(frame, core)
    if not spot.texts:
        sprites.bar(Rect(area.x, area.cy - min(5, area.h / 2), area.w, min(10, area.h)), share, tint, theme.track)
        return
    slot_ns = frame.snapshot.slot_ns
    face = face_of(spot, BODY, 600)
    middle = area.cy
    words = tr("CPU burst")
    amount = slice_text(done, total, slot_ns)
    number = face_of(spot, BODY, 500, mono=True)
    used = label(painter, area.x, middle - 14 * spot.k, words, face, colour(theme.text))
    label(
        painter, area.right, middle - 14 * spot.k, amount, number, colour(theme.muted), Align.RIGHT, area.w - used - 12
    )
    sprites.bar(Rect(area.x, middle + 4 * spot.k, area.w, 14 * spot.k), share, tint, theme.track)


def _registers(painter: QPainter, theme: Theme, core: CoreView, spot: CoreLayout) -> None:
    assert spot.registers_y is not None
    pc = f"0x{core.pc:02X}" if core.pc is not None else "–"
    names = (("pc", pc), (tr("top"), one_line(core.top) or "–"), (tr("switches"), str(core.switches)))
    name_face, face = face_of(spot, BODY, 500, mono=True), face_of(spot, BODY, 600, mono=True)
    whole = spot.card.w - 2 * spot.pad
    # Fixed columns, so that a longer value does not push the next one.
    last = name_face.width(names[2][0]) + 8 + face.width("0000")
    starts = (0.0, whole * 0.27, min(whole * 0.68, whole - last))
    for (name, value), start, end in zip(names, starts, (*starts[1:], whole), strict=True):
        if core.burst is not None and name != names[2][0]:
            continue  # a burst executes no instructions: it has neither a program counter nor a stack
        x = spot.card.x + spot.pad + start
        used = label(painter, x, spot.registers_y, name, name_face, colour(theme.muted), room=end - start)
        ink = colour(theme.text if value != "–" else theme.faint)
        label(
            painter,
            x + used + 8,
            spot.registers_y,
            value,
            face,
            ink,
            room=end - start - used - (20 if end < whole else 8),
        )
