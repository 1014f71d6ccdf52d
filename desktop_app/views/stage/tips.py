"""What the stage says of what is under the pointer: whole, where its picture had to be shortened."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop_app.analysis.snapshot import ProcessView, Snapshot
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.stage import bus, ram, ram_card, sizes
from desktop_app.views.stage.frame import Frame
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.ram_layout import CardKind, CardPlace
from desktop_app.views.stage.ram_values import shown_stacks
from desktop_app.views.stage.text import one_line, tr
from desktop_app.views.stage.tokens import Token, TokenKind

#: A longer text would fill the screen.
_MOST = 600


class Tip(NamedTuple):
    """A text and where it holds, in units."""

    rect: Rect
    text: str


def show_tip(frame: Frame | None, event: QHelpEvent, widget: QWidget) -> None:
    """Show what there is to say of the place at which the pointer rests on a widget, or hide what was said before."""
    tip = None
    if frame is not None:
        scale = frame.layout.scale
        tip = tip_at(frame, event.pos().x() / scale, event.pos().y() / scale)
    if tip is None or frame is None:
        QToolTip.hideText()
        return
    area = QRectF(*(value * frame.layout.scale for value in tip.rect)).toAlignedRect()
    QToolTip.showText(event.globalPos(), plain_tip(tip.text), widget, area)


def tip_at(frame: Frame, x: float, y: float) -> Tip | None:
    """Return what there is to say of a place, in units, in plain text; None where there is nothing."""
    for tip in _tips(frame):
        if tip.rect.has_point(x, y):
            return tip if len(tip.text) <= _MOST else Tip(tip.rect, tip.text[: _MOST - 1] + "…")
    return None


def _tips(frame: Frame) -> Iterator[Tip]:
    """Yield all tips, those of what lies above others first."""
    whole = frame.whole or frame
    for token in bus.tokens(whole):
        rect = token.seen if frame.lens is None else frame.lens.rect(token.seen)
        yield Tip(rect, _token_words(frame.snapshot, token))
    layout = ram.place(frame)
    for process, part in ram.segments(frame.snapshot, layout.bar):
        yield Tip(part, _part_words(frame.snapshot, process))
    for card in layout.cards:
        process = frame.snapshot.processes[card.index]
        if card.kind is CardKind.DETAIL and not process.ended:
            yield from _card(frame, process, card)
        yield Tip(card.rect, _part_words(frame.snapshot, process))


def _card(frame: Frame, process: ProcessView, card: CardPlace) -> Iterator[Tip]:
    layout = ram_card.place(process, card)
    if process.listing is not None:
        start = ram_card.page(frame, process, layout)
        for row, line in zip(layout.code, process.listing.lines[start:], strict=False):
            words = (
                f"{ram_card.address_text(line)}  {line.raw.hex(' ').upper()}  {line.opname} {line.argument}".rstrip()
            )
            where = tr("line {number} of {function}").format(number=line.line, function=line.function)
            yield Tip(row, f"{words}\n{where}" if line.line else words)
    for row, value in zip(layout.values, process.variables, strict=False):
        words = (
            f"{value.name} = {one_line(value.text)}" if value.text else tr("{name}: no value").format(name=value.name)
        )
        writer = tr("written by {thread}").format(thread=value.writer)
        yield Tip(row, f"{words}\n{writer}" if value.writer else words)
    for row, one in zip(layout.objects, process.objects, strict=False):
        yield Tip(row, f"{one.mark} {one_line(one.text)}")
    for row, stack in zip(layout.stacks, shown_stacks(process, len(layout.stacks)), strict=False):
        values = "\n".join(one_line(value) for value in reversed(stack.values))
        yield Tip(row, f"{stack.thread.label}: {tr(stack.state.label)}" + (f"\n{values}" if values else ""))


def _part_words(snapshot: Snapshot, process: ProcessView) -> str:
    title = ram_card.title_of(process)
    if process.ended:
        return f"{title}\n{ram_card.ending_text(process)}"
    used, size = sizes.in_use(snapshot, process), sizes.size_words(snapshot, process)
    if not size:
        return title
    if snapshot.ram_bytes:
        share = tr("{percent} % of RAM").format(percent=f"{100 * used / snapshot.ram_bytes:.1f}")
        return f"{title}\n{size}, {share}"
    if sizes.counted(snapshot):
        return f"{title}\n{size}"
    split = tr("{code} B of code, {data} B of data").format(code=process.code_bytes, data=process.data_bytes)
    return f"{title}\n{split}"


def _token_words(snapshot: Snapshot, token: Token) -> str:
    process = next((one.label for one in snapshot.processes if one.index == token.look.process), "")
    text, core = one_line(token.look.text), token.core
    forms = {
        TokenKind.INSTRUCTION: tr("Instruction of {process} on its way to core {core}"),
        TokenKind.OPERAND: tr("Operand of {process} on its way to core {core}"),
        TokenKind.RESULT: tr("Result of {process} on its way from core {core} to RAM"),
        TokenKind.SAVE: tr("Registers of {process} on their way from core {core} to RAM"),
        TokenKind.RESTORE: tr("Registers of {process} on their way to core {core}"),
        TokenKind.PROGRAM: tr("A piece of the program of {process} on its way from disk to RAM"),
    }
    words = forms[token.look.kind].format(process=process, core=core)
    return f"{words}\n{text}" if text else words
