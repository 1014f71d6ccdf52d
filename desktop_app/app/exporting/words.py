"""How times, sizes and counts of an export are written."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QLocale

from desktop_app.app.exporting.choices import Counted

_MINUTE_S: Final = 60
_HOUR_S: Final = 3600
_FEW_S: Final = 10
#: Longer times are told in steps of so many seconds.
_STEP_S: Final = 5
_KILO: Final = 1000
_FEW: Final = 2


def tr(text: str) -> str:
    """Return a text in the user's language."""
    return QCoreApplication.translate("exporting", text)


def time_text(seconds: float) -> str:
    """Return a time as people say it, such as ``12 s`` or ``3 min 20 s``; in steps that one can tell apart."""
    if seconds < 1:
        return tr("less than 1 s")
    whole = round(seconds)
    if whole > _FEW_S:
        whole = round(whole / _STEP_S) * _STEP_S if whole >= _MINUTE_S else whole
    minutes, rest = divmod(whole, _MINUTE_S)
    if whole < _MINUTE_S:
        return tr("{} s").format(whole)
    if whole < _HOUR_S:
        return tr("{} min {} s").format(minutes, rest) if rest else tr("{} min").format(minutes)
    return tr("{} h {} min").format(*divmod(round(whole / _MINUTE_S), 60))


def length_text(seconds: float) -> str:
    """Return how long a film is, such as ``4.2 s``, ``1:05 min`` or ``2:30:00 h``."""
    if seconds < _MINUTE_S:
        return tr("{} s").format(f"{seconds:.1f}")
    minutes, rest = divmod(round(seconds), _MINUTE_S)
    if minutes < _MINUTE_S:
        return tr("{} min").format(f"{minutes}:{rest:02d}")
    hours, minutes = divmod(minutes, _MINUTE_S)
    return tr("{} h").format(f"{hours}:{minutes:02d}:{rest:02d}")


def size_text(size_bytes: float) -> str:
    """Return a size with the digits that matter, such as ``3.2 MB``; powers of 1000."""
    return QLocale().formattedDataSize(
        round(size_bytes),
        0 if size_bytes < _KILO else 1,
        QLocale.DataSizeFormat.DataSizeSIFormat,
    )


def counted_text(counted: Counted, count: int) -> str:
    """Return how many frames or pages something has; empty where that tells nobody anything."""
    if count < _FEW or counted is Counted.SHARE:
        return ""
    text = tr("{} frames") if counted is Counted.FRAMES else tr("{} pages")
    return text.format(count_text(count))


def count_text(count: int) -> str:
    """Return a count with its digits in groups."""
    locale = QLocale()
    # The C locale, which is nobody's language, has none.
    return f"{count:,}" if locale.language() is QLocale.Language.C else locale.toString(count)
