"""One process's private address space: its code, the values its threads share, and a stack for each of them."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter

from desktop_app.analysis.flights import FLUSH_SLOTS
from desktop_app.analysis.snapshot import CoreState, ProcessView, Snapshot, StackView, VariableView
from desktop_app.model.listing import AccessKind, CodeListing, ListingLine, Scope
from desktop_app.model.states import ThreadState
from desktop_app.views.stage import code_row
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Frame, Hit, Layer, nearest_execution
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.motion import SAVE_SHARE, glow_of
from desktop_app.views.stage.ram_layout import CardPlace, DetailLayout, detail_seen, page_start
from desktop_app.views.stage.routes import EXECUTE_PHASE
from desktop_app.views.stage.text import BODY, Face, one_line, ram_text, thread_part, tr, wrapped
from desktop_app.views.theme import Theme

_TITLE = Face(17, 700)
_NOTE = Face(BODY, 500)
_HEADING = Face(BODY, 600)
#: What an instruction does with a variable, that which changes it more behind.
_CHANGES = (AccessKind.READ, AccessKind.DELETE, AccessKind.WRITE)
#: Between the names of a function and of one that it has called.
_CALLED = " › "
#: The share of loading that a line of code takes at most.
_LINE_LOADS = 0.1
#: The share of a context switch before and after its middle in which stacks are lit.
_REGISTERS_LIT = 0.3
#: A value just written stays lit for this many slots.
_FRESH_SLOTS = 2.0
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
        len(address_text(lines[-1])) if lines else 4,
    )


def _has_functions(process: ProcessView) -> bool:
    return process.listing is not None and len(process.listing.functions) > 1


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


def shown_stacks(process: ProcessView, rows: int) -> tuple[StackView, ...]:
    """Return the stacks for which there is room; where there is not enough, those of threads that ended go first."""
    stacks = process.stacks
    surplus = len(stacks) - rows
    if surplus <= 0:
        return stacks
    ended = [place for place, stack in enumerate(stacks) if stack.state is ThreadState.TERMINATED]
    gone = frozenset(ended[:surplus])
    return tuple(stack for place, stack in enumerate(stacks) if place not in gone)[:rows]


def title_of(process: ProcessView) -> str:
    """Return what stands on top of a process's card: its label, its program, and which process started it."""
    title = f"{process.label} · {one_line(process.program)}"
    return tr("{title} · started by {parent}").format(title=title, parent=process.parent) if process.parent else title


#: Most lines of output shown while a process lives.
_OUTPUT_ROWS = 6


def fixed(frame: Frame, process: ProcessView, card: CardPlace, name: str) -> Layer:
    """Return the card without what is lit."""
    start = page(frame, process, place(process, card))
    values = tuple((value.name, value.text) for value in process.variables)
    stacks = tuple((stack.thread.index, stack.state, stack.values, stack.frames) for stack in process.stacks)
    listing = (process.listing.program, process.listing.lines) if process.listing else None
    key = (
        *(process.label, process.program, start, values, stacks, process.output, listing, card),
        *(process.ended, process.ending, process.ram_bytes, frame.snapshot.ram_bytes, process.parent),
        frame.options.bytes_as,
    )
    return Layer(
        name=name,
        rect=card.rect,
        ground=frame.theme.panel,
        key=key,
        paint=lambda painter: _card(painter, frame, process, card),
    )


def live(painter: QPainter, frame: Frame, process: ProcessView, card: CardPlace) -> None:
    """Draw the lines whose instructions are in flight and the values that were just written."""
    if process.ended:
        return
    layout = place(process, card)
    tint = process_colour(frame.theme, process.index)
    _lit_code(painter, frame, process, layout)
    if process.loaded < 1:
        _not_yet_loaded(painter, frame.theme, layout, process.loaded)
    for row, stack in zip(layout.stacks, shown_stacks(process, len(layout.stacks)), strict=False):
        moved = _moved(frame, stack.thread.index)
        if moved > 0:
            outer = Rect(row.x - 2.5, row.y - 2.5, row.w + 5, row.h + 5)
            box(painter, outer, border=colour(frame.theme.text, round(moved, 2)), radius=8, line=2)
    accessed = _accessed(frame, process)
    for row, value in zip(layout.values, process.variables, strict=False):
        fresh, access = freshness(value, frame.snapshot), accessed.get(value.name)
        if fresh > 0 or access is not None:
            _variable(painter, frame.theme, tint, row, value, layout.px, fresh, access)


