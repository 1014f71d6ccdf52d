"""Where things stand in the card of a process that shows its code, values and stacks. No Qt, no state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final, TypedDict

from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.ram_layout import CardPlace

#: Sizes of code: text, height of a row, height of a value's row; the first that lets everything fit, or else the last.
_SIZES = ((17, 34.0, 40.0), (15, 27.0, 34.0), (15, 24.0, 29.0))
#: Below this width the code column keeps its smaller text.
_WIDE_CODE = 300.0
#: The share of an ended process's card that its last values have.
_VALUES_AT_END: Final = 0.52
_HEADING = 24.0
#: From one line to the next below a thread, beside the size of its text.
_LINE_GAP = 7.0
#: So many lines below each thread come before a heap.
_LEAST_NOTES = 2
#: Lines kept for what the process prints, before calls are shown in more detail.
_PRINTED_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailLayout:
    """A card that shows code, values and stacks.

    Attributes:
        title_y: Middle of its title.
        headings_y: Middle of the columns' headings; None when there is no room for them.
        px: Size of code and values.
        code: The rows of code, with the hint's row left out.
        hint: The row that says how much code is not shown; None when all is.
        address_x: Left edge of the addresses; None when there is no room for them.
        bytes_x: Left edge of the bytes; None when there is no room for them.
        caches: Whether the count of further bytes fits behind them.
        text_x: Left edge of the instructions.
        left: The column of code, below its heading.
        right: The column of values, below its heading.
        values: The rows of variables; fewer than there are variables when they do not fit.
        stacks_heading_y: Middle of the stacks' heading; None when there is no room for it.
        stacks: The rows of stacks; fewer than there are threads when they do not fit.
        calls: For each of those, the lines below it that say in which calls the thread is; none without room.
        heap_heading_y: Middle of the heading of the heap; None where it is not shown.
        objects: The rows of the heap's objects: all of them, or none when they do not fit.
    """

    title_y: float
    headings_y: float | None
    px: int
    code: tuple[Rect, ...]
    hint: Rect | None
    address_x: float | None
    bytes_x: float | None
    caches: bool
    text_x: float
    left: Rect
    right: Rect
    values: tuple[Rect, ...]
    stacks_heading_y: float | None
    stacks: tuple[Rect, ...]
    calls: tuple[tuple[Rect, ...], ...] = ()
    heap_heading_y: float | None = None
    objects: tuple[Rect, ...] = ()


@lru_cache(maxsize=256)
def arrange_detail(  # noqa: PLR0917 - as PLR0913
    card: Rect,
    lines: int,
    values: int,
    stacks: int,
    notes: int = 0,
    objects: int = 0,
    *,
    address_chars: int = 4,
    ended: bool = False,
) -> DetailLayout:
    """Lay out one detailed card.

    Args:
        card: The card.
        lines: Lines of its listing.
        values: Its variables.
        stacks: Its threads.
        notes: Lines wanted below each thread for the calls that it is in.
        objects: Objects on its heap.
        address_chars: Characters of the longest address in its listing.
        ended: Whether only its last values and its output are shown, which need about as much room.
    """
    inner_x, inner_w = card.x + 20, card.w - 34
    right_w = min(max(inner_w * (0.38 if notes else 0.33), 120.0), 240.0)
    if ended:
        right_w = max(right_w, inner_w * _VALUES_AT_END)
    headed = card.h >= 200  # noqa: PLR2004 - below, rows are worth more than headings
    top = card.y + 42 + (_HEADING if headed else 0)
    code = Rect(inner_x, top, inner_w - right_w - 16, card.bottom - 10 - top)
    right = Rect(card.right - 14 - right_w, top, right_w, code.h)
    px, pitch, value_pitch = _size(code, lines, values, stacks)
    rows, hint = _code_rows(code, lines, pitch)
    address_x, bytes_x, caches, text_x = _code_columns(code, 0.6 * px, address_chars)
    return DetailLayout(
        title_y=card.y + 24,
        headings_y=top - _HEADING * 0.6 if headed else None,
        px=px,
        code=rows,
        hint=hint,
        address_x=address_x,
        bytes_x=bytes_x,
        caches=caches,
        text_x=text_x,
        left=code,
        right=right,
        **_right_column(right, (lines, values, stacks, notes, objects), value_pitch, px, headed=headed),
    )


def detail_seen(  # noqa: PLR0917 - as PLR0913
    card: CardPlace,
    lines: int,
    values: int,
    stacks: int,
    notes: int,
    objects: int,
    address_chars: int,
    *,
    ended: bool = False,
) -> DetailLayout:
    """Lay out a detailed card whose rows of code have grown; what stands beside them has as much more room.

    The arguments are those of `arrange_detail`.
    """
    grown = card.grown
    small = Rect(*(value / grown for value in card.rect))
    base = arrange_detail(small, lines, values, stacks, notes, objects, address_chars=address_chars, ended=ended)
    if grown == 1.0:
        return base
    code, right = _times(base.left, grown), _times(base.right, grown)
    px, _, value_pitch = _size(base.left, lines, values, stacks)
    address_x, bytes_x, caches, text_x = _code_columns(code, 0.6 * px, address_chars)
    return replace(
        base,
        title_y=base.title_y * grown,
        headings_y=None if base.headings_y is None else code.y - _HEADING * 0.6,
        code=tuple(_times(row, grown) for row in base.code),
        hint=None if base.hint is None else _times(base.hint, grown),
        address_x=address_x,
        bytes_x=bytes_x,
        caches=caches,
        text_x=text_x,
        left=code,
        right=right,
        **_right_column(
            right, (lines, values, stacks, notes, objects), value_pitch, px, headed=base.headings_y is not None
        ),
    )


def _times(rect: Rect, factor: float) -> Rect:
    return Rect(rect.x * factor, rect.y * factor, rect.w * factor, rect.h * factor)


def _size(code: Rect, lines: int, values: int, stacks: int) -> tuple[int, float, float]:
    wanted = _reserved(values) + stacks
    for size in _SIZES[:-1]:
        px, pitch, value_pitch = size
        if px > _SIZES[-1][0] and code.w < _WIDE_CODE:
            continue
        if lines * pitch <= code.h and wanted * value_pitch + _HEADING <= code.h:
            return size
    return _SIZES[-1]


def _code_rows(code: Rect, lines: int, pitch: float) -> tuple[tuple[Rect, ...], Rect | None]:
    fits = max(1, int(code.h // pitch))
    shown = lines if lines <= fits else max(1, fits - 1)
    rows = tuple(Rect(code.x - 6, code.y + row * pitch, code.w + 6, pitch - 3) for row in range(shown))
    if lines <= fits:
        return rows, None
    return rows, Rect(code.x, code.y + shown * pitch, code.w, pitch - 3)


def _code_columns(code: Rect, char: float, address_chars: int) -> tuple[float | None, float | None, bool, float]:
    """Return where address and bytes begin, whether caches are counted, and where the instructions begin."""
    gap = 12.0
    address, two_bytes, more_bytes, least_text = address_chars * char, 5 * char, 3 * char, 15 * char
    x = code.x + 2
    if code.w < address + gap + least_text:
        return None, None, False, x
    after_address = x + address + gap
    if code.w < address + gap + two_bytes + gap + least_text:
        return x, None, False, after_address
    caches = code.w >= address + gap + two_bytes + more_bytes + gap + least_text
    return x, after_address, caches, after_address + two_bytes + (more_bytes if caches else 0) + gap


class _RightColumn(TypedDict):
    values: tuple[Rect, ...]
    stacks_heading_y: float | None
    stacks: tuple[Rect, ...]
    calls: tuple[tuple[Rect, ...], ...]
    heap_heading_y: float | None
    objects: tuple[Rect, ...]


def _right_column(
    column: Rect, counts: tuple[int, int, int, int, int], pitch: float, px: int, *, headed: bool
) -> _RightColumn:
    """Lay out the column of values; the counts are lines, values, stacks, notes and objects."""
    lines, values, stacks, notes, objects = counts
    heading = _HEADING if headed else 4.0
    budget = max(2, int((column.h - heading) // pitch))
    if not lines:
        # Bursts have threads and nothing to share: the threads stand at the top, under the columns' headings.
        rows = _rows(column, column.y, min(stacks, budget), pitch)
        heading_y = column.y - _HEADING * 0.6 if headed else None
        return _RightColumn(
            values=(), stacks_heading_y=heading_y, stacks=rows, calls=(), heap_heading_y=None, objects=()
        )
    own = min(stacks, max(1, budget // 3, budget - max(values, 1)))
    reserve = min(budget - own, _reserved(values))
    y = column.y + reserve * pitch
    line = px + _LINE_GAP
    shown, heap_rows = _share_out(column.bottom - y - heading - own * pitch, own, notes, objects, line, headed=headed)
    block = pitch + shown * line
    bottom = y + heading + own * block
    return _RightColumn(
        values=_rows(column, column.y, min(values, reserve), pitch),
        stacks_heading_y=y + heading * 0.45 if headed else None,
        stacks=tuple(Rect(column.x, y + heading + row * block, column.w, pitch - 4) for row in range(own)),
        calls=tuple(
            tuple(
                Rect(column.x, y + heading + row * block + pitch - 4 + note * line, column.w, line)
                for note in range(shown)
            )
            for row in range(own)
        ),
        heap_heading_y=bottom + _HEADING * 0.45 if heap_rows else None,
        objects=tuple(Rect(column.x, bottom + _HEADING + row * (line + 3), column.w, line) for row in range(heap_rows)),
    )


def _share_out(room: float, stacks: int, notes: int, objects: int, line: float, *, headed: bool) -> tuple[int, int]:
    """Return the lines below each thread, and the rows of the heap, in what room is left below the stacks.

    Calls are shown in some detail before there is a heap, and a heap before calls are shown in all detail. Of the
    objects all have a row, or none has: a mark must not point to nothing.
    """
    if not stacks:
        return 0, 0
    printed = _PRINTED_LINES * line + 2 * _HEADING if headed else 0.0
    if headed and objects:
        one_printed = line + 1.5 * _HEADING
        for rows in (_reserved(objects), objects):
            left = room - one_printed - _HEADING - rows * (line + 3)
            shown = min(notes, int(left // (stacks * line)))
            if left >= 0 and shown >= min(notes, _LEAST_NOTES):
                return shown, objects
    return max(0, min(notes, int((room - printed) // (stacks * line)))), 0


def _reserved(values: int) -> int:
    """Return the rows kept for variables: in steps, so that the stacks below rarely move when one more is bound."""
    for step in (3, 5, 8, 12):
        if values <= step:
            return step
    return values


def _rows(column: Rect, y: float, count: int, pitch: float) -> tuple[Rect, ...]:
    return tuple(Rect(column.x, y + row * pitch, column.w, pitch - 4) for row in range(count))


def page_start(executing: int | None, lines: int, rows: int) -> int:
    """Return the first line shown when ``rows`` of ``lines`` fit: whole pages, so that text stands still in a page."""
    if executing is None or lines <= rows:
        return 0
    step = max(1, rows - 1)
    return max(0, min(executing // step * step, lines - rows))
