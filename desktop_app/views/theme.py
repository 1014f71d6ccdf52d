"""Colours and fonts: four palettes of our own, the process colours of Okabe and Ito, Inter and JetBrains Mono."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import fontpkg_inter  # type: ignore[import-untyped]
import fontpkg_jetbrains_mono  # type: ignore[import-untyped]
from PySide6.QtGui import QColor, QFont, QFontDatabase


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One palette; every colour as ``#RRGGBB``, and a ground that is see-through as ``#00RRGGBB``.

    Attributes:
        name: ``dark`` or ``light``.
        window: Behind everything.
        panel: A panel.
        inset: A card inside a panel.
        cell: A pipeline stage, a variable.
        border: Lines around panels and cells.
        track: The unfilled part of a bar.
        text: What must be read.
        muted: Labels.
        faint: Headings of columns, ticks, what is empty.
        error: Something went wrong.
        processes: The colour of each process, by index, again from the start after the last.
        on_process: Text on a process colour.
        lit: Opacity of a code line whose instruction is in flight.
        lit_strong: Opacity of the code line under execution.
    """

    name: str
    window: str
    panel: str
    inset: str
    cell: str
    border: str
    track: str
    text: str
    muted: str
    faint: str
    error: str
    processes: tuple[str, ...]
    on_process: str
    lit: float
    lit_strong: float

    def process(self, index: int) -> QColor:
        """Return the colour of the process with this index in the trace."""
        return QColor(self.processes[index % len(self.processes)])

    @property
    def see_through(self) -> bool:
        """Whether nothing is behind everything, so that one sees what a picture lies on."""
        return len(self.window) == len("#00RRGGBB")

    @property
    def shade(self) -> str:
        """The colour of the window as ``#RRGGBB``, whether it is seen or not."""
        return f"#{self.window[-6:]}"


DARK = Theme(
    name="dark",
    window="#0E1116",
    panel="#161B22",
    inset="#1D242E",
    cell="#1D242E",
    border="#2B3440",
    track="#232B36",
    text="#E6EDF3",
    muted="#8B98A8",
    faint="#66758A",
    error="#FF7B72",
    # Okabe and Ito (2008), in the design's order; black is replaced by a lavender that shows on dark.
    processes=("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#8C9EFF"),
    on_process="#08131C",
    lit=0.22,
    lit_strong=0.42,
)

LIGHT = Theme(
    name="light",
    window="#F7F8FA",
    panel="#FFFFFF",
    inset="#F0F2F5",
    cell="#EFF1F4",
    border="#E2E5EA",
    track="#EBEEF1",
    text="#14202B",
    muted="#566273",
    faint="#7C8899",
    error="#B3261E",
    # The same hues, darker, so that white text on them keeps a contrast of 3 or more.
    processes=("#0072B2", "#C77700", "#00805D", "#A8487F", "#8A7A00", "#B84A00", "#4B5FD0"),
    on_process="#FFFFFF",
    lit=0.27,
    lit_strong=0.42,
)

CONTRAST_DARK = Theme(
    name="contrast-dark",
    window="#000000",
    panel="#000000",
    inset="#0A0D12",
    cell="#0F141B",
    border="#A9B4C2",
    track="#3A4451",
    text="#FFFFFF",
    muted="#E3E9F0",
    faint="#C3CDD9",
    error="#FF9D96",
    processes=("#6FC7FF", "#FFB21A", "#2FD6A3", "#F0A3CE", "#FFF266", "#FF8A3D", "#B3BEFF"),
    on_process="#000000",
    lit=0.25,
    lit_strong=0.4,
)

CONTRAST_LIGHT = Theme(
    name="contrast-light",
    window="#FFFFFF",
    panel="#FFFFFF",
    inset="#FFFFFF",
    cell="#F4F6F8",
    border="#3A4654",
    track="#C9D1DA",
    text="#000000",
    muted="#1E2833",
    faint="#38434F",
    error="#8C0F08",
    # Dark enough for white text at a contrast of 7.
    processes=("#00507E", "#7A4700", "#005A41", "#7B1F59", "#554B00", "#7F3000", "#2F3DA6"),
    on_process="#FFFFFF",
    lit=0.25,
    lit_strong=0.45,
)


