"""The table of the five differences: criteria, what is said of a process and of a thread, and what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial

from desktop_app.model.camera import WHOLE_STAGE, Camera, Stop
from desktop_app.teaching.differences import reading
from desktop_app.teaching.differences.figures import Figure, Unit
from desktop_app.trace.trace import Trace


class Column(Enum):
    """The two columns of the table; the value is the name in reports."""

    PROCESS = "process"
    THREAD = "thread"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A run that a demonstration shows or compares with.

    Attributes:
        file: Name of the scenario among those of the differences, without ``.toml``.
        cores: In place of the scenario's number of cores, as text; empty for its own.
        gil: In place of the scenario's GIL mode; empty for its own.
        signals_thread: Label of a thread that somebody tries to terminate alone; empty for none. No scenario file says
            such a thing, as it is refused; what is opened to play does without.
    """

    file: str
    cores: str = ""
    gil: str = ""
    signals_thread: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """One run that shows what a cell says.

    Attributes:
        name: Its name in reports, unique in its cell.
        title: What it is called.
        run: What is run.
        read: Reads its figures from its trace, and from that of what it is compared with where there is something.
        units: What its figures are measured in, one each, so that there is room for them before they are measured.
        stretch: Returns which part of its trace is worth seeing: from, and until, in nanoseconds.
        alone: What it is compared with, or None.
        camera: Where one looks from.
        lit: What is lit, as in lessons; empty for nothing.
    """

    name: str
    title: str
    run: Run
    read: Callable[[Trace], tuple[Figure, ...]] | Callable[[Trace, Trace], tuple[Figure, ...]]
    units: tuple[Unit, ...]
    stretch: Callable[[Trace], tuple[int, int]]
    alone: Run | None = None
    camera: Camera = WHOLE_STAGE
    lit: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What the table says of a process or of a thread by one criterion.

    Attributes:
        column: Which of them.
        statement: What is said, in one sentence.
        demonstrations: What shows it, at least one.
    """

    column: Column
    statement: str
    demonstrations: tuple[Demonstration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A row of the table.

    Attributes:
        name: Its name in reports and of its icon.
        title: What the table calls it.
        question: What it asks.
        footnote: Where what the table says does not hold, or is simplified.
        cells: That of the process, and that of the thread.
    """

    name: str
    title: str
    question: str
    footnote: str
    cells: tuple[Cell, Cell]


#: How much is shown before what matters begins, in instructions.
_LEAD_SLOTS = 12
#: Where the cards of two processes are seen in RAM.
_TWO_CARDS = Camera(stop=None, x=0.0, y=0.5, zoom=1.2)


def _from_start(trace: Trace) -> tuple[int, int]:
    """Return the stretch from shortly before start() to the end of the run."""
    return _before(trace, reading.first_start_ns(trace)), trace.known_until_ns


def _until_begun(trace: Trace) -> tuple[int, int]:
    """Return the stretch from shortly before start() until all that were started have begun."""
    until_ns = reading.last_begin_ns(trace) + _LEAD_SLOTS * trace.header.instruction_ns
    return _before(trace, reading.first_start_ns(trace)), min(until_ns, trace.known_until_ns)


def _from_signal(trace: Trace) -> tuple[int, int]:
    """Return the stretch from before a process is signalled to the end of the run."""
    return _before(trace, reading.signal_ns(trace), 4), trace.known_until_ns


def _from_line(text: str, trace: Trace) -> tuple[int, int]:
    """Return the stretch from before a line of the program to the end of the run."""
    return _before(trace, reading.done_ns(trace, text), 4), trace.known_until_ns


def _before(trace: Trace, t_ns: int, leads: int = 1) -> int:
    return max(0, t_ns - leads * _LEAD_SLOTS * trace.header.instruction_ns)


