"""What the picture leaves out or changes, said in the window itself."""

from __future__ import annotations

from collections.abc import Sequence

from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import ActionKind, Placement, Scenario

_ALWAYS = (
    (
        "Time is scaled. One bytecode instruction takes 0.1 ms here unless the machine says otherwise; on a real "
        "machine it takes some tens of nanoseconds."
    ),
    (
        "A core does not execute bytecode. CPython compiles your source to bytecode, and its interpreter, which is "
        "machine code, executes that. The stage shows the bytecode instruction as if the core fetched it."
    ),
    (
        "The pipeline guesses wrong only at the end of a slice: what comes next in the code is fetched, and thrown "
        "away then. A real core predicts branches and sometimes has to start again, and it overlaps machine "
        "instructions, not bytecode. After a dispatch the pipeline fills within the first instruction's time instead "
        "of stalling. Variables and stacks change when an instruction leaves the last stage."
    ),
    (
        "There are no caches on the way: each instruction, each variable and each constant that is read comes over "
        "the bus, and what is written goes back. Only a value stored by the instruction just before, or by another "
        "core in the meantime, is handed on without a ride. The operand stack is in RAM, with its thread's stack, and "
        "what an instruction takes from it or leaves on it does not ride. The registers that a context switch saves "
        "and restores are few; what it really costs is mostly what the caches have to load anew."
    ),
    (
        "A program comes from disk right after its launch, in less time than one instruction takes here, and while it "
        "already begins. A real system does begin before all of it is there, but reads pages from disk when they are "
        "needed, and Python compiles the source first or reads what it has compiled before."
    ),
    (
        "The bytes of the code are those that CPython's compiler wrote, and stand one behind the other. While a "
        "program runs, CPython puts specialized opcodes in the place of some, where it has learnt what values come, "
        "and fills the inline caches behind them; and each function's code is an object of its own."
    ),
    (
        "Memory is what the program's code and values take, as CPython counts them; a real process also holds the "
        "interpreter and its libraries, several megabytes."
    ),
    (
        "The operating system is ours, not yours: its ready queue and costs are what the scenario says. A context "
        "switch costs what you set, on every dispatch. A device that the scenario does not declare serves "
        "everybody at once."
    ),
)
_LIBRARY = (
    "The standard library is ours. Its code takes no time and is not shown, as if all of it were C; what it calls of "
    "your program is executed as usual. Files, the network and databases are simulated, too: an access waits for a "
    "device for a stated time, and nothing leaves Coreloom. Tracebacks do not show lines of the library."
)
_OBJECTS = (
    "Addresses of objects are made up, but tell objects apart. An object's __del__ is never called, and a generator "
    "that is given up in the middle executes its finally clauses only where a loop leaves it. Hashes of text are the "
    "same in each run."
)
_CHILDREN = (
    "A process that a program starts gets its copy of the memory at once, by whichever method it is started; the "
    "methods differ in the time that they take, which was measured with real CPython and is not scaled as instructions "
    "are. The first line of a program's child process is its target: the module is not imported again."
)
_STARTS = (
    "Starting a process or a thread takes the time that was measured with real CPython, unless the scenario says "
    "otherwise. It is not scaled as instructions are, so beside them it looks some thousand times too short."
)
_BUS = (
    "The bus is shared like water: threads that want more than there is slow down, each to its fair share, at once "
    "and evenly. A real bus serves single accesses, one after the other."
)
_TICK_COST = (
    "What the timer tick costs is spread evenly over the time that a thread runs, instead of taken at each tick."
)
_GLOBAL_FAIR = (
    'Linux has a queue per core for CFS and EEVDF. With placement = "global" all cores share one here, so there is no '
    "balancing between queues, and nobody is treated unfairly for being in the wrong one."
)
_MOVED = (
    "A thread that another core takes over is in that core's queue at once. The picture lets it travel there for the "
    "time of four instructions, so that it can be seen."
)
_CACHE = "A core's cache is cold or warm for a whole process, without steps between: there are no single lines in it."
_RAM = "RAM has no pages and no swap space: what does not fit ends a process."
_GIL = (
    "The GIL follows CPython 3.10 and later: a thread gives it up at function calls and backward jumps, after another "
    "thread has waited 5 ms for it. Which waiting thread gets it is up to the operating system; here it is the one "
    "that waits longest."
)
_FREE_THREADED = (
    "Free-threaded CPython locks single objects, such as a list, while they change, and its threads sometimes wait for "
    "that; here they never do. An instruction takes as long here as with the GIL; a real free-threaded build executes "
    "one thread more slowly, by some 40 % in 3.13 and 5 to 10 % in 3.14."
)
_ANY_INSTRUCTION = (
    "Threads that interleave between any two instructions are the textbook's machine. CPython with its GIL is not that "
    "machine: it switches at function calls and backward jumps only, and some results that you see here cannot occur "
    "there. An instruction is the smallest step here, so that this mode does the same as the free-threaded one."
)
_OF_MODES = {
    GilMode.GIL: _GIL,
    GilMode.FREE_THREADED: _FREE_THREADED,
    GilMode.ANY_INSTRUCTION: _ANY_INSTRUCTION,
}
_FAIR = frozenset({"cfs", "eevdf"})


def simplifications(scenario: Scenario | None, of_lesson: Sequence[str] = ()) -> str:
    """Return in paragraphs what is simplified in a lesson, in every picture, and in this scenario's."""
    if of_lesson:
        return "\n\n".join((*of_lesson, simplifications(scenario)))
    if scenario is None:
        return "\n\n".join((*_ALWAYS, _GIL))
    machine = scenario.machine
    # An entry that is started at no cost is no claim about real starts.
    applies = (
        (any(process.program is not None for process in scenario.processes), _LIBRARY),
        (any(process.program is not None for process in scenario.processes), _OBJECTS),
        (_uses(scenario, "multiprocessing") or _uses(scenario, "concurrent.futures"), _CHILDREN),
        (any(process.start is not None for process in scenario.processes), _STARTS),
        (machine.bus_bytes_per_s is not None, _BUS),
        (machine.tick_cost_ns > 0, _TICK_COST),
        (_is_shared_and_fair(scenario), _GLOBAL_FAIR),
        (scenario.scheduler.placement is not Placement.GLOBAL and machine.cores > 1, _MOVED),
        (machine.cache is not None, _CACHE),
        (machine.ram_bytes is not None, _RAM),
        (True, _OF_MODES[machine.gil]),
    )
    return "\n\n".join((*_ALWAYS, *(text for applicable, text in applies if applicable)))


def _uses(scenario: Scenario, module: str) -> bool:
    """Return whether a program names a module of the library."""
    return any(process.program is not None and module in process.program.source for process in scenario.processes)


def _is_shared_and_fair(scenario: Scenario) -> bool:
    """Return whether a policy that has a queue per core in Linux shares one among several here."""
    policies = {scenario.scheduler.policy}
    policies |= {action.scheduler.policy for action in scenario.actions if action.scheduler is not None}
    most = max(
        [scenario.machine.cores, *(action.value for action in scenario.actions if action.kind is ActionKind.CORES)]
    )
    return bool(policies & _FAIR) and scenario.scheduler.placement is Placement.GLOBAL and most > 1
