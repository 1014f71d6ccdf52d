"""Tool tips that say what a file says: Qt would take what looks like markup for markup."""

from __future__ import annotations

from html import escape


def plain_tip(text: str) -> str:
    """Return a text from anywhere as a tool tip that shows it as it is, with its lines; empty for none."""
    lines = escape(text).replace("\n", "<br>")
    return f"<qt>{lines}</qt>" if text else ""
