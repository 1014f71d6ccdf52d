"""What the tests of ink share."""

from desktop_app.views.ink.ink import Ink, Tool


def drawn(ink, points, now_ms=0):
    """Ink after a line was drawn through points with the pen."""
    ink = ink if ink.tool is Tool.PEN else ink.choose(Tool.PEN)
    ink = ink.press(*points[0], now_ms)
    for x, y in points[1:]:
        ink = ink.move(x, y, now_ms)
    return ink.release()


def a_line(ink=None, y=0.5):
    """Ink with a level line across the middle of the picture."""
    return drawn(ink or Ink(), [(0.2, y), (0.4, y), (0.6, y), (0.8, y)])
