"""Figures of the five differences: what traces gave, with units, and how people read them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.analysis.figures import size_text
from desktop_app.model.durations import NS_PER_MS


class Unit(Enum):
    """What a quantity is measured in; its value is its name in reports."""

    BYTES = "bytes"
    NANOSECONDS = "ns"
    SPEED_UP = "times"
    """How many times shorter a run is than the one it is compared with."""
    CORES = "cores"
    """CPU time over the length of the run."""
    VALUE = "value"
    """What a variable holds, a program printed or an exit code is, as a text."""
    OUTCOME = "outcome"
    """What came of something, as one of the `Outcome` values."""


class Outcome(Enum):
    """What came of an attempt; its value is how people read it."""

    REFUSED = "refused"
    ENDED = "ended"
    RAN = "ran"
    SKIPPED = "did not run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit, or a text.

    Attributes:
        value: Bytes and nanoseconds are whole and 0 or more; speed-ups and cores are more than 0; else it is a text.
        unit: What it is measured in.
    """

    value: float | str
    unit: Unit

    @property
    def form(self) -> str:
        """What stands around the number, such as ``{} ms``; for who translates it."""
        match self.unit:
            case Unit.NANOSECONDS:
                return "{} ms"
            case Unit.SPEED_UP:
                return "×{}"
            case Unit.CORES:
                return "{} core used" if self.number == "1" else "{} cores used"
            case Unit.OUTCOME:
                return str(self.value)
            case _:
                return "{}"

    @property
    def number(self) -> str:
        """The number as a text, with its unit where that is the same in all languages; or the text that it is."""
        if isinstance(self.value, str):
            return self.value
        match self.unit:
            case Unit.BYTES:
                return size_text(self.value)
            case Unit.NANOSECONDS:
                return _short(self.value / NS_PER_MS)
            case Unit.SPEED_UP:
                return f"{self.value:.2f}"
            case _:
                return _short(self.value)

    @property
    def text(self) -> str:
        """How people read it, such as ``1.5 MB``, ``0.07 ms`` or ``×3.52``."""
        return self.form.format(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a cell.

    Attributes:
        label: What it is of; each ``{}`` in it stands for one of what it is about.
        about: Names that the trace gave: of processes, threads or start methods.
        quantity: What the trace gave.
        aside: What belongs beside it, such as the cores that were used for a speed-up; None for nothing.
    """

    label: str
    quantity: Quantity
    about: tuple[str, ...] = ()
    aside: Quantity | None = None

    @property
    def name(self) -> str:
        """What it is of."""
        return self.label.format(*self.about)

    @property
    def compares(self) -> bool:
        """Whether a bar helps to compare it with the others of its row."""
        return self.quantity.unit in {Unit.BYTES, Unit.NANOSECONDS, Unit.SPEED_UP}


def of_bytes(label: str, size_bytes: int, *about: str) -> Figure:
    """Return a figure in bytes."""
    return Figure(label=label, about=about, quantity=Quantity(value=size_bytes, unit=Unit.BYTES))


def of_time(label: str, time_ns: int, *about: str) -> Figure:
    """Return a figure in nanoseconds."""
    return Figure(label=label, about=about, quantity=Quantity(value=time_ns, unit=Unit.NANOSECONDS))


def of_speed_up(label: str, times: float, cores: float) -> Figure:
    """Return a speed-up, and beside it how many cores were used on average."""
    return Figure(
        label=label,
        quantity=Quantity(value=times, unit=Unit.SPEED_UP),
        aside=Quantity(value=cores, unit=Unit.CORES),
    )


def of_value(label: str, value: str, *about: str) -> Figure:
    """Return what a variable held, a program printed or an exit code was."""
    return Figure(label=label, about=about, quantity=Quantity(value=value, unit=Unit.VALUE))


def of_outcome(label: str, outcome: Outcome, *about: str) -> Figure:
    """Return what came of an attempt."""
    return Figure(label=label, about=about, quantity=Quantity(value=outcome.value, unit=Unit.OUTCOME))


def _short(number: float) -> str:
    """Return a number to three digits, with at most two decimals and no zeros at its end."""
    decimals = 0 if number >= 100 else 1 if number >= 10 else 2  # noqa: PLR2004 - three digits
    text = f"{number:.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