def _sharing(column: Column, camera: Camera, lit: tuple[str, ...]) -> tuple[Demonstration, ...]:
    return (
        Demonstration(
            name="sharing",
            title="z = z + 20 in the new one, print(z) in the old one",
            run=Run(file=f"sharing_{column.value}"),
            read=reading.shared_value,
            units=(Unit.VALUE,) * (3 if column is Column.PROCESS else 2),
            stretch=_from_start,
            camera=camera,
            lit=lit,
        ),
    )


def _fit(column: Column, *, free_threaded: bool) -> tuple[Demonstration, ...]:
    """Return what shows for which work they fit."""
    cases = [("cpu-2", "CPU-bound, 2 cores", "cpu", "2", ""), ("cpu-4", "CPU-bound, 4 cores", "cpu", "4", "")]
    if free_threaded:
        cases.append(("cpu-4-free", "CPU-bound, 4 cores, no GIL", "cpu", "4", "free-threaded"))
    cases.append(("io", "I/O-bound, 4 cores", "io", "4", ""))
    return tuple(
        Demonstration(
            name=name,
            title=title,
            run=Run(file=f"{work}_{column.value}", cores=cores, gil=gil),
            read=partial(reading.speed_up, title),
            units=(Unit.SPEED_UP,),
            stretch=_from_start,
            alone=Run(file=f"{work}_one"),
        )
        for name, title, work, cores, gil in cases
    )


def _ended(call: str, file: str) -> Demonstration:
    """Return what shows that a method of a process ends it."""
    return Demonstration(
        name=call,
        title=f"Process.{call}()",
        run=Run(file=f"ending_{file}"),
        read=partial(reading.process_ended, f"{call}()"),
        units=(Unit.NANOSECONDS, Unit.VALUE, Unit.OUTCOME),
        stretch=_from_signal,
        lit=("P2",),
    )


