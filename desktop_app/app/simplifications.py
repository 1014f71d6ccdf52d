"""What the picture leaves out or changes, said in the window itself."""

from __future__ import annotations

SIMPLIFICATIONS = (
    "Time is scaled. One bytecode instruction takes 0.1 ms here unless the machine says otherwise; on a real machine "
    "it takes some tens of nanoseconds.\n\n"
    "A core does not execute bytecode. CPython compiles your source to bytecode, and its interpreter, which is "
    "machine code, executes that. The stage shows the bytecode instruction as if the core fetched it.\n\n"
    "The pipeline never guesses wrong. A real core predicts branches and sometimes has to start again, and it "
    "overlaps machine instructions, not bytecode. After a dispatch the pipeline fills within the first instruction's "
    "time instead of stalling. Variables and stacks change when an instruction leaves the last stage.\n\n"
    "Memory is what the program's code and values take, as CPython counts them; a real process also holds the "
    "interpreter and its libraries, several megabytes.\n\n"
    "The operating system is ours, not yours: its ready queue and costs are what the scenario says. A context switch "
    "costs what you set, on every dispatch. Devices serve everybody at once.\n\n"
    "The GIL follows CPython 3.10 and later: a thread gives it up at function calls and backward jumps, after another "
    "thread has waited 5 ms for it. Which waiting thread gets it is up to the operating system; here it is the one "
    "that waits longest."
)