def _not_yet_loaded(painter: QPainter, theme: Theme, layout: DetailLayout, loaded: float) -> None:
    """Hide the lines of code that are yet to come, the first ones for the shortest time: they are fetched soon."""
    step = min(1 / (len(layout.code) + 1), _LINE_LOADS)
    for number, row in enumerate(layout.code):
        hidden = min(1.0, max(0.0, number + 1 - loaded / step))
        if hidden > 0:
            box(painter, row, fill=colour(theme.inset, round(hidden, 2)), radius=0)


def _moved(frame: Frame, thread: int) -> float:
    """Return how strongly a thread's stack is lit, 0 to 1, because its registers come to lie there or leave it.

    They do so in the middle of a context switch; where that takes no time, at its moment.
    """
    lit, fading_ns = 0.0, FLUSH_SLOTS * frame.snapshot.slot_ns
    for core in frame.snapshot.cores:
        comes = core.thread is not None and core.thread.index == thread
        leaves = core.leaving is not None and core.leaving.index == thread
        if core.state is CoreState.SWITCHING and (comes or leaves):
            lit = max(lit, 1 - abs(core.switch_share - SAVE_SHARE) / _REGISTERS_LIT)
        elif leaves or (comes and core.leaving is not None and core.flushed_ns == core.slice_used_ns):
            lit = max(lit, 1 - core.flushed_ns / fading_ns)
    return lit


def _lit_code(painter: QPainter, frame: Frame, process: ProcessView, layout: DetailLayout) -> None:
    if process.listing is None:
        return
    start = page(frame, process, layout)
    for line, glow in sorted(_glows(frame, process.index).items()):
        if start <= line < min(start + len(layout.code), len(process.listing.lines)):
            row = layout.code[line - start]
            if frame.shows(row):
                _lit(painter, frame.theme, process, row, glow)
                _code_line(painter, frame, process, layout, row, process.listing.lines[line], lit=True)


def _accessed(frame: Frame, process: ProcessView) -> dict[str, AccessKind]:
    """Return what instructions do with which global variables; of several, what changes a variable more.

    A variable is read in Execute; one that is written or deleted changes at the end of Write, and is lit until then.
    """
    found: dict[str, AccessKind] = {}
    if process.listing is None:
        return found
    under_execution = sorted(
        (_CHANGES.index(access.kind), access.name)
        for core in frame.snapshot.cores
        for flight in core.flights
        if flight.process == process.index and flight.phase >= EXECUTE_PHASE and not flight.discarded
        for access in process.listing.lines[flight.line].accesses
        if access.scope is Scope.GLOBAL and (flight.phase < 0 or access.kind is not AccessKind.READ)
    )
    for kind, name in under_execution:
        found[name] = _CHANGES[kind]
    return found


def freshness(value: VariableView, snapshot: Snapshot) -> float:
    """Return how recently a value was written: 1 at once, 0 from two slots on."""
    if value.written_ns is None:
        return 0.0
    age_ns = snapshot.t_ns - value.written_ns
    return min(1.0, max(0.0, 2.0 * (1 - age_ns / (_FRESH_SLOTS * snapshot.slot_ns))))


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