TABLE: tuple[Criterion, ...] = (
    Criterion(
        name="sharing",
        title="Memory sharing",
        question="Who sees that a variable has changed?",
        footnote=(
            "Processes can share memory too, on purpose: multiprocessing.Value, Array and shared_memory. And threads "
            "share globals and objects only; each has a stack of its own, with its local variables."
        ),
        cells=(
            Cell(
                column=Column.PROCESS,
                statement="Each process has its own address space: what a child changes, its parent never sees.",
                demonstrations=_sharing(Column.PROCESS, _TWO_CARDS, ("variable P1 z", "variable P2 z")),
            ),
            Cell(
                column=Column.THREAD,
                statement="The threads of a process share its globals: what one of them changes, all of them see.",
                demonstrations=_sharing(Column.THREAD, Camera(stop=Stop.RAM), ("variable P1 z",)),
            ),
        ),
    ),
    Criterion(
        name="footprint",
        title="Footprint",
        question="How much RAM does one more of them take?",
        footnote=(
            "It depends on the start method and on what the main module imports. Counted is memory that is shared with "
            "nobody (USS), measured with CPython 3.11 on Linux; what tools show as RSS counts shared pages, too, and "
            "is several times as much."
        ),
        cells=(
            Cell(
                column=Column.PROCESS,
                statement="One more process takes an interpreter and memory of its own: megabytes.",
                demonstrations=(
                    Demonstration(
                        name="three-more",
                        title="Three more processes, three start methods",
                        run=Run(file="footprint_process"),
                        read=reading.process_sizes,
                        units=(Unit.BYTES,) * 3,
                        stretch=_until_begun,
                        lit=("ram",),
                    ),
                ),
            ),
            Cell(
                column=Column.THREAD,
                statement="One more thread takes little more than a stack: kilobytes.",
                demonstrations=(
                    Demonstration(
                        name="three-more",
                        title="Three more threads in one process",
                        run=Run(file="footprint_thread"),
                        read=reading.thread_size,
                        units=(Unit.BYTES,),
                        stretch=_until_begun,
                        lit=("ram",),
                    ),
                ),
            ),
        ),
    ),
    Criterion(
        name="fit",
        title="CPU-bound or I/O-bound",
        question="How much sooner are four workers done than one?",
        footnote=(
            "This holds for pure Python on CPython's default build: C code that releases the GIL, as NumPy's does, and "
            "the free-threaded build, which has no GIL, let threads compute at once. Cores bound how many threads run "
            "at once, of whatever process. Streaming video is mostly I/O; encoding it is the CPU-bound part."
        ),
        cells=(
            Cell(
                column=Column.PROCESS,
                statement="Processes compute at once, each under a GIL of its own: they fit CPU-bound work.",
                demonstrations=_fit(Column.PROCESS, free_threaded=False),
            ),
            Cell(
                column=Column.THREAD,
                statement="Threads take turns at computing, under one GIL, but wait at once: they fit I/O-bound work.",
                demonstrations=_fit(Column.THREAD, free_threaded=True),
            ),
        ),
    ),
    Criterion(
        name="starting",
        title="Starting time",
        question="How long from start() to the first instruction?",
        footnote=(
            "It depends on the start method and on what the main module imports. Linux forks up to Python 3.13 and "
            "uses a fork server from 3.14; macOS and Windows spawn. The first start by a fork server takes longer, as "
            "the server has to start, too. Measured with CPython 3.11 on Linux, start() and join() together, and not "
            "scaled as instructions are."
        ),
        cells=(
            Cell(
                column=Column.PROCESS,
                statement="A process starts slowly: memory is copied, or a new interpreter is started.",
                demonstrations=(
                    Demonstration(
                        name="three-starts",
                        title="fork, fork server and spawn, one after the other",
                        run=Run(file="starting_process"),
                        read=reading.process_starts,
                        units=(Unit.NANOSECONDS,) * 3,
                        stretch=_until_begun,
                    ),
                ),
            ),
            Cell(
                column=Column.THREAD,
                statement="A thread starts at once: all but its stack is there already.",
                demonstrations=(
                    Demonstration(
                        name="three-starts",
                        title="Three threads, one after the other",
                        run=Run(file="starting_thread"),
                        read=reading.thread_start,
                        units=(Unit.NANOSECONDS,),
                        stretch=_until_begun,
                    ),
                ),
            ),
        ),
    ),
    Criterion(
        name="ending",
        title="Interruptibility",
        question="Can it be ended from outside, in the middle of its work?",
        footnote=(
            "Python has no way to end a thread from outside, and a signal that is sent to one thread ends its whole "
            "process; so the simulation refuses to send one. A thread ends by returning: one asks it to, with "
            "threading.Event. terminate() of a process runs no finally block and no exit handler, and may leave queues "
            "and locks that it shares broken."
        ),
        cells=(
            Cell(
                column=Column.PROCESS,
                statement="A process can be terminated in the middle of its work; it cleans nothing up.",
                demonstrations=(
                    _ended("terminate", "process"),
                    _ended("kill", "kill"),
                ),
            ),
            Cell(
                column=Column.THREAD,
                statement="A thread cannot be terminated; one can only ask it to stop, and it cleans up.",
                demonstrations=(
                    Demonstration(
                        name="refused",
                        title="The attempt to terminate a thread",
                        run=Run(file="ending_thread", signals_thread="P1·T2"),
                        read=reading.thread_refused,
                        units=(Unit.OUTCOME, Unit.VALUE, Unit.NANOSECONDS),
                        stretch=partial(_from_line, "worker.terminate()"),
                        lit=("P1·T2",),
                    ),
                    Demonstration(
                        name="event",
                        title="The cooperative way: threading.Event",
                        run=Run(file="ending_event"),
                        read=reading.thread_asked,
                        units=(Unit.NANOSECONDS, Unit.OUTCOME),
                        stretch=partial(_from_line, "stop.set()"),
                        lit=("P1·T2",),
                    ),
                ),
            ),
        ),
    ),
)
