"""Text: faces, widths, shortening with an ellipsis, and the words and numbers that the stage shows."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont, QFontMetricsF

from desktop_app.model.durations import NS_PER_MS
from desktop_app.model.sizes import format_size
from desktop_app.views.theme import mono_font, ui_font
from desktop_app.views.times import decimals

#: A name that would be shorter, its ellipsis included, says nothing any more.
_LEAST_NAME = 3
#: What an audience must read, in units: 1/72 of a whole picture's height.
BODY = 15
#: How far a tab goes.
TAB = 4


def tr(text: str) -> str:
    """Return ``text`` in the user's language."""
    return QCoreApplication.translate("Stage", text)


@dataclass(frozen=True, slots=True)
class Face:
    """A typeface at a size.

    Attributes:
        px: Size in units.
        weight: 100 to 900 as in CSS.
        mono: JetBrains Mono; otherwise Inter.
        spacing: Extra space between letters, in units.
    """

    px: int = BODY
    weight: int = 500
    mono: bool = False
    spacing: float = 0.0

    @property
    def font(self) -> QFont:
        """The font; shared, so not to be changed."""
        return _font(self)

    @property
    def cap(self) -> float:
        """Height of a capital letter."""
        return _cap(self)

    def width(self, text: str) -> float:
        """Return how wide ``text`` is in units."""
        return _width(self, text)

    def fitted(self, text: str, width: float, *, keep_end: bool = False) -> str:
        """Return ``text``, or as much of it as fits in ``width`` with ``…`` for the rest; empty when nothing fits.

        Args:
            text: One line.
            width: In units.
            keep_end: Drop the beginning instead of the end.
        """
        return _fitted(self, text, max(0.0, width), keep_end)


@lru_cache(maxsize=64)
def _font(face: Face) -> QFont:
    if face.mono:
        return mono_font(face.px, face.weight)
    return ui_font(face.px, face.weight, face.spacing)


@lru_cache(maxsize=64)
def _metrics(face: Face) -> QFontMetricsF:
    return QFontMetricsF(_font(face))


@lru_cache(maxsize=64)
def _cap(face: Face) -> float:
    return float(_metrics(face).capHeight())


@lru_cache(maxsize=4096)
def _width(face: Face, text: str) -> float:
    return float(_metrics(face).horizontalAdvance(text))


@lru_cache(maxsize=4096)
def _fitted(face: Face, text: str, width: float, keep_end: bool) -> str:  # noqa: FBT001 - a key of the cache
    if _width(face, text) <= width:
        return text
    mode = Qt.TextElideMode.ElideLeft if keep_end else Qt.TextElideMode.ElideRight
    shortened = str(_metrics(face).elidedText(text, mode, width))
    return shortened if _width(face, shortened) <= width else ""


def assignment_fitted(face: Face, text: str, width: float) -> str:
    """Return text such as ``total = 15`` so that it fits; its name is shortened before its value is."""
    name, equals, value = text.partition(" = ")
    if face.width(text) <= width or not equals:
        return face.fitted(text, width)
    short = face.fitted(name, width - face.width(equals + value))
    return short + equals + value if len(short) >= _LEAST_NAME else face.fitted(text, width)


def wrapped(face: Face, text: str, width: float) -> list[str]:
    """Return ``text`` as lines that fit in ``width``, broken between words, or in a word that is wider than a line."""
    lines, rest = [], text
    most = max(2, int(width))  # no letter is narrower than a unit, and measuring all of a long text takes long
    while len(rest) > 1 and face.width(rest[:most]) > width:
        fits = max(1, bisect_right(range(1, min(most, len(rest))), width, key=lambda count: face.width(rest[:count])))
        space = rest.rfind(" ", 0, fits + 1)
        if rest[: max(0, space)].strip():
            lines.append(rest[:space])
            rest = rest[space + 1 :]
        else:
            lines.append(rest[:fits])
            rest = rest[fits:]
    return [*lines, rest]


def one_line(text: str) -> str:
    """Return ``text`` with what would break a line shown as a space."""
    return " ".join(text.split()) if any(c.isspace() and c != " " for c in text) else text


def shown_before(text: str, column: int) -> str:
    """Return what is shown of a line before a column, which CPython counts in UTF-8 bytes, tabs as one."""
    return text.encode()[:column].decode(errors="ignore").expandtabs(TAB)


def time_text(time_ns: int, slot_ns: int) -> str:
    """Return a time in milliseconds, fine enough to tell tenths of a slot apart, such as ``12.40 ms``."""
    return f"{time_ns / NS_PER_MS:.{decimals(slot_ns)}f} ms"


def slice_text(used_ns: int, slice_ns: int | None, slot_ns: int) -> str:
    """Return how much of its slice a thread has used, such as ``0.64 of 1 ms``."""
    if slice_ns is None:
        return time_text(used_ns, slot_ns)
    used = f"{used_ns / NS_PER_MS:.{decimals(slot_ns)}f}"
    return tr("{used} of {total} ms").format(used=used, total=f"{slice_ns / NS_PER_MS:.6f}".rstrip("0").rstrip("."))


def size_text(size_bytes: int) -> str:
    """Return a size in memory, such as ``1.3 KiB``."""
    if size_bytes < 1024:  # noqa: PLR2004 - a kibibyte
        return f"{size_bytes} B"
    size = float(size_bytes)
    for unit in ("KiB", "MiB", "GiB", "TiB"):
        size /= 1024
        if size < 1024 or unit == "TiB":  # noqa: PLR2004
            break
    return f"{size:.1f} {unit}" if size < 100 else f"{size:.0f} {unit}"  # noqa: PLR2004 - three digits are enough


def ram_text(size_bytes: int, ram_bytes: int | None) -> str:
    """Return a size in a RAM of ``ram_bytes``, such as ``220 MB``; in powers of 1024 where the RAM is."""
    binary = ram_bytes is not None and format_size(ram_bytes).endswith("iB")
    base, letter = (1024, "iB") if binary else (1000, "B")
    size, unit = float(size_bytes), "B"
    for prefix in ("K", "M", "G", "T"):
        if size < base:
            break
        size, unit = size / base, prefix + letter
    return f"{size:.1f}".removesuffix(".0") + f" {unit}" if size < 100 else f"{size:.0f} {unit}"  # noqa: PLR2004


def thread_part(label: str) -> str:
    """Return a thread's own part of its label: ``T2`` of ``P1·T2``."""
    return label.rsplit("·", 1)[-1]
