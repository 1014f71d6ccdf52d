"""The number of a step as it is typed, digit by digit."""

from __future__ import annotations

#: A lesson has at most 200 steps.
_MOST_DIGITS = 3


class TypedNumber:
    """What was typed of a number so far; one that would be too long begins again with the digit that came last."""

    def __init__(self) -> None:
        self.text = ""

    def type(self, digit: str) -> None:
        """Take one more digit; zeros in front are none."""
        self.text = (self.text if len(self.text) < _MOST_DIGITS else "") + digit
        self.text = self.text.lstrip("0")

    def take(self) -> int | None:
        """Return the number and forget it; None where none was typed."""
        text, self.text = self.text, ""
        return int(text) if text else None
