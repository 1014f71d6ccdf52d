"""A film: which picture each of its frames shows. It holds no pictures; a frame is a function of its number."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from typing import Final

from desktop_app.export.look import Look
from desktop_app.export.seen import Seen

#: Frames that are encoded together at the most, by an encoder of their own. The same for every number of processes, so
#: that files are the same as well; a key frame every few seconds is what players need to jump.
CHUNK_FRAMES: Final = 240
#: The largest number of frames: a day at sixty a second.
MAX_FRAMES: Final = 24 * 3600 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One stretch of a film, such as a run's range, or a step of a lesson.

    Attributes:
        frames: How many frames it has, at least 1.
        seen: Returns what a frame shows, by its number in the take, from 0; the same whenever it is asked.
        step: The step of the lesson that it belongs to, from 0; None where there is no lesson.
        pace: The moments of its frames, where they follow one; None where each has a moment of its own.
    """

    frames: int
    seen: Callable[[int], Seen]
    step: int | None = None
    pace: Pace | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Film:
    """Takes, one after the other.

    Attributes:
        title: What it is called.
        takes: At least one.
        fps: Frames per second, from 1.
        look: How its pictures are drawn.
    """

    title: str
    takes: tuple[Take, ...]
    fps: int
    look: Look

    @property
    def frames(self) -> int:
        """How many frames it has."""
        return sum(take.frames for take in self.takes)

    @property
    def chunks(self) -> tuple[range, ...]:
        """The frames that are encoded together; none of them reaches from one step of a lesson into the next.

        So a step's chunks are the same whether it is exported alone or with others, and each begins with a key frame.
        """
        found, begin = list[range](), 0
        for _, takes in groupby(self.takes, key=lambda take: take.step):
            end = begin + sum(take.frames for take in takes)
            frames, count = end - begin, chunk_count(end - begin)
            edges = [begin + number * frames // count for number in range(count + 1)]
            found += [range(*chunk) for chunk in pairwise(edges)]
            begin = end
        return tuple(found)

    @property
    def steps(self) -> tuple[int, ...]:
        """The lesson's steps that have takes here, in order."""
        return tuple(dict.fromkeys(take.step for take in self.takes if take.step is not None))

    def of_step(self, step: int) -> Film:
        """Return the film of one step of the lesson, from 0, which has takes here."""
        return replace(self, takes=tuple(take for take in self.takes if take.step == step))

    def seen(self, frame: int) -> Seen:
        """Return what a frame shows, by its number from 0."""
        ends = list(accumulate(take.frames for take in self.takes))
        number = bisect_right(ends, frame)
        take = self.takes[number]
        return take.seen(frame - ends[number] + take.frames)


def chunk_count(frames: int) -> int:
    """Return into how many chunks so many frames are cut, which are as long as each other.

    It is even where there are several: two encoders side by side, as there are nearly always, have as much to do.
    """
    count = -(-frames // CHUNK_FRAMES)
    return count if count == 1 else count + count % 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The moments of a stretch that plays evenly.

    Attributes:
        begin_ns: The moment of its first frame.
        end_ns: That of its last one, no earlier.
        speed_ns: Simulated nanoseconds per second, at least 1.
        fps: Frames per second.
    """

    begin_ns: int
    end_ns: int
    speed_ns: int
    fps: int

    @property
    def frames(self) -> int:
        """How many frames it takes, its first and its last moment included."""
        span_ns = self.end_ns - self.begin_ns
        return 1 + -(-span_ns * self.fps // self.speed_ns)

    def t_ns(self, frame: int) -> int:
        """Return the moment of a frame, by its number from 0."""
        return min(self.end_ns, self.begin_ns + frame * self.speed_ns // self.fps)
