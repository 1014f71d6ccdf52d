"""Text that nobody vouches for, made fit for a terminal: on one line, with nothing in it that a terminal obeys."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    """Return ``text`` in double quotes as JSON and TOML write it, all that is not printable as its number."""
    # Control characters would be obeyed, and bidirectional marks would turn the text around.
    escaped = json.dumps(text, ensure_ascii=False)
    return "".join(mark if mark.isprintable() else json.dumps(mark)[1:-1] for mark in escaped)


def file_shown(name: str) -> str:
    """Return the name of a file as it is; in quotes when it holds what is not printable."""
    return name if name.isprintable() else quoted(name)


def line_shown(text: str) -> str:
    """Return a line of a program, with a space or a mark in place of each character that is not printable."""
    return "".join(mark if mark.isprintable() else " " if mark == "\t" else "\ufffd" for mark in text)