def _glows(frame: Frame, process: int) -> dict[int, float]:
    """Return how strongly each line with an instruction in flight is lit, the strongest where several are."""
    glows: dict[int, float] = {}
    for core, departs in zip(frame.snapshot.cores, frame.departs, strict=True):
        for flight in core.flights:
            if flight.process == process:
                glow = glow_of(flight.phase, departs)
                if glow > 0:
                    glows[flight.line] = max(glow, glows.get(flight.line, 0.0))
    return glows


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
    note = _note(process, frame.snapshot.ram_bytes, room - used - 16)
    label(painter, card.right - 14, layout.title_y, note, _NOTE, colour(theme.muted), Align.RIGHT, room - used - 16)
    if process.ended:
        _at_exit(painter, theme, process, layout)
        return
    if process.listing is None:
        _bursts(painter, theme, process, layout)
    else:
        _code(painter, frame, process, layout)
        _variables(painter, theme, process, layout)
    _stacks(painter, theme, process, layout)
    if process.output and layout.headings_y is not None:
        _printed(painter, theme, process, layout)


def ending_text(process: ProcessView) -> str:
    """Return how a process that is over has ended."""
    return process.ending or tr("ended, memory freed")


def _note(process: ProcessView, ram_bytes: int | None, room: float) -> str:
    """Return what stands beside a card's title: how it ended, or what it has of RAM and that this is its own."""
    if process.ended:
        return ending_text(process)
    own = tr("private address space")
    if set(process.state_counts) == {ThreadState.NEW} and not process.bursts:
        own = tr("being started")
    size = "" if process.ram_bytes is None else ram_text(process.ram_bytes, ram_bytes)
    whole = f"{size} · {own}" if size else own
    return next((text for text in (whole, size) if _NOTE.width(text) <= room), "")


