import pytest
from PySide6.QtGui import QColor

from desktop_app.views.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, THEMES

CONTRASTS = (CONTRAST_DARK, CONTRAST_LIGHT)


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    shares = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def grounds(theme):
    return (theme.window, theme.panel, theme.inset, theme.cell)


def test_black_on_white_has_the_largest_contrast():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_what_must_be_read_can_be_read(theme):
    assert min(contrast(theme.text, ground) for ground in grounds(theme)) >= 7
    assert min(contrast(theme.muted, ground) for ground in grounds(theme)) >= 4.5
    assert min(contrast(theme.error, ground) for ground in grounds(theme)) >= 4.5
    assert min(contrast(theme.on_process, colour) for colour in theme.processes) >= 3


@pytest.mark.parametrize("theme", CONTRASTS, ids=lambda theme: theme.name)
def test_high_contrast_is_high(theme):
    """WCAG 2.2: 7 for text (1.4.6), 3 for what else must be seen (1.4.11)."""
    for ink in (theme.text, theme.muted, theme.faint, theme.error):
        assert min(contrast(ink, ground) for ground in grounds(theme)) >= 7
    assert min(contrast(theme.border, ground) for ground in grounds(theme)) >= 3
    assert min(contrast(theme.on_process, colour) for colour in theme.processes) >= 7


def over(colour, share, ground):
    """A colour at an opacity on another one."""
    pairs = zip(QColor(colour).getRgbF()[:3], QColor(ground).getRgbF()[:3], strict=True)
    return QColor.fromRgbF(*(share * upper + (1 - share) * lower for upper, lower in pairs)).name()


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_a_lit_line_of_code_can_be_read(theme):
    for colour in theme.processes:
        for share in (theme.lit, theme.lit_strong):
            least = 4.5 if theme in CONTRASTS else 3.8
            assert contrast(theme.text, over(colour, share, theme.inset)) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_processes_have_colours_of_their_own(theme):
    assert len(set(theme.processes)) == len(theme.processes) == len(DARK.processes) == len(LIGHT.processes)
