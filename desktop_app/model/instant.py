"""Moments of a run as people name them: a time, the end, or something that a thread does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from desktop_app.model.durations import format_duration, parse_duration
from desktop_app.model.labels import thread_label


class Anchor(Enum):
    """What a moment is counted from; its value is its word in a text."""

    START = "start"
    """The beginning of the run."""
    END = "end"
    """The end of the run."""
    LINE = "line"
    """A thread begins to execute a line of its program, coming from another line."""
    AFTER_LINE = "after line"
    """The last instruction of that line, before another line follows, has taken effect."""
    DISPATCH = "dispatch"
    """A core is given to a thread."""
    WAIT = "wait"
    """A thread begins to wait."""
    EXIT = "exit"
    """A thread is over."""


#: A run can be asked for the thousandth of something, and no more.
MAX_OCCURRENCE = 1_000

#: What a moment looks like, for error messages.
INSTANT_FORM = (
    'a time such as "4.4ms", "end", or what a thread does, such as "line 3", "after line 3 P1·T2", "dispatch P1·T2 #2",'
    ' "wait P1·T1" or "exit P1·T1", which "+ 0.2ms" or "- 1ms" may follow'
)

_SHIFT = re.compile(r"\s(?P<sign>[+-])\s*(?P<by>[0-9][^\s]*)$")
_NUMBER = re.compile(r"[1-9]\d{0,6}", re.ASCII)
_OCCURRENCE = re.compile(r"#([1-9]\d{0,3})", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instant:
    """A moment of a run.

    Attributes:
        anchor: What it is counted from.
        shift_ns: How long after that, in nanoseconds; before it where negative.
        line: The line from 1, for `Anchor.LINE` and `Anchor.AFTER_LINE`; otherwise 0.
        thread: Label of the thread that does it, such as ``P1·T2``; for lines, empty for whichever does it first.
        occurrence: Which time it does so, 1 to `MAX_OCCURRENCE`.
    """

    anchor: Anchor = Anchor.START
    shift_ns: int = 0
    line: int = 0
    thread: str = ""
    occurrence: int = 1

    @property
    def text(self) -> str:
        """The text that `parse_instant` reads."""
        if self.anchor is Anchor.START:
            return format_duration(self.shift_ns)
        words = [self.anchor.value]
        words += [str(self.line)] if self.line else []
        words += [self.thread] if self.thread else []
        words += [f"#{self.occurrence}"] if self.occurrence > 1 else []
        if self.shift_ns:
            words += ["+" if self.shift_ns > 0 else "-", format_duration(abs(self.shift_ns))]
        return " ".join(words)


#: The beginning and the end of a run.
START = Instant()
END = Instant(anchor=Anchor.END)


def parse_instant(text: str) -> Instant:
    """Return the moment that a text describes (`INSTANT_FORM`); ``P1.T2`` means ``P1·T2``.

    Raises:
        ValueError: When it describes none; the message says what would be right.
    """
    text = " ".join(text.split())
    shift = _SHIFT.search(text)
    if shift is None:
        return _anchored(text, 0)
    by_ns = parse_duration(shift["by"])
    return _anchored(text[: shift.start()], by_ns if shift["sign"] == "+" else -by_ns)


def _anchored(text: str, shift_ns: int) -> Instant:
    words = text.split()
    if not words:
        raise ValueError(INSTANT_FORM)
    if words[0][0].isdigit():
        return _at_time(text, shift_ns)
    name = "after line" if [word.lower() for word in words[:2]] == ["after", "line"] else words[0].lower()
    anchor = next((one for one in Anchor if one.value == name and one is not Anchor.START), None)
    if anchor is None:
        raise ValueError(INSTANT_FORM)
    about = words[len(name.split()) :]
    line = 0
    if anchor in {Anchor.LINE, Anchor.AFTER_LINE}:
        if not about or _NUMBER.fullmatch(about[0]) is None:
            raise ValueError(INSTANT_FORM)
        line = int(about.pop(0))
    thread, occurrence = _about(about)
    needs_thread = anchor in {Anchor.DISPATCH, Anchor.WAIT, Anchor.EXIT}
    if (needs_thread and not thread) or (anchor is Anchor.END and (thread or occurrence > 1)):
        raise ValueError(INSTANT_FORM)
    return Instant(anchor=anchor, shift_ns=shift_ns, line=line, thread=thread, occurrence=occurrence)


def _at_time(text: str, shift_ns: int) -> Instant:
    try:
        time_ns = parse_duration(text) + shift_ns
    except ValueError:
        raise ValueError(INSTANT_FORM) from None
    if time_ns < 0:
        raise ValueError("a time of 0 or more")
    return Instant(shift_ns=time_ns)


def _about(words: list[str]) -> tuple[str, int]:
    """Return the thread and the occurrence that the last words of a moment name."""
    thread, occurrence = "", 1
    for word in words:
        named, counted = thread_label(word), _OCCURRENCE.fullmatch(word)
        if named is not None and not thread and occurrence == 1:
            thread = named
        elif counted is not None and occurrence == 1 and int(counted[1]) <= MAX_OCCURRENCE:
            occurrence = int(counted[1])
        else:
            raise ValueError(INSTANT_FORM)
    return thread, occurrence
