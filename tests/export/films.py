"""Films of a few small pictures, made once."""

from functools import cache

from desktop_app.analysis.moment import Moments
from desktop_app.export.film import Film, Pace, Take
from desktop_app.export.look import Look
from desktop_app.export.progress import CancelledError
from desktop_app.export.seen import Run, Seen
from desktop_app.model.lesson import Shown
from desktop_app.views.stage.options import PLAIN
from tests.scenarios import bursts, program, run

SIZE = (320, 180)


@cache
def moments_of_bursts():
    return Moments(run(bursts("cpu 2ms, io disk 3ms, cpu 1ms"), bursts("cpu 4ms"), policy="fcfs"))


@cache
def moments_of_programs():
    return Moments(run(program(launches=2), cores=2))


def seen_at(moments, t_ns, *, options=PLAIN, shown=Shown.BOTH, **fields):
    return Seen(runs=(Run(moments=moments),), t_ns=t_ns, options=options, shown=shown, **fields)


def film_of(moments, begin_ns, end_ns, *, frames=4, size=SIZE, title="test", **look):
    """A film of evenly spaced frames, the last of which shows the end."""
    pace = Pace(begin_ns=begin_ns, end_ns=end_ns, speed_ns=-(-(end_ns - begin_ns) * 10 // (frames - 1)), fps=10)
    take = Take(frames=frames, seen=lambda k: seen_at(moments, pace.t_ns(k)), pace=pace)
    return Film(title=title, takes=(take,), fps=10, look=Look(size=size, **look))


class Counting:
    """Counts frames, and has the export stop when there are so many."""

    def __init__(self, most=None):
        self.done, self.most = 0, most

    def frames(self, done):
        self.done += done
        if self.most is not None and self.done >= self.most:
            raise CancelledError
