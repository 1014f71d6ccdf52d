"""The right column of a process's card: what its threads share, a stack for each of them, and the heap's objects."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QColor, QPainter

from desktop_app.analysis.snapshot import ObjectView, ProcessView, StackView, VariableView
from desktop_app.model.listing import AccessKind
from desktop_app.model.states import ThreadState
from desktop_app.views.stage.card_layout import DetailLayout
from desktop_app.views.stage.drawing import Align, box, colour, label, mix, process_colour
from desktop_app.views.stage.frame import Layer
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.text import BODY, Face, one_line, thread_part, tr
from desktop_app.views.theme import Theme

NOTE = Face(BODY, 500)
HEADING = Face(BODY, 600)
#: Between the names of a function and of one that it has called.
_CALLED = " › "


def pointing(process: ProcessView, layout: DetailLayout) -> ProcessView:
    """Return a process whose names and stacks refer to objects of its heap by their marks, if its card shows them."""
    if not layout.objects:
        return process
    marks = {one.mark for one in process.objects}

    def pointed(brief: str) -> str:
        return f"→ {brief}" if brief in marks else brief

    return replace(
        process,
        variables=tuple(replace(one, text=pointed(one.brief)) for one in process.variables),
        stacks=tuple(
            replace(
                stack,
                values=stack.brief,
                frames=tuple(
                    replace(frame, variables=tuple((name, pointed(brief)) for name, brief in frame.brief))
                    for frame in stack.frames
                ),
            )
            for stack in process.stacks
        ),
    )


def rows(theme: Theme, process: ProcessView, layout: DetailLayout, name: str) -> Iterator[Layer]:
    """Yield a layer for each variable, thread and object: in most moments only a few of them change.

    Args:
        theme: The colours.
        process: One with bytecode that has not ended.
        layout: Where things stand in its card.
        name: What the layers' names begin with.
    """
    process = pointing(process, layout)
    tint, px = process_colour(theme, process.index), layout.px

    def layer(part: str, rect: Rect, key: Hashable, paint: Callable[[QPainter], None]) -> Layer:
        return Layer(name=f"{name} {part}", rect=rect, ground=theme.inset, key=(key, px), paint=paint)

    for at, (row, value) in enumerate(zip(layout.values, process.variables, strict=False)):
        key: Hashable = value.name, value.text
        yield layer(f"value {at}", row, key, partial(_still_variable, theme, tint, row, value, px))
    shown = shown_stacks(process, len(layout.stacks))
    functions, calls = _has_functions(process), layout.calls or ((),) * len(layout.stacks)
    for at, (row, lines, stack) in enumerate(zip(layout.stacks, calls, shown, strict=False)):
        key = stack.thread, stack.state, stack.values, stack.frames, functions, lines
        rect = Rect(row.x, row.y, row.w, lines[-1].bottom - row.y) if lines else row
        yield layer(f"stack {at}", rect, key, partial(_still_stack, theme, process, row, lines, stack, px))
    for at, (row, one) in enumerate(zip(layout.objects, process.objects, strict=False)):
        yield layer(f"object {at}", row, (one.mark, one.text), partial(_still_object, theme, tint, row, one, px))


def _still_variable(  # noqa: PLR0917 - as PLR0913
    theme: Theme, tint: str, row: Rect, value: VariableView, px: int, painter: QPainter
) -> None:
    variable(painter, theme, tint, row, value, px, 0.0)


def _still_object(theme: Theme, tint: str, row: Rect, one: ObjectView, px: int, painter: QPainter) -> None:  # noqa: PLR0917
    heap_object(painter, theme, tint, row, one, px, 0.0)


def _still_stack(  # noqa: PLR0917 - as PLR0913
    theme: Theme,
    process: ProcessView,
    row: Rect,
    lines: tuple[Rect, ...],
    stack: StackView,
    px: int,
    painter: QPainter,
) -> None:
    """Draw a thread, and the calls that it is in."""
    name = stack.frames[-1].name if stack.frames and not lines and _has_functions(process) else ""
    _stack(painter, theme, row, stack, px, bytecode=process.listing is not None, function=name)
    if lines and stack.frames:
        _calls(painter, theme, lines, stack, px)


def heap_heading(painter: QPainter, theme: Theme, layout: DetailLayout) -> None:
    """Draw the heading of the objects of the heap."""
    if layout.heap_heading_y is None:
        return
    words = tr("Objects, each once")
    if HEADING.width(words) > layout.right.w:
        words = tr("Objects")
    ink = colour(theme.faint)
    label(painter, layout.right.x, layout.heap_heading_y, words, HEADING, ink, room=layout.right.w)


def heap_object(  # noqa: PLR0917 - as PLR0913
    painter: QPainter, theme: Theme, tint: str, row: Rect, one: ObjectView, px: int, fresh: float
) -> None:
    """Draw an object of the heap, the more filled with its process's colour the more recently it was changed."""
    px = min(px, BODY)  # what an object holds is long
    fill = mix(tint, theme.panel, 0.35 * fresh)
    box(painter, row, fill=fill, border=mix(tint, theme.border, fresh), radius=4)
    used = label(painter, row.x + 8, row.cy, one.mark, Face(px, 700, mono=True), colour(tint))
    x = row.x + 8 + used + 8
    label(painter, x, row.cy, one_line(one.text), Face(px, 500, mono=True), colour(theme.text), room=row.right - 8 - x)


