"""What the values of a scenario may be: one place for the file, the command line and the dialogs."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from desktop_app.model.durations import (
    AT_MOST_A_YEAR,
    DURATION_FORM,
    MAX_DURATION_NS,
    WHOLE_NANOSECONDS,
    format_duration,
    parse_duration,
)
from desktop_app.model.machine import FULL_RATE_PPM, MAX_CORES, MAX_QUANTUM_NS, MIN_QUANTUM_NS
from desktop_app.model.sizes import MAX_SIZE_BYTES, SIZE_FORM, SIZE_UNITS, parse_size
from desktop_app.model.workload import MAX_LAUNCHES, MAX_THREADS, MAX_TOTAL_THREADS

#: Bytes that a scenario file may hold.
MAX_SCENARIO_BYTES: Final = 1 << 20
#: Characters of a title or a name.
MAX_LABEL_CHARS: Final = 200
#: Nanoseconds that all CPU and I/O bursts of all threads may take together: even one after the other, on one core,
#: they end inside a signed 64-bit count.
MAX_WORK_NS: Final = MAX_DURATION_NS

#: Bursts of all threads of a file together: what building and writing them down takes stays a matter of seconds.
MAX_TOTAL_BURSTS: Final = 10_000_000
#: Threads that all actions together may give another nice value, priority or affinity.
MAX_CHANGES: Final = 1_000_000

#: What a title or a name is, for error messages.
LABEL_FORM: Final = f"1 to {MAX_LABEL_CHARS} characters on one line, without control characters"

#: Entries of ``[[action]]``, ``[[bookmark]]``, ``[[resource]]`` and ``[[device]]`` that a file may have.
MAX_ACTIONS: Final = 10_000
MAX_BOOKMARKS: Final = 1_000
MAX_RESOURCES: Final = 1_000
MAX_DEVICES: Final = 1_000

_WHOLE_NUMBER = re.compile(r"\s*([+-]?\d{1,25})\s*", re.ASCII)
#: Marks that reorder the text around them: a name could then show as something it is not.
_REORDERING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_UNPRINTABLE = frozenset({"Cc", "Cs", "Zl", "Zp"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRange:
    """The whole numbers from ``minimum`` to ``maximum``."""

    minimum: int
    maximum: int

    @property
    def expected(self) -> str:
        """What would be right, for error messages."""
        return f"a whole number from {self.minimum} to {self.maximum}"

    def parse(self, text: str) -> int:
        """Return the number that ``text`` stands for in decimal.

        Raises:
            ValueError: When it is no number of this range; the message says what would be right.
        """
        match = _WHOLE_NUMBER.fullmatch(text)
        if match is None or not self.minimum <= int(match[1]) <= self.maximum:
            raise ValueError(self.expected)
        return int(match[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class DurationRange:
    """The durations from ``minimum_ns`` to ``maximum_ns``, in nanoseconds."""

    minimum_ns: int = 0
    maximum_ns: int = MAX_DURATION_NS

    @property
    def expected(self) -> str:
        """What would be right, for error messages."""
        if self.maximum_ns == MAX_DURATION_NS:
            return DURATION_FORM if self.minimum_ns == 0 else DURATION_FORM.replace("0 or more", "more than 0")
        shown = f'{format_duration(self.minimum_ns)} to {format_duration(self.maximum_ns)}, such as "1ms"'
        return f'a duration from {shown} or "250us"'

    def parse(self, text: str) -> int:
        """Return the nanoseconds that ``text``, such as ``1ms``, stands for.

        Raises:
            ValueError: When it is no duration of this range; the message says what would be right.
        """
        try:
            nanoseconds = parse_duration(text)
        except ValueError as error:
            # What splits a nanosecond is said more exactly than by the range, and what is longer than the longest
            # duration, where the range has no bound of its own.
            exact = {WHOLE_NANOSECONDS} | ({AT_MOST_A_YEAR} if self.maximum_ns == MAX_DURATION_NS else set())
            raise ValueError(str(error) if str(error) in exact else self.expected) from None
        if not self.minimum_ns <= nanoseconds <= self.maximum_ns:
            raise ValueError(self.expected)
        return nanoseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRange:
    """The sizes from ``minimum_bytes`` to a pebibyte; ``per_second`` for sizes that pass each second."""

    minimum_bytes: int = 0
    per_second: bool = False

    @property
    def expected(self) -> str:
        """What would be right, for error messages."""
        if self.per_second:
            bound = "more than 0" if self.minimum_bytes else "0 or more"
            return f'a size per second of {bound}, such as "200MB/s", {SIZE_UNITS}'
        return SIZE_FORM.replace("0 or more", "more than 0") if self.minimum_bytes else SIZE_FORM

    def parse(self, text: str) -> int:
        """Return the bytes that ``text``, such as ``50MB`` or ``200MB/s``, stands for.

        Raises:
            ValueError: When it is no size of this range; the message says what would be right.
        """
        size = text.rstrip()
        if self.per_second:
            if not size.endswith("/s"):
                raise ValueError(self.expected)
            size = size[: -len("/s")]
        try:
            size_bytes = parse_size(size)
        except ValueError as error:
            raise ValueError(self.expected if str(error) == SIZE_FORM else str(error)) from None
        if not self.minimum_bytes <= size_bytes <= MAX_SIZE_BYTES:
            raise ValueError(self.expected)
        return size_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RateRange:
    """The numbers from ``minimum`` to ``maximum`` with at most six decimals, kept as whole millionths."""

    minimum: float
    maximum: float

    @property
    def expected(self) -> str:
        """What would be right, for error messages."""
        return f"a number from {self.minimum:g} to {self.maximum:g} with at most six decimals"

    def millionths(self, number: float) -> int:
        """Return ``number`` in millionths, exactly.

        Raises:
            ValueError: When it is no number of this range; the message says what would be right.
        """
        if not self.minimum <= number <= self.maximum:  # which no NaN is
            raise ValueError(self.expected)
        millionths = Decimal(repr(number)) * FULL_RATE_PPM
        if millionths != millionths.to_integral_value():
            raise ValueError(self.expected)
        return int(millionths)


CORES: Final = CountRange(minimum=1, maximum=MAX_CORES)
LAUNCHES: Final = CountRange(minimum=1, maximum=MAX_LAUNCHES)
#: In a file, where an entry may wait for an action to launch it.
FIRST_LAUNCHES: Final = CountRange(minimum=0, maximum=MAX_LAUNCHES)
#: Which of the processes of a name is meant; programs may start as many as entries may launch.
INSTANCE: Final = CountRange(minimum=1, maximum=MAX_TOTAL_THREADS)
THREADS: Final = CountRange(minimum=1, maximum=MAX_THREADS)
#: Logical cores of a physical one.
SMT: Final = CountRange(minimum=1, maximum=8)
CORE_NUMBER: Final = CountRange(minimum=0, maximum=MAX_CORES - 1)
PRIORITY: Final = CountRange(minimum=-1_000, maximum=1_000)
#: Linux's priorities of the real-time classes.
REAL_TIME_PRIORITY: Final = CountRange(minimum=1, maximum=99)
NICE: Final = CountRange(minimum=-20, maximum=19)
TICKETS: Final = CountRange(minimum=1, maximum=1_000_000)
SEMAPHORE_VALUE: Final = CountRange(minimum=0, maximum=1_000_000)
BARRIER_PARTIES: Final = CountRange(minimum=1, maximum=10_000)
QUEUE_CAPACITY: Final = CountRange(minimum=1, maximum=1_000_000)
SERVERS: Final = CountRange(minimum=1, maximum=1_000)
SEED: Final = CountRange(minimum=0, maximum=2**63 - 1)

QUANTUM: Final = DurationRange(minimum_ns=MIN_QUANTUM_NS, maximum_ns=MAX_QUANTUM_NS)
#: A minute, so that ten million dispatches or instructions still end inside a signed 64-bit count of nanoseconds.
CONTEXT_SWITCH: Final = DurationRange(maximum_ns=MAX_QUANTUM_NS)
#: What else a core, a device or a start costs.
COST: Final = CONTEXT_SWITCH
TICK: Final = DurationRange(maximum_ns=MAX_QUANTUM_NS)
BALANCE: Final = DurationRange(minimum_ns=MIN_QUANTUM_NS, maximum_ns=MAX_QUANTUM_NS)
INSTRUCTION: Final = DurationRange(minimum_ns=1, maximum_ns=MAX_QUANTUM_NS)
ARRIVAL: Final = DurationRange()
UNTIL: Final = DurationRange(minimum_ns=1)
#: Of a periodic task: its period, its deadline, its execution time.
TASK: Final = DurationRange(minimum_ns=1)

MEMORY: Final = SizeRange()
CAPACITY: Final = SizeRange(minimum_bytes=1)
TRAFFIC: Final = SizeRange(per_second=True)
BANDWIDTH: Final = SizeRange(minimum_bytes=1, per_second=True)

SPEED: Final = RateRange(minimum=0.001, maximum=100)
SMT_RATE: Final = RateRange(minimum=0.1, maximum=1)
WARM_RATE: Final = RateRange(minimum=1, maximum=100)


def is_label(text: str) -> bool:
    """Return whether ``text`` may be a title or a name: see `LABEL_FORM`."""
    return 1 <= len(text) <= MAX_LABEL_CHARS and not text.isspace() and not any(map(_is_unprintable, text))


def is_printable(text: str) -> bool:
    """Return whether ``text`` can be shown on one line as it is, without marks that reorder what is around them."""
    return not any(map(_is_unprintable, text))


def as_label(text: str, *, otherwise: str) -> str:
    """Return ``text``, such as a file name, made fit to be shown; ``otherwise`` when nothing of it can be."""
    shown = "".join("\ufffd" if _is_unprintable(character) else character for character in text)[:MAX_LABEL_CHARS]
    return shown if is_label(shown) else otherwise


def _is_unprintable(character: str) -> bool:
    return unicodedata.category(character) in _UNPRINTABLE or character in _REORDERING
