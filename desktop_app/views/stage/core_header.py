"""The header of a core's card: its name, its thread's label or why it is idle, and where each of them stands."""

from __future__ import annotations

from functools import lru_cache

from desktop_app.analysis.snapshot import OFF_LINE, CoreView
from desktop_app.views.stage.core_layout import CoreLayout
from desktop_app.views.stage.drawing import pill_width
from desktop_app.views.stage.geometry import Rect
from desktop_app.views.stage.text import BODY, Face, tr

#: In a card without texts: space beside the core's number, inside a tight chip, and for a slice bar.
_BAR_GAP = 8.0
_TIGHT_PAD = 12.0
_SLICE_BAR = 30.0
#: A thread's chip is as high in a low card, which its text, 15 high, just needs.
_PILL_HIGH = 16.0


def face_of(spot: CoreLayout, px: int, weight: int, *, mono: bool = False, spacing: float = 0.0) -> Face:
    """Return a face that grows with the card."""
    return Face(round(px * spot.k), weight, mono, spacing)


def chip_face(spot: CoreLayout) -> Face:
    """Return the face of instructions in the cells."""
    return Face(spot.chip_px, 700, mono=True)


def name_face(spot: CoreLayout) -> Face:
    """Return the face of the core's name."""
    return face_of(spot, BODY, 700) if spot.texts else Face(BODY, 600)


def name_of(core: CoreView, spot: CoreLayout) -> str:
    """Return what the core is called on its card."""
    if spot.card.w < 230:  # noqa: PLR2004 - the cards of more than sixteen cores
        return str(core.number)
    return tr("Core {number}").format(number=core.number)


def thread_face(spot: CoreLayout) -> Face:
    """Return the face of its thread's label."""
    return face_of(spot, BODY, 700)


def arrow_x(name: str, spot: CoreLayout) -> float | None:
    """Return where the fetch arrow crosses the header, or None when the core's name stands there."""
    if not spot.texts:
        return None
    name_right = spot.card.x + spot.pad + name_face(spot).width(name)
    x = spot.cells[0].cx
    return x if x >= name_right + 7 else None


def is_numbered(name_text: str, label_text: str, spot: CoreLayout) -> bool:
    """Return whether the core's name has room beside its thread's label, which is never shortened for it."""
    if spot.texts or not label_text:
        return True
    name, thread = name_face(spot).width(name_text), thread_face(spot).width(label_text)
    return name + _BAR_GAP + thread + _TIGHT_PAD <= spot.card.w - 2 * spot.pad


def pill_rect(core: CoreView, spot: CoreLayout) -> Rect:
    """Return where its thread's label stands."""
    assert core.thread is not None
    return _pill_rect_of(core.thread.label, name_of(core, spot), spot)


@lru_cache(maxsize=4096)
def _pill_rect_of(label_text: str, name: str, spot: CoreLayout) -> Rect:
    face = thread_face(spot)
    x = spot.card.x + spot.pad
    if is_numbered(name, label_text, spot):
        x += name_face(spot).width(name) + (14 if spot.texts else _BAR_GAP)
    arrow = arrow_x(name, spot)
    if arrow is not None:
        x = max(x, arrow + 14 * spot.k)
    high = min(32.0 * spot.k, max(spot.header_high - 8, min(spot.header_high - 3, _PILL_HIGH)))
    room = spot.card.right - spot.pad - x
    width = pill_width(label_text, least=84.0 * spot.k if spot.texts else 64.0, face=face)
    if not spot.texts and width > room - _SLICE_BAR:
        # A tight chip before no slice bar, and no bar before a shortened label.
        tight = face.width(label_text) + _TIGHT_PAD
        width = max(tight, room - _SLICE_BAR) if tight <= room - _SLICE_BAR else tight
    return Rect(x, spot.header_y - high / 2, min(width, room), high)


def idle_place(core: CoreView, spot: CoreLayout) -> tuple[float, float]:
    """Return where in the header an idle core says so, and the room for it."""
    x = spot.card.x + spot.pad + name_face(spot).width(name_of(core, spot)) + 16
    arrow = arrow_x(name_of(core, spot), spot)
    if arrow is not None:
        x = max(x, arrow + 14 * spot.k)
    return x, spot.card.right - spot.pad - x


def idle_words(core: CoreView, spot: CoreLayout) -> tuple[str, str]:
    """Return what the header of an idle core says, and what is said where its program's line would be."""
    short = tr("off line") if core.idle_reason == OFF_LINE else tr("idle")
    reason = "" if core.idle_reason == OFF_LINE else core.idle_reason
    whole = tr("idle: {reason}").format(reason=reason) if reason else short
    face, (_, room) = face_of(spot, BODY, 500), idle_place(core, spot)
    if face.width(whole) <= room:
        return whole, ""
    if spot.source is not None or not spot.texts:
        return short, reason
    # How many others there are is what may go first.
    first = reason.split(", ", maxsplit=1)[0]
    forms = (reason, tr("idle: {reason}").format(reason=first), first)
    return next((form for form in forms if face.width(form) <= room), whole), ""
