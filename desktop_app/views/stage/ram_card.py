"""One process's private address space: its code, the values its threads share, and a stack for each of them."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtGui import QPainter

from desktop_app.analysis.snapshot import CoreState, ProcessView
from desktop_app.model.listing import CodeListing, ListingLine
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import code_row, ram_lit, ram_values
from desktop_app.views.stage.card_layout import DetailLayout, detail_seen, page_start
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame, Hit, Layer, nearest_execution
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.ram_layout import CardPlace
from desktop_app.views.stage.ram_values import HEADING, NOTE, name_and_value, shown_stacks
from desktop_app.views.stage.sizes import size_words
from desktop_app.views.stage.sprites import Sprites
from desktop_app.views.stage.text import BODY, TAB, Face, one_line, tr, wrapped
from desktop_app.views.theme import Theme

_TITLE = Face(17, 700)
#: The share of loading that a line of code takes at most.
_LINE_LOADS = 0.1
#: From one line to the next where a process's threads are counted.
_STATE_PITCH = 27.0
#: Most lines below a thread: the calls that it is in, and local variables.
_MOST_NOTES = 5


def place(process: ProcessView, card: CardPlace) -> DetailLayout:
    """Return where things stand in a process's card."""
    lines = process.listing.lines if process.listing else ()
    return detail_seen(
        card,
        len(lines),
        len(process.variables),
        0 if process.ended else len(process.stacks),
        _notes(process.listing) if process.listing is not None and not process.ended else 0,
        0 if process.ended else len(process.objects),
        len(address_text(lines[-1])) if lines else 4,
        ended=process.ended,
    )


def _notes(listing: CodeListing) -> int:
    """Return the lines wanted below each thread, for its calls and local variables; none without functions."""
    most = max((len(function.places) for function in listing.functions[1:]), default=-1)
    return min(most + 1, _MOST_NOTES)


def address_text(line: ListingLine) -> str:
    """Return the address of an instruction as the card shows it."""
    return f"0x{line.address:02X}"


def hits(process: ProcessView, card: CardPlace) -> list[Hit]:
    """Return where threads' stacks can be clicked."""
    rows = place(process, card).stacks
    shown = shown_stacks(process, len(rows))
    return [Hit(rect=row, thread=stack.thread.index) for row, stack in zip(rows, shown, strict=False)]


def title_of(process: ProcessView) -> str:
    """Return what stands on top of a process's card: its label, its program, and which process started it."""
    title = f"{process.label} · {one_line(process.program)}"
    return tr("{title} · started by {parent}").format(title=title, parent=process.parent) if process.parent else title


#: Most lines of output shown while a process lives.
_OUTPUT_ROWS = 6


def fixed(frame: Frame, process: ProcessView, card: CardPlace, name: str) -> tuple[Layer, ...]:
    """Return the card without what is lit; its code, and what it holds, lie on it in layers of their own."""
    layout = place(process, card)
    shown: Hashable = layout, len(process.variables), len(process.stacks), _starts(process)
    if process.listing is None:
        shown = tuple((stack.thread.index, stack.state) for stack in process.stacks)
    elif process.ended:
        shown = tuple((value.name, value.text) for value in process.variables)
    key = (
        *(process.label, process.program, process.listing is None, shown, process.output, card),
        *(process.ended, process.ending, size_words(frame.snapshot, process), process.parent),
    )
    ground = Layer(
        name=name,
        rect=card.rect,
        ground=frame.theme.panel,
        key=key,
        paint=lambda painter: _card(painter, frame, process, card),
    )
    if process.listing is None or process.ended:
        return (ground,)
    start = page(frame, process, layout)
    code = Layer(
        name=f"{name} code",
        rect=code_place(layout),
        ground=frame.theme.inset,
        key=(start, process.listing.program, process.listing.lines, card, frame.options.bytes_as),
        paint=lambda painter: _code(painter, frame, process, layout),
        recurs=frame.lens is None,
    )
    return (ground, code, *ram_values.rows(frame.theme, process, layout, name))


def code_place(layout: DetailLayout) -> Rect:
    """Return the column of code with its heading; rows that one looks at closely begin farther to the left."""
    top = layout.left.y - 2 if layout.headings_y is None else layout.headings_y - 10
    left = min(layout.left.x - 8, *(row.x for row in layout.code[:1]))
    return Rect(left, top, layout.left.right + 4 - left, layout.left.bottom - top)


