"""The words and numbers of an SVG file: escaped, short, and the same on every run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

#: What XML 1.0 has no place for, not even escaped: controls, halves of pairs, and two that are no characters.
_NO_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_DECIMALS: Final = 3


def clean(text: str) -> str:
    """Return a text with a mark in place of each character that no XML file can hold."""
    return _NO_XML.sub("\ufffd", text)


def content(text: str) -> str:
    """Return a text as the content of an element."""
    return escape(clean(text))


def number(value: float) -> str:
    """Return a number with as few digits as a thousandth of a pixel takes."""
    text = f"{value:.{_DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def element(name: str, attributes: Mapping[str, str | float | None], inner: str | None = None) -> str:
    """Return an element.

    Args:
        name: Its name.
        attributes: Its attributes in order, not escaped; those that are None are left out.
        inner: What is in it, as XML; None for nothing.
    """
    given = "".join(
        f" {key}={quoteattr(clean(value) if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}/>" if inner is None else f"<{name}{given}>{inner}</{name}>"
