"""How error messages show what stood in a file, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final

from desktop_app.model.quoting import quoted

_SHOWN_CHARS: Final = 80
#: After that many characters of names a list of them is long enough.
_LISTED_CHARS: Final = 120
#: An integer beyond this is a mistake whose digits help nobody; Python also refuses to write very long ones.
_SHOWN_BITS: Final = 256


def written(value: object) -> str:
    """Return ``value`` as TOML writes it, on one line and shortened."""
    match value:
        case str():
            shown = quoted(value[: _SHOWN_CHARS + 1])
        case bool():
            shown = "true" if value else "false"
        case int() if value.bit_length() > _SHOWN_BITS:
            shown = f"a number of {value.bit_length()} bits"
        case int() | float():
            shown = repr(value)
        case dict():
            shown = "a table"
        case list() | tuple():
            shown = "an array"
        case _:
            shown = str(value)
    if len(shown) <= _SHOWN_CHARS:
        return shown
    return shown[: _SHOWN_CHARS - 2] + ('…"' if isinstance(value, str) else "…")


def closest(word: str, known: Iterable[str], *, alike: float = 0.5) -> str | None:
    """Return the one of ``known`` that ``word`` is most likely a slip of, or None; ``alike`` is from 0 to 1."""
    # Long text is no slip, and comparing it takes time that grows with its square.
    matches = difflib.get_close_matches(word[:_SHOWN_CHARS].lower(), list(known), n=1, cutoff=alike)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return what ``word`` was probably meant to be, to follow what would be right: ``; did you mean "cores"?``.

    Empty where it is a slip of none of the ``known``.
    """
    meant = closest(word, known)
    return f'; did you mean "{meant}"?' if meant else ""


def listed(names: Iterable[str]) -> str:
    """Return names from a file as a list for an error message, shortened when there are many."""
    shown: list[str] = []
    for name in dict.fromkeys(names):
        if sum(map(len, shown)) > _LISTED_CHARS:
            return ", ".join([*shown, "…"])
        shown.append(written(name))
    return ", ".join(shown)