def live(painter: QPainter, frame: Frame, process: ProcessView, card: CardPlace) -> None:
    """Draw the lines whose instructions are in flight and the values that were just written."""
    if process.ended:
        return
    layout = place(process, card)
    if process.listing is not None:
        _live_code(painter, frame, process, layout)
    for row, stack in zip(layout.stacks, shown_stacks(process, len(layout.stacks)), strict=False):
        moved = ram_lit.moved(frame, stack.thread.index)
        if moved > 0:
            outer = Rect(row.x - 2.5, row.y - 2.5, row.w + 5, row.h + 5)
            box(painter, outer, border=colour(frame.theme.text, round(moved, 2)), radius=8, line=2)
    _live_values(painter, frame, process, layout)


def _live_code(painter: QPainter, frame: Frame, process: ProcessView, layout: DetailLayout) -> None:
    assert process.listing is not None
    start = page(frame, process, layout)
    with Sprites(painter, frame.theme) as sprites:
        for line, glow in sorted(ram_lit.glows(frame, process.index).items()):
            if start <= line < min(start + len(layout.code), len(process.listing.lines)):
                row = layout.code[line - start]
                if frame.shows(row):
                    _lit(painter, frame.theme, process, row, glow)
                    _lit_line(painter, sprites, frame, process, layout, row, process.listing.lines[line])
    if process.loaded < 1:
        _not_yet_loaded(painter, frame.theme, layout, process.loaded)


def _live_values(painter: QPainter, frame: Frame, process: ProcessView, layout: DetailLayout) -> None:
    theme, tint = frame.theme, process_colour(frame.theme, process.index)
    accessed = ram_lit.accessed(frame, process)
    process = ram_values.pointing(process, layout)
    for row, value in zip(layout.values, process.variables, strict=False):
        fresh, access = ram_lit.freshness(value.written_ns, frame.snapshot), accessed.get(value.name)
        if fresh > 0 or access is not None:
            ram_values.variable(painter, theme, tint, row, value, layout.px, fresh, access)
    for lines, stack in zip(layout.calls, shown_stacks(process, len(layout.stacks)), strict=False):
        if stack.state is ThreadState.RUNNING and len(lines) > 1 and stack.frames:
            touched = ram_lit.accessed_locally(frame, process, stack.thread.index)
            ram_values.lit_locals(painter, theme, tint, lines, stack, touched)
    for row, one in zip(layout.objects, process.objects, strict=False):
        fresh = ram_lit.freshness(one.written_ns, frame.snapshot)
        if fresh > 0:
            ram_values.heap_object(painter, theme, tint, row, one, layout.px, fresh)


def _not_yet_loaded(painter: QPainter, theme: Theme, layout: DetailLayout, loaded: float) -> None:
    """Hide the lines of code that are yet to come, the first ones for the shortest time: they are fetched soon."""
    step = min(1 / (len(layout.code) + 1), _LINE_LOADS)
    for number, row in enumerate(layout.code):
        hidden = min(1.0, max(0.0, number + 1 - loaded / step))
        if hidden > 0:
            box(painter, row, fill=colour(theme.inset, round(hidden, 2)), radius=0)


def edge(painter: QPainter, rect: Rect, theme: Theme, tint: str) -> None:
    """Draw the ground of a process's card, with its colour on the left."""
    box(painter, rect, fill=colour(theme.inset), border=colour(tint), radius=10, line=1.5)
    box(painter, Rect(rect.x, rect.y, 6, rect.h), fill=colour(tint), radius=3)


def page(frame: Frame, process: ProcessView, layout: DetailLayout) -> int:
    """Return the first line of code shown: the page of the executing instruction, or of the one executed last."""
    if process.listing is None:
        return 0
    line = None
    for core in frame.snapshot.cores:
        if core.state is CoreState.RUNNING and core.thread is not None and core.thread.process == process.index:
            flight = nearest_execution(core.flights)
            if flight is not None:
                line = flight.line
                break
    else:
        line = next((stack.line for stack in process.stacks if stack.line is not None), None)
    return page_start(line, len(process.listing.lines), len(layout.code))


