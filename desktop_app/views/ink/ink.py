"""What a lecturer points at and has drawn, as a value whose changes are new values.

Whoever shows a lesson keeps one `Ink`: ``choose`` takes a tool; ``press``, ``move``, ``release`` and ``leave`` follow
the pointer; ``resized`` follows the wheel; ``undo``, ``redo`` and ``clear`` change what is drawn. Strokes belong to a
step: keep ``ink.strokes`` when one leaves it, and come back with ``ink.with_strokes(strokes)``.

Points are shares of the picture, from (0, 0) at its top left to (1, 1), so that they stand right on a screen of another
size. Lengths are shares of its height. Times are milliseconds of one clock of the viewer's; nothing here belongs to a
trace.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.views.ink.erasing import Point, Stroke, erased_along

#: So much is kept; of more strokes or points the oldest strokes go.
MAX_STROKES = 400
MAX_STROKE_POINTS = 2_000
MAX_POINTS = 40_000
MAX_UNDO = 50
MAX_TRAIL = 64
#: How long the trail of the laser pointer is seen, in milliseconds.
TRAIL_MS = 450
#: A point this near to the one before adds nothing.
_NEAREST = 0.0008
#: The smallest, usual and largest sizes, and by what a turn of the wheel changes them.
PEN_WIDTHS = (0.002, 0.005, 0.024)
ERASER_RADII = (0.008, 0.025, 0.12)
SPOT_RADII = (0.05, 0.18, 0.6)
ZOOMS = (2.0, 3.0, 6.0)
_STEP = 1.15
_ZOOM_STEP = 0.5
#: So many colours there are for the pen.
PEN_COLOURS = 6


class Tool(Enum):
    """What the pointer does."""

    NONE = "none"
    LASER = "laser pointer"
    SPOTLIGHT = "spotlight"
    PEN = "pen"
    ERASER = "eraser"
    MAGNIFIER = "magnifier"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """What is shown of the tools.

    Attributes:
        tool: What the pointer does.
        at: Where the pointer is; None while it is not over the picture.
        trail: Where the laser pointer came by, and when, the last one last.
        strokes: What was drawn, the first one undermost.
        drawing: The stroke that is being drawn.
        pressed: Whether the pointer is pressed.
        colour: The pen's, from 0 to below `PEN_COLOURS`.
        pen_width: The pen's width.
        eraser_radius: How far the eraser reaches.
        erases_parts: Whether the eraser takes what it touches only, and not whole strokes.
        spot_radius: The radius of the spotlight.
        zoom: How many times larger the magnifier shows.
        aspect: Width of the picture over its height.
        before: What was drawn before each change, the last one last.
        after: What was undone, the last one last.
    """

    tool: Tool = Tool.NONE
    at: Point | None = None
    trail: tuple[tuple[Point, int], ...] = ()
    strokes: tuple[Stroke, ...] = ()
    drawing: Stroke | None = None
    pressed: bool = False
    colour: int = 0
    pen_width: float = PEN_WIDTHS[1]
    eraser_radius: float = ERASER_RADII[1]
    erases_parts: bool = False
    spot_radius: float = SPOT_RADII[1]
    zoom: float = ZOOMS[1]
    aspect: float = 16 / 9
    before: tuple[tuple[Stroke, ...], ...] = ()
    after: tuple[tuple[Stroke, ...], ...] = ()

    @property
    def shown(self) -> tuple[Stroke, ...]:
        """All strokes, that which is being drawn included."""
        return self.strokes if self.drawing is None else (*self.strokes, self.drawing)

    # -- tools ----------------------------------------------------------------------------------------------------

    def choose(self, tool: Tool) -> Ink:
        """Take a tool; the one that is held is put away. What is being drawn is finished before."""
        ink = self.release()
        return replace(ink, tool=Tool.NONE if tool is self.tool else tool, trail=())

    def next_colour(self) -> Ink:
        """Take the pen's next colour."""
        return replace(self, colour=(self.colour + 1) % PEN_COLOURS)

    def resized(self, steps: float) -> Ink:
        """Return it after so many turns of the wheel: the tool that is held is larger, or smaller for less than 0."""
        steps = min(20.0, max(-20.0, steps))
        factor = _STEP**steps
        if self.tool is Tool.SPOTLIGHT:
            return replace(self, spot_radius=_within(SPOT_RADII, self.spot_radius * factor))
        if self.tool is Tool.PEN:
            return replace(self, pen_width=_within(PEN_WIDTHS, self.pen_width * factor))
        if self.tool is Tool.ERASER:
            return replace(self, eraser_radius=_within(ERASER_RADII, self.eraser_radius * factor))
        if self.tool is Tool.MAGNIFIER:
            return replace(self, zoom=_within(ZOOMS, self.zoom + _ZOOM_STEP * steps))
        return self

    def magnified(self, steps: float) -> Ink:
        """Return it after Ctrl and so many turns of the wheel: one takes the magnifier, one back puts it away."""
        if self.tool is not Tool.MAGNIFIER:
            return replace(self.choose(Tool.MAGNIFIER), zoom=ZOOMS[0]) if steps > 0 else self
        if steps < 0 and self.zoom <= ZOOMS[0]:
            return self.choose(Tool.MAGNIFIER)
        return self.resized(steps)

    # -- the pointer ----------------------------------------------------------------------------------------------

    def press(self, x: float, y: float, now_ms: int) -> Ink:
        """Return it with the pointer pressed at a point."""
        ink = self.release().move(x, y, now_ms)
        point = Point.within(x, y)
        if self.tool is Tool.PEN:
            stroke = Stroke(points=(point,), colour=self.colour, width=self.pen_width)
            return replace(ink, pressed=True, drawing=stroke)
        if self.tool is Tool.ERASER:
            return replace(ink, pressed=True, before=_pushed(ink.before, ink.strokes), after=()).erase(point, point)
        return replace(ink, pressed=self.tool is not Tool.NONE)

    def move(self, x: float, y: float, now_ms: int) -> Ink:
        """Return it with the pointer at a point."""
        if self.tool is Tool.NONE:
            return self
        point = Point.within(x, y)
        ink = replace(self, at=point)
        if self.tool is Tool.LASER:
            return replace(ink, trail=(*self.faded(now_ms).trail, (point, now_ms))[-MAX_TRAIL:])
        if self.tool is Tool.ERASER and self.pressed:
            return ink.erase(self.at or point, point)
        if self.drawing is None or self.drawing.points[-1].apart(point, self.aspect) < _NEAREST:
            return ink
        if len(self.drawing.points) < MAX_STROKE_POINTS:
            return replace(ink, drawing=replace(self.drawing, points=(*self.drawing.points, point)))
        # A line that never ends goes on as another one.
        stroke = replace(self.drawing, points=(self.drawing.points[-1], point))
        return replace(ink.release(), pressed=True, drawing=stroke)

    def release(self) -> Ink:
        """Return it with the pointer no longer pressed; what was being drawn is finished."""
        if self.drawing is None:
            unchanged = self.tool is Tool.ERASER and self.pressed and self.before[-1:] == (self.strokes,)
            return replace(self, pressed=False, before=self.before[:-1] if unchanged else self.before)
        return replace(
            self,
            pressed=False,
            drawing=None,
            strokes=_bounded((*self.strokes, self.drawing)),
            before=_pushed(self.before, self.strokes),
            after=(),
        )

    def leave(self) -> Ink:
        """Return it with the pointer away from the picture; what is being drawn goes on when it comes back."""
        return replace(self, at=None, trail=())

    def faded(self, now_ms: int) -> Ink:
        """Return it without what is no longer seen of the trail."""
        fresh = tuple(one for one in self.trail if now_ms - one[1] < TRAIL_MS)
        return self if len(fresh) == len(self.trail) else replace(self, trail=fresh)

    # -- what is drawn --------------------------------------------------------------------------------------------

    def erase(self, begin: Point, end: Point) -> Ink:
        """Return it without what the eraser touches on its way between two points."""
        left = erased_along(
            self.strokes, begin, end, self.eraser_radius, self.aspect, whole_strokes=not self.erases_parts
        )
        return replace(self, strokes=_bounded(left))

    def clear(self) -> Ink:
        """Return it with nothing drawn; that can be undone."""
        ink = self.release()
        if not ink.strokes:
            return ink
        return replace(ink, strokes=(), before=_pushed(ink.before, ink.strokes), after=())

    def undo(self) -> Ink:
        """Return it as it was before the last change of what is drawn."""
        ink = self.release()
        if not ink.before:
            return ink
        return replace(ink, strokes=ink.before[-1], before=ink.before[:-1], after=_pushed(ink.after, ink.strokes))

    def redo(self) -> Ink:
        """Return it with the last undone change again."""
        ink = self.release()
        if not ink.after:
            return ink
        return replace(ink, strokes=ink.after[-1], before=_pushed(ink.before, ink.strokes), after=ink.after[:-1])

    def with_strokes(self, strokes: tuple[Stroke, ...]) -> Ink:
        """Return it with what was drawn on another step, and nothing to undo."""
        return replace(self.release(), strokes=_bounded(strokes), before=(), after=())


def _within(sizes: tuple[float, float, float], value: float) -> float:
    return min(sizes[-1], max(sizes[0], value))


def _pushed(history: tuple[tuple[Stroke, ...], ...], strokes: tuple[Stroke, ...]) -> tuple[tuple[Stroke, ...], ...]:
    return (*history, strokes)[-MAX_UNDO:]


def _bounded(strokes: tuple[Stroke, ...]) -> tuple[Stroke, ...]:
    """Return the newest strokes, as many as may be kept."""
    kept, points = list[Stroke](), 0
    for stroke in reversed(strokes[-MAX_STROKES:]):
        points += len(stroke.points)
        if points > MAX_POINTS:
            break
        kept.append(stroke)
    return strokes if len(kept) == len(strokes) else tuple(reversed(kept))