@cache
def without_ground(theme: Theme) -> Theme:
    """Return a palette whose window is see-through: a picture in it, laid on that colour, is the palette's own."""
    return replace(theme, window=f"#00{theme.shade[1:]}")


THEMES = {theme.name: theme for theme in (DARK, LIGHT, CONTRAST_DARK, CONTRAST_LIGHT)}


#: The name a family goes by here, and its own. Qt prefers a font that the machine has to one of the same name that an
#: application brings, and a machine's Inter is often another version: pictures would differ from machine to machine.
#: The names are of equal length, so that they can be exchanged in the font's name table in memory.
_OWN_NAMES = {"Inter": "Cloom", "JetBrains Mono": "Coreloom  Mono"}

#: What a family is called outside, and what else comes near to it.
_ELSEWHERE = {
    "Inter": "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    "JetBrains Mono": "'JetBrains Mono', 'DejaVu Sans Mono', Consolas, Menlo, monospace",
}


@cache
def _families() -> tuple[str, str]:
    """Load the two families that ship as dependencies and return the names they go by.

    Where a file cannot be loaded, Qt substitutes the platform's own sans and fixed fonts: the window works,
    but looks and measures differently.
    """
    interface = _load(fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf", "Inter")
    fixed = _load(fontpkg_jetbrains_mono.ROOT / "files" / "JetBrainsMono[wght].ttf", "JetBrains Mono")
    return interface, fixed


@cache
def _italics() -> str:
    """Load the interface family's italics, which few pictures need, and return the name that they go by."""
    return _load(fontpkg_inter.ROOT / "files" / "Inter-Italic[opsz,wght].ttf", "Inter")


def has_own_fonts() -> bool:
    """Say whether all text is drawn with the fonts that ship, and none of them is lost."""
    return {*_families(), _italics()} == set(_OWN_NAMES.values())


def _load(file: Path, family: str) -> str:
    own = _OWN_NAMES[family]
    try:
        data = file.read_bytes().replace(family.encode("utf-16-be"), own.encode("utf-16-be"))
    except OSError:
        return family
    found = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFontFromData(data))
    return found[0] if found else family


def families_elsewhere(family: str) -> str:
    """Return the families that a file names for one that is drawn with here, as CSS lists them: the best one first.

    Who opens the file may have its fonts, under their own names, or else has some of nearly the same widths.
    """
    own = next((known for known, name in _OWN_NAMES.items() if name == family), family)
    return _ELSEWHERE.get(own, f"'{own.replace(chr(39), '')}', sans-serif")


def ui_font(size_px: float, weight: int = 400, spacing_px: float = 0.0) -> QFont:
    """Return Inter at ``size_px`` pixels; weight 100 to 900 as in CSS, extra space between letters in pixels."""
    font = _font(_families()[0], size_px, weight, QFont.StyleHint.SansSerif)
    # Digits of one width, so that a text beside a running number stays where it is.
    font.setFeature(QFont.Tag("tnum"), 1)
    if spacing_px:
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing_px)
    return font


def ui_italic_font(size_px: float, weight: int = 400) -> QFont:
    """Return Inter's italics at ``size_px`` pixels; weight 100 to 900 as in CSS."""
    font = _font(_italics(), size_px, weight, QFont.StyleHint.SansSerif)
    font.setItalic(True)
    return font


def mono_font(size_px: float, weight: int = 500) -> QFont:
    """Return JetBrains Mono at ``size_px`` pixels, ligatures off so that ``!=`` stays two characters."""
    font = _font(_families()[1], size_px, weight, QFont.StyleHint.Monospace)
    font.setFeature(QFont.Tag("calt"), 0)
    return font


def _font(family: str, size_px: float, weight: int, hint: QFont.StyleHint) -> QFont:
    font = QFont(family)
    font.setStyleHint(hint)
    font.setPixelSize(max(1, round(size_px)))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font