def _card(painter: QPainter, frame: Frame, process: ProcessView, spot: CardPlace) -> None:
    theme, layout, card = frame.theme, place(process, spot), spot.rect
    tint = theme.muted if process.ended else process_colour(theme, process.index)
    if process.ended:
        box(painter, card, border=colour(theme.border), radius=10, line=1.5, dashed=True)
    else:
        edge(painter, card, theme, tint)
    title = title_of(process)
    room = card.w - 34
    used = label(painter, card.x + 20, layout.title_y, title, _TITLE, colour(tint), room=room)
    note = _note(process, size_words(frame.snapshot, process), room - used - 16)
    label(painter, card.right - 14, layout.title_y, note, NOTE, colour(theme.muted), Align.RIGHT, room - used - 16)
    if process.ended:
        _at_exit(painter, theme, process, layout)
        return
    if process.listing is None:
        _bursts(painter, theme, process, layout)
        ram_values.stacks(painter, theme, process, layout)
    else:
        ram_values.variables_heading(painter, theme, process, layout)
        ram_values.heap_heading(painter, theme, layout)
    ram_values.stacks_heading(painter, theme, process, layout)
    if process.output and layout.headings_y is not None:
        _printed(painter, theme, process, layout)


def ending_text(process: ProcessView) -> str:
    """Return how a process that is over has ended."""
    return process.ending or tr("ended, memory freed")


def _starts(process: ProcessView) -> bool:
    """Return whether a process with a program is being started."""
    return set(process.state_counts) == {ThreadState.NEW} and not process.bursts


def _note(process: ProcessView, size: str, room: float) -> str:
    """Return what stands beside a card's title: how it ended, or what it has of RAM and that this is its own."""
    if process.ended:
        return ending_text(process)
    own = tr("private address space")
    if _starts(process):
        own = tr("being started")
    whole = f"{size} · {own}" if size else own
    return next((text for text in (whole, size) if NOTE.width(text) <= room), "")


