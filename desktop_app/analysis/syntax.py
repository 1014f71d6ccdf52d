"""What the pieces of a program's text are, for its colours on screen."""

from __future__ import annotations

import builtins
import io
import keyword
import tokenize
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import Final, NamedTuple


class Piece(Enum):
    """What a piece of a program's text is."""

    KEYWORD = "keyword"
    STRING = "string"
    NUMBER = "number"
    COMMENT = "comment"
    BUILTIN = "builtin"
    DEFINITION = "definition"
    """The name of a function or class where it is defined."""


class Span(NamedTuple):
    """A piece of one line, from one character to before another one, counted from 0."""

    start: int
    end: int
    piece: Piece


_BUILTINS: Final = frozenset(name for name in dir(builtins) if not name.startswith("_"))
_STRINGS: Final = frozenset(
    getattr(tokenize, name)
    for name in (
        "STRING", "FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END", "TSTRING_START", "TSTRING_MIDDLE", "TSTRING_END",
    )
    if hasattr(tokenize, name)
)  # fmt: skip
_OTHERS: Final = dict.fromkeys(_STRINGS, Piece.STRING) | {
    tokenize.COMMENT: Piece.COMMENT,
    tokenize.NUMBER: Piece.NUMBER,
}
#: Longer texts stay without colours: a program of more than this is no program to look at.
_MOST_CHARS: Final = 2_000_000


def lines_of(source: str) -> list[str]:
    """Return a program's lines as CPython counts them, without their ends."""
    text = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    return lines[:-1] if len(lines) > 1 and not lines[-1] else lines


@lru_cache(maxsize=8)
def spans(source: str) -> dict[int, tuple[Span, ...]]:
    """Return the pieces of each line that has some, by its number from 1.

    A text that this Python cannot take apart, such as one for a newer version, has colours up to there.
    """
    if len(source) > _MOST_CHARS:
        return {}
    found: dict[int, list[Span]] = {}
    lines = lines_of(source)
    for first, last, piece in _pieces("\n".join(lines) + "\n"):
        for row in range(first[0], min(last[0], len(lines)) + 1):
            start = first[1] if row == first[0] else 0
            end = last[1] if row == last[0] else len(lines[row - 1])
            if end > start:
                found.setdefault(row, []).append(Span(start, end, piece))
    return {row: tuple(sorted(pieces)) for row, pieces in found.items()}


def _pieces(text: str) -> Iterator[tuple[tuple[int, int], tuple[int, int], Piece]]:
    before = ""
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            piece = _piece(token, before)
            if piece is not None:
                yield token.start, token.end, piece
            before = token.string
    except (tokenize.TokenError, SyntaxError):
        return


def _piece(token: tokenize.TokenInfo, before: str) -> Piece | None:
    if token.type != tokenize.NAME:
        return _OTHERS.get(token.type)
    if keyword.iskeyword(token.string):
        return Piece.KEYWORD
    if before in {"def", "class"}:
        return Piece.DEFINITION
    return Piece.BUILTIN if token.string in _BUILTINS and before != "." else None


def column_in_characters(line: str, column_bytes: int) -> int:
    """Return the character at which a column stands that CPython counts in bytes of UTF-8."""
    if line.isascii():
        return min(column_bytes, len(line))
    return len(line.encode("utf-8", "surrogatepass")[:column_bytes].decode("utf-8", "ignore"))
