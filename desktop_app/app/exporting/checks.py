"""What is typed in the dialog, checked as the command line checks it, and with the same words."""

from __future__ import annotations

from desktop_app.app.exporting.choices import LEAST_SIZE, MOST_SIZE
from desktop_app.export.formats import Format
from desktop_app.model.durations import parse_duration
from desktop_app.model.instant import Instant, parse_instant

_MOST_DIGITS = 5


def parse_size(text: str, form: Format | None = None) -> tuple[int, int]:
    """Return width and height in pixels.

    Args:
        text: Such as ``1920x1080``.
        form: The format, which may need even numbers.

    Raises:
        ValueError: When it is no size that can be drawn; the message says what would be right.
    """
    width, _, height = text.strip().lower().replace("×", "x").replace(" ", "").partition("x")
    expected = f"WIDTHxHEIGHT in pixels from {LEAST_SIZE[0]}x{LEAST_SIZE[1]} to {MOST_SIZE[0]}x{MOST_SIZE[1]}"
    if not (_whole(width) and _whole(height)):
        raise ValueError(expected)
    size = int(width), int(height)
    if not all(low <= side <= high for low, side, high in zip(LEAST_SIZE, size, MOST_SIZE, strict=True)):
        raise ValueError(expected)
    if form is not None and form.even and (size[0] % 2 or size[1] % 2):
        raise ValueError(f"even numbers; {form.title} halves them for colours")
    return size


def parse_speed(text: str) -> int:
    """Return simulated nanoseconds per second.

    Raises:
        ValueError: When it is no duration above 0; the message says what would be right.
    """
    speed_ns = parse_duration(text)
    if speed_ns < 1:
        raise ValueError('a duration above 0, such as "0.5ms"')
    return speed_ns


def parse_moment(text: str) -> Instant:
    """Return the moment that a text describes.

    Raises:
        ValueError: When it describes none; the message says what would be right.
    """
    return parse_instant(text)


def scale_problem(size: tuple[int, int], scale: str) -> str:
    """Return what would be right in place of a scale that leaves too little room in a picture of a size; or nothing."""
    logical = [round(side / float(scale)) for side in size]
    if all(side >= least for side, least in zip(logical, LEAST_SIZE, strict=True)):
        return ""
    most = min(side / least for side, least in zip(size, LEAST_SIZE, strict=True))
    return f"at most {most:.2f} for {size[0]}x{size[1]} pixels"


def even_size(width: int, height: int) -> tuple[int, int]:
    """Return the nearest size that every format can have."""
    sides = (width // 2 * 2, height // 2 * 2)
    width, height = (min(max(side, low), high) for side, low, high in zip(sides, LEAST_SIZE, MOST_SIZE, strict=True))
    return width, height


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