def _printed(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw the last lines of what the process printed below its stacks, where there is room."""
    column = layout.right
    last = (
        layout.objects[-1]
        if layout.objects
        else layout.calls[-1][-1]
        if layout.calls and layout.calls[-1]
        else layout.stacks[-1]
        if layout.stacks
        else None
    )
    top = (last.bottom if last is not None else column.y) + 22
    pitch = layout.px + 9.0
    rows = min(_OUTPUT_ROWS, int((column.bottom - top - 14) // pitch))
    if rows < 1:
        return
    label(painter, column.x, top, tr("Printed"), HEADING, colour(theme.faint), room=column.w)
    face = Face(layout.px, 500, mono=True)
    for index, text in enumerate(process.output.rstrip("\n").split("\n")[-rows:]):
        y = top + 14 + (index + 0.5) * pitch
        label(painter, column.x + 2, y, one_line(text), face, colour(theme.text), room=column.w - 4)


def _code(painter: QPainter, frame: Frame, process: ProcessView, layout: DetailLayout) -> None:
    theme, listing = frame.theme, process.listing
    assert listing is not None
    if layout.headings_y is not None:
        words = tr("Code, CPython {version}").format(version=listing.python)
        room = (layout.code[0].w if layout.code else 100) - 10
        if HEADING.width(words) > room:
            words = tr("Code")
        closely = bool(layout.code) and layout.code[0].h >= code_row.SOURCE_HIGH
        x = code_row.text_x(layout.code[0]) if closely else layout.left.x + 2
        label(painter, x, layout.headings_y, words, HEADING, colour(theme.faint), room=room)
    start = page(frame, process, layout)
    for row, line in zip(layout.code, listing.lines[start:], strict=False):
        if frame.shows(row):
            _code_line(painter, frame, process, layout, row, line)
    if layout.hint is not None:
        below = len(listing.lines) - start - len(layout.code)
        words = "   ".join(
            text.format(count=count)
            for text, count in ((tr("↑ {count} above"), start), (tr("… {count} more"), below))
            if count > 0
        )
        label(painter, layout.hint.x + 2, layout.hint.cy, words, NOTE, colour(theme.faint), room=layout.hint.w - 4)


def _code_line(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    frame: Frame,
    process: ProcessView,
    layout: DetailLayout,
    row: Rect,
    line: ListingLine,
    *,
    lit: bool = False,
) -> None:
    theme = frame.theme
    if row.h >= code_row.SOURCE_HIGH and process.listing is not None:
        tint = process_colour(theme, process.index)
        code_row.paint(painter, theme, tint, row, process.listing, line, frame.options.bytes_as, lit=lit)
        return
    face = Face(layout.px, 500, mono=True)
    # Grey would drown in the colour of a lit line.
    quiet = mix(theme.text, theme.muted, 0.75) if lit else colour(theme.muted)
    if layout.address_x is not None:
        label(painter, layout.address_x, row.cy, address_text(line), face, quiet)
    if layout.bytes_x is not None:
        label(painter, layout.bytes_x, row.cy, line.raw[:2].hex(" ").upper(), face, quiet)
        if layout.caches and len(line.raw) > 2:  # noqa: PLR2004 - opcode and argument
            x = layout.bytes_x + face.width("00 00") + 5
            faint = quiet if lit else colour(theme.faint)
            label(painter, x, row.cy, f"+{len(line.raw) - 2}", Face(13, 500, mono=True), faint)
    text = one_line(f"{line.opname:<10} {line.argument}" if line.argument else line.opname)
    label(painter, layout.text_x, row.cy, text, face, colour(theme.text), room=row.right - 4 - layout.text_x)


def _lit_line(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    sprites: Sprites,
    frame: Frame,
    process: ProcessView,
    layout: DetailLayout,
    row: Rect,
    line: ListingLine,
) -> None:
    """Draw the text of a lit line; the same lines are lit again and again, so it is kept."""
    if row.h >= code_row.SOURCE_HIGH:
        _code_line(painter, frame, process, layout, row, line, lit=True)
        return

    def paint(painter: QPainter, rect: Rect) -> None:
        painter.translate(rect.x - row.x, rect.y - row.y)
        _code_line(painter, frame, process, layout, row, line, lit=True)

    places = (layout.px, layout.address_x, layout.bytes_x, layout.caches, layout.text_x)
    sprites.put_still(("line", line.address, line.raw, line.opname, line.argument, *places), row, paint)


def _lit(painter: QPainter, theme: Theme, process: ProcessView, row: Rect, glow: float) -> None:
    strength = theme.lit * min(1.0, glow * 2) + (theme.lit_strong - theme.lit) * max(0.0, glow * 2 - 1)
    fill = mix(process_colour(theme, process.index), theme.inset, strength)
    # The ground first: the text below was drawn with the card and would show through twice.
    box(painter, row, fill=colour(theme.inset), radius=0)
    box(painter, row, fill=fill, radius=5)


def _bursts(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw, where others have code, that there is none, and how many threads are in which state."""
    left = layout.left
    title = tr("CPU and I/O bursts")
    y = left.y + 14
    if layout.headings_y is not None:
        label(painter, left.x + 2, layout.headings_y, title, HEADING, colour(theme.faint), room=left.w)
    else:
        label(painter, left.x + 2, y, title, HEADING, colour(theme.faint), room=left.w)
        y += _STATE_PITCH
    number = Face(BODY, 700, mono=True)
    states = (ThreadState.RUNNING, ThreadState.READY, ThreadState.WAITING)
    # The lowest card has room for three lines that stand a little closer together.
    pitch = min(_STATE_PITCH, (left.bottom - 12 - y) / (len(states) - 1))
    for state in states:
        label(painter, left.x + 2, y, tr(state.label), NOTE, colour(theme.muted), room=left.w - 60)
        count = str(process.state_counts.get(state, 0))
        label(painter, left.x + min(left.w, 160), y, count, number, colour(theme.text), Align.RIGHT)
        y += pitch


def _at_exit(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw what an ended process leaves: its last values and its output, both marked as past."""
    left, right, faint = layout.left, layout.right, colour(theme.faint)
    if layout.headings_y is not None:
        if process.variables:
            label(painter, right.x, layout.headings_y, tr("Values at its end"), HEADING, faint, room=right.w)
        if process.output:
            label(painter, left.x + 2, layout.headings_y, tr("Its output"), HEADING, faint, room=left.w)
    for row, value in zip(layout.values, process.variables, strict=False):
        box(painter, row, border=colour(theme.border), radius=6, dashed=True)
        name_and_value(painter, row, (value.name, faint), (one_line(value.text) or "–", colour(theme.muted)), layout.px)
    # Where no values stand at the right, the output has the whole width.
    room = (left.w if process.variables else right.right - left.x) - 2
    face = Face(layout.px, 500, mono=True)
    pitch = layout.px + 11.0
    rows = int(left.h // pitch)
    lines = process.output.rstrip("\n").split("\n") if rows and process.output else []
    shown = [part for line in lines for part in wrapped(face, line.expandtabs(TAB), room)][-rows:]
    for index, text in enumerate(shown):
        y = left.y + (index + 0.5) * pitch
        label(painter, left.x + 2, y, one_line(text), face, colour(theme.muted), room=room)
