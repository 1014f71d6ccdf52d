"""What somebody chose to see in the timeline; everything else is a function of the trace and the moment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from desktop_app.model.bookmark import Bookmark


class RowMode(Enum):
    """What a row of the timeline is."""

    CORES = "cores"
    THREADS = "threads"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRange:
    """The half-open stretch [begin_ns, end_ns) that is played again and again; never empty."""

    begin_ns: int
    end_ns: int

    def __post_init__(self) -> None:
        if not 0 <= self.begin_ns < self.end_ns:
            raise ValueError("a loop begins at 0 or later, and ends after it begins")


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """The choices that a picture of the timeline depends on.

    Attributes:
        mode: A row a core or a row a thread.
        process: In a row a thread, the only process whose threads have rows; None for all.
        followed: The thread that is marked, an index in the trace, or None.
        bookmarks: Moments with names.
        loop: What is played again and again, or None.
        headed: Whether a heading stands above the rows.
    """

    mode: RowMode = RowMode.CORES
    process: int | None = None
    followed: int | None = None
    bookmarks: tuple[Bookmark, ...] = ()
    loop: LoopRange | None = None
    headed: bool = True


#: A row a core, and nothing chosen.
PLAIN = Display()
