"""Tables as comma-separated values that a spreadsheet opens as what they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """Return rows of fields as CSV, a line each; none of them is a formula."""
    return "".join(f"{csv_line(row)}\n" for row in rows)


def csv_line(row: Iterable[str]) -> str:
    """Return fields as a line of CSV, without its end; none of them is a formula."""
    return ",".join(map(csv_field, row))


def csv_field(text: str) -> str:
    """Return a field that no spreadsheet takes for a formula: a name may come from anybody."""
    if text[:1] in {"=", "+", "@", "\t", "\r"} or (text[:1] == "-" and not text[1:2].isdigit()):
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(sign in text for sign in ',"\n\r') else text