def shown_stacks(process: ProcessView, rows: int) -> tuple[StackView, ...]:
    """Return the stacks for which there is room; where there is not enough, those of threads that ended go first."""
    stacks = process.stacks
    surplus = len(stacks) - rows
    if surplus <= 0:
        return stacks
    ended = [place for place, stack in enumerate(stacks) if stack.state is ThreadState.TERMINATED]
    gone = frozenset(ended[:surplus])
    return tuple(stack for place, stack in enumerate(stacks) if place not in gone)[:rows]


def _has_functions(process: ProcessView) -> bool:
    return process.listing is not None and len(process.listing.functions) > 1


def variables_heading(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw the heading of the variables that a process's threads share."""
    words = (tr("Shared by its threads"), tr("Shared"), tr("{shown} of {count} shared"))
    heading(painter, theme, layout, layout.headings_y, words, (len(layout.values), len(process.variables)))
    if not process.variables:
        label(
            painter,
            layout.right.x + 4,
            layout.right.y + 14,
            tr("no values yet"),
            NOTE,
            colour(theme.faint),
            room=layout.right.w,
        )


def heading(  # noqa: PLR0917 - as PLR0913
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
    if HEADING.width(text) > layout.right.w:
        text = short if shown >= count else tr("{shown} of {count}").format(shown=shown, count=count)
    label(painter, layout.right.x, y, text, HEADING, colour(theme.faint), room=layout.right.w)


def variable(  # noqa: PLR0917
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
    name_and_value(painter, row, (value.name, quiet), (text, colour(ink)), px)


def name_and_value(painter: QPainter, row: Rect, name: tuple[str, QColor], value: tuple[str, QColor], px: int) -> None:
    """Draw a name on the left and a value on the right; the shorter of the two is never shortened for the longer."""
    name_face, value_face = Face(px, 500, mono=True), Face(px, 700, mono=True)
    room = row.w - 24 - 10
    half = room / 2
    name_room = max(half, room - value_face.width(value[0]))
    used = label(painter, row.x + 12, row.cy, name[0], name_face, name[1], room=name_room)
    label(painter, row.right - 12, row.cy, value[0], value_face, value[1], Align.RIGHT, room - used)


def stacks_heading(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw the heading of the stacks of a process's threads."""
    if process.listing is not None:
        words = (tr("One stack per thread"), tr("Stacks"), tr("{shown} of {count} stacks"))
    else:
        words = (tr("Its threads"), tr("Threads"), tr("{shown} of {count} threads"))
    if layout.stacks:
        heading(painter, theme, layout, layout.stacks_heading_y, words, (len(layout.stacks), len(process.stacks)))


def stacks(painter: QPainter, theme: Theme, process: ProcessView, layout: DetailLayout) -> None:
    """Draw the threads of a process with bursts."""
    for row, stack in zip(layout.stacks, shown_stacks(process, len(layout.stacks)), strict=False):
        _still_stack(theme, process, row, (), stack, layout.px, painter)


def _calls(painter: QPainter, theme: Theme, lines: tuple[Rect, ...], stack: StackView, px: int) -> None:
    """Draw the calls that a thread is in, and the local variables of the innermost one, below its stack."""
    quiet, ink, face = colour(theme.muted), colour(theme.text), Face(px, 500, mono=True)
    names, variables = _CALLED.join(frame.name for frame in stack.frames), stack.frames[-1].variables
    if len(lines) == 1 and variables:
        names += f"({_joined(variables)})"
        label(painter, lines[0].x + 12, lines[0].cy, one_line(names), face, quiet, room=lines[0].w - 24)
        return
    label(painter, lines[0].x + 12, lines[0].cy, names, face, quiet, room=lines[0].w - 24, keep_end=True)
    shown = shown_locals(lines, stack)
    for row, (name, text) in zip(lines[1:], shown, strict=False):
        name_and_value(painter, row, (name, quiet), (one_line(text), ink), px)
    if len(shown) < len(variables):
        rest = one_line(_joined(variables[len(shown) :]))
        label(painter, lines[-1].x + 12, lines[-1].cy, rest, face, ink, room=lines[-1].w - 24)


def shown_locals(lines: tuple[Rect, ...], stack: StackView) -> tuple[tuple[str, str], ...]:
    """Return the local variables that have a line of their own."""
    variables = stack.frames[-1].variables
    return variables if len(variables) < len(lines) else variables[: len(lines) - 2]


def lit_locals(  # noqa: PLR0917 - as PLR0913
    painter: QPainter,
    theme: Theme,
    tint: str,
    lines: tuple[Rect, ...],
    stack: StackView,
    touched: dict[str, AccessKind],
) -> None:
    """Outline the local variables of a call that an instruction reads, writes or deletes."""
    inks = {AccessKind.READ: theme.text, AccessKind.WRITE: tint, AccessKind.DELETE: theme.error}
    for row, (name, _) in zip(lines[1:], shown_locals(lines, stack), strict=False):
        kind = touched.get(name)
        if kind is not None:
            outline = Rect(row.x + 4, row.y + 1, row.w - 8, row.h - 2)
            box(painter, outline, border=colour(inks[kind]), radius=5, line=1.5, dashed=kind is AccessKind.DELETE)


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
        label(painter, row.right - 12, row.cy, words, NOTE, colour(theme.muted), Align.RIGHT, room)
    elif stack.values:
        values = one_line(" ".join(stack.values))
        face = Face(px, 600, mono=True)
        label(painter, row.right - 12, row.cy, values, face, colour(theme.text), Align.RIGHT, room, keep_end=True)
    else:
        label(painter, row.right - 12, row.cy, tr("empty"), NOTE, colour(theme.faint), Align.RIGHT, room)