def _printed(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw the last lines of what the process printed below its stacks, where there is room."""
    column = layout.right
    last = layout.calls[-1][-1] if layout.calls and layout.calls[-1] else layout.stacks[-1] if layout.stacks else None
    top = (last.bottom if last is not None else column.y) + 22
    pitch = layout.px + 9.0
    rows = min(_OUTPUT_ROWS, int((column.bottom - top - 14) // pitch))
    if rows < 1:
        return
    label(painter, column.x, top, tr("Printed"), _HEADING, colour(theme.faint), room=column.w)
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
        if _HEADING.width(words) > room:
            words = tr("Code")
        label(painter, layout.left.x + 2, layout.headings_y, words, _HEADING, colour(theme.faint), room=room)
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
        label(painter, layout.hint.x + 2, layout.hint.cy, words, _NOTE, colour(theme.faint), room=layout.hint.w - 4)


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


def _lit(painter: QPainter, theme: Theme, process: ProcessView, row: Rect, glow: float) -> None:
    strength = theme.lit * min(1.0, glow * 2) + (theme.lit_strong - theme.lit) * max(0.0, glow * 2 - 1)
    fill = mix(process_colour(theme, process.index), theme.inset, strength)
    # The ground first: the text below was drawn with the card and would show through twice.
    box(painter, row, fill=colour(theme.inset), radius=0)
    box(painter, row, fill=fill, radius=5)


def _variables(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    words = (tr("Shared by its threads"), tr("Shared"), tr("{shown} of {count} shared"))
    _heading(painter, theme, layout, layout.headings_y, words, (len(layout.values), len(process.variables)))
    if not process.variables:
        label(
            painter,
            layout.right.x + 4,
            layout.right.y + 14,
            tr("no values yet"),
            _NOTE,
            colour(theme.faint),
            room=layout.right.w,
        )
    for row, value in zip(layout.values, process.variables, strict=False):
        _variable(painter, theme, process_colour(theme, process.index), row, value, layout.px, 0.0)


def _heading(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    theme: Theme,
    layout: DetailLayout,
    y: float | None,
    words: tuple[str, str, str],
    counts: tuple[int, int],
) -> None:
    """Draw a heading of the right column: in full, in short, or saying how many of them are shown."""
    if y is None:
        return
    full, short, folded = words
    shown, count = counts
    text = folded.format(shown=shown, count=count) if shown < count else full
    if _HEADING.width(text) > layout.right.w:
        text = short if shown >= count else tr("{shown} of {count}").format(shown=shown, count=count)
    label(painter, layout.right.x, y, text, _HEADING, colour(theme.faint), room=layout.right.w)


def _variable(  # noqa: PLR0917
    painter: QPainter,
    theme: Theme,
    tint: str,
    row: Rect,
    value: VariableView,
    px: int,
    fresh: float,
    access: AccessKind | None = None,
) -> None:
    """Draw a variable: filled with its process's colour while it is written, outlined like text while it is read."""
    fresh = 1.0 if access is AccessKind.WRITE else fresh
    border, line, fill = mix(tint, theme.border, fresh), 1 + 0.5 * fresh, mix(tint, theme.panel, 0.35 * fresh)
    if access in {AccessKind.READ, AccessKind.DELETE}:
        border, line = colour(theme.text if access is AccessKind.READ else theme.error), 1.5
        fill = fill if fresh else mix(theme.text, theme.panel, 0.1)
    box(painter, row, fill=fill, border=border, radius=6, line=line, dashed=access is AccessKind.DELETE)
    text, ink = (one_line(value.text), theme.text) if value.text else ("–", theme.faint)
    quiet = mix(theme.text, theme.muted, 0.75 * fresh)
    _name_and_value(painter, row, (value.name, quiet), (text, colour(ink)), px)


def _name_and_value(painter: QPainter, row: Rect, name: tuple[str, QColor], value: tuple[str, QColor], px: int) -> None:
    """Draw a name on the left and a value on the right; the shorter of the two is never shortened for the longer."""
    name_face, value_face = Face(px, 500, mono=True), Face(px, 700, mono=True)
    room = row.w - 24 - 10
    half = room / 2
    name_room = max(half, room - value_face.width(value[0]))
    used = label(painter, row.x + 12, row.cy, name[0], name_face, name[1], room=name_room)
    label(painter, row.right - 12, row.cy, value[0], value_face, value[1], Align.RIGHT, room - used)


def _stacks(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    if process.listing is not None:
        words = (tr("One stack per thread"), tr("Stacks"), tr("{shown} of {count} stacks"))
    else:
        words = (tr("Its threads"), tr("Threads"), tr("{shown} of {count} threads"))
    if layout.stacks:
        _heading(painter, theme, layout, layout.stacks_heading_y, words, (len(layout.stacks), len(process.stacks)))
    calls = layout.calls or ((),) * len(layout.stacks)
    for row, lines, stack in zip(layout.stacks, calls, shown_stacks(process, len(layout.stacks)), strict=False):
        name = stack.frames[-1].name if stack.frames and not lines and _has_functions(process) else ""
        _stack(painter, theme, row, stack, layout.px, bytecode=process.listing is not None, function=name)
        if lines and stack.frames:
            _calls(painter, theme, lines, stack, layout.px)


def _calls(painter: QPainter, theme: Theme, lines: tuple[Rect, ...], stack: StackView, px: int) -> None:
    """Draw the calls that a thread is in, and the local variables of the innermost one, below its stack."""
    quiet, ink, face = colour(theme.muted), colour(theme.text), Face(px, 500, mono=True)
    names, variables = _CALLED.join(frame.name for frame in stack.frames), stack.frames[-1].variables
    if len(lines) == 1 and variables:
        names += f"({_joined(variables)})"
        label(painter, lines[0].x + 12, lines[0].cy, one_line(names), face, quiet, room=lines[0].w - 24)
        return
    label(painter, lines[0].x + 12, lines[0].cy, names, face, quiet, room=lines[0].w - 24, keep_end=True)
    shown = variables if len(variables) < len(lines) else variables[: len(lines) - 2]
    for row, (name, text) in zip(lines[1:], shown, strict=False):
        _name_and_value(painter, row, (name, quiet), (one_line(text), ink), px)
    if len(shown) < len(variables):
        rest = one_line(_joined(variables[len(shown) :]))
        label(painter, lines[-1].x + 12, lines[-1].cy, rest, face, ink, room=lines[-1].w - 24)


def _joined(variables: tuple[tuple[str, str], ...]) -> str:
    """Return variables in one line, as the arguments of a call are written."""
    return ", ".join(f"{name}={text}" for name, text in variables)


def _stack(
    painter: QPainter, theme: Theme, row: Rect, stack: StackView, px: int, *, bytecode: bool, function: str = ""
) -> None:
    """Draw a thread with what is on its stack, and with its function where no line below has room for that."""
    tint = process_colour(theme, stack.thread.process)
    running = stack.state is ThreadState.RUNNING
    done = stack.state in (ThreadState.TERMINATED, ThreadState.NEW)
    border = colour(theme.border) if done else colour(tint) if running else mix(tint, theme.panel, 0.75)
    box(painter, row, fill=colour(theme.panel), border=border, radius=6, line=1.5, dashed=not running)
    ink = colour(theme.faint) if done else colour(tint)
    used = label(painter, row.x + 12, row.cy, thread_part(stack.thread.label), Face(px, 700), ink, room=row.w * 0.5)
    if function and not done:
        face = Face(px, 500, mono=True)
        x = row.x + 12 + used + 10
        used += 10 + label(painter, x, row.cy, function, face, colour(theme.muted), room=(row.w - 24 - used) * 0.5)
    room = row.w - 24 - used - 10
    if done or not bytecode:
        words = tr("ended") if stack.state is ThreadState.TERMINATED else tr(stack.state.label)
        label(painter, row.right - 12, row.cy, words, _NOTE, colour(theme.muted), Align.RIGHT, room)
    elif stack.values:
        values = one_line(" ".join(stack.values))
        face = Face(px, 600, mono=True)
        label(painter, row.right - 12, row.cy, values, face, colour(theme.text), Align.RIGHT, room, keep_end=True)
    else:
        label(painter, row.right - 12, row.cy, tr("empty"), _NOTE, colour(theme.faint), Align.RIGHT, room)


def _bursts(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw, where others have code, that there is none, and how many threads are in which state."""
    left = layout.left
    title = tr("CPU and I/O bursts")
    y = left.y + 14
    if layout.headings_y is not None:
        label(painter, left.x + 2, layout.headings_y, title, _HEADING, colour(theme.faint), room=left.w)
    else:
        label(painter, left.x + 2, y, title, _HEADING, colour(theme.faint), room=left.w)
        y += _STATE_PITCH
    number = Face(BODY, 700, mono=True)
    states = (ThreadState.RUNNING, ThreadState.READY, ThreadState.WAITING)
    # The lowest card has room for three lines that stand a little closer together.
    pitch = min(_STATE_PITCH, (left.bottom - 12 - y) / (len(states) - 1))
    for state in states:
        label(painter, left.x + 2, y, tr(state.label), _NOTE, colour(theme.muted), room=left.w - 60)
        count = str(process.state_counts.get(state, 0))
        label(painter, left.x + min(left.w, 160), y, count, number, colour(theme.text), Align.RIGHT)
        y += pitch


def _at_exit(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw what an ended process leaves: its last values and its output, both marked as past."""
    left, right, faint = layout.left, layout.right, colour(theme.faint)
    if layout.headings_y is not None:
        if process.variables:
            label(painter, right.x, layout.headings_y, tr("Values at its end"), _HEADING, faint, room=right.w)
        if process.output:
            label(painter, left.x + 2, layout.headings_y, tr("Its output"), _HEADING, faint, room=left.w)
    for row, value in zip(layout.values, process.variables, strict=False):
        box(painter, row, border=colour(theme.border), radius=6, dashed=True)
        _name_and_value(
            painter, row, (value.name, faint), (one_line(value.text) or "–", colour(theme.muted)), layout.px
        )
    # Where no values stand at the right, the output has the whole width.
    room = (left.w if process.variables else right.right - left.x) - 2
    face = Face(layout.px, 500, mono=True)
    pitch = layout.px + 11.0
    rows = int(left.h // pitch)
    lines = process.output.rstrip("\n").split("\n") if rows and process.output else []
    shown = [part for line in lines for part in wrapped(face, line.expandtabs(4), room)][-rows:]
    for index, text in enumerate(shown):
        y = left.y + (index + 0.5) * pitch
        label(painter, left.x + 2, y, one_line(text), face, colour(theme.muted), room=room)
