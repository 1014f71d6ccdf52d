"""What one program may cost the host: every limit on compiling and on a single simulated instruction.

A limit that a user's program meets at run time shows as a simulated MemoryError that says so: real CPython would go on
until the machine's own memory or the user's patience ran out.
"""

from __future__ import annotations

from typing import Final

MIB: Final = 1 << 20

#: A source longer than this is refused before anything reads it.
MAX_SOURCE_BYTES: Final = MIB
#: Wall-clock seconds that compiling may take.
COMPILE_TIMEOUT_S: Final = 10.0
#: What the child process may answer: room for 100,000 instructions and a program's constants.
MAX_ANSWER_BYTES: Final = 64 * MIB

#: Bytes that all values of one simulated process may take together, as CPython counts them.
MAX_HEAP_BYTES: Final = 64 * MIB
#: Bytes that the values of a process and of all that it and its children started may take together.
MAX_FAMILY_BYTES: Final = 512 * MIB
#: Bytes that a process which another one starts may take at once, beside the copies of that one's values.
CHILD_HEAP_BYTES: Final = MIB
#: Characters of one string.
MAX_STR_CHARS: Final = 4 * MIB
#: Items of one list or tuple.
MAX_ITEMS: Final = 1_000_000
#: Bits of one integer: about 39,000 decimal digits, so that dividing two of them stays in the milliseconds.
MAX_INT_BITS: Final = 131_072
#: Width or precision in a format such as ``f"{x:10}"``.
MAX_FORMAT_WIDTH: Final = 9_999
#: Items that one instruction may go through.
MAX_WORK: Final = 1_000_000
#: Comparisons and additions of containers, and of their items one by one, that one instruction may make.
MAX_COMPARISONS: Final = 250_000
#: Keys of one dictionary, or elements of one set, with the same hash: the host compares a new one with all of them.
MAX_SAME_HASH: Final = 500
#: Characters that one print or one repr may produce.
MAX_TEXT_CHARS: Final = MIB
#: Depth of lists within lists that a comparison follows before the simulated RecursionError; CPython goes deeper.
MAX_COMPARED_NESTING: Final = 200
#: Iterators such as ``enumerate`` within one another, which the host goes through on a stack that it does not guard.
MAX_NESTED_ITERATORS: Final = 500
#: Classes that one class may derive from, directly and by its bases.
MAX_BASES: Final = 500
#: Depth of lists within lists that a repr follows; CPython's own limit is near it.
MAX_SHOWN_NESTING: Final = 1_000

#: Instructions of library code that one instruction of the program may lead to, before it goes on in the program.
MAX_HIDDEN_WORK: Final = 500_000

#: After so many of them a batch of instructions ends, so that whoever runs the engine in slices gets control back.
BATCH_HIDDEN_WORK: Final = 50_000

#: Frames of one thread before the simulated RecursionError: CPython's default, sys.getrecursionlimit().
MAX_FRAMES: Final = 1_000

#: Characters of a value's text in a listing, on a stack or beside a variable.
SHOWN_CHARS: Final = 60
#: Items of a list that a reader sees.
SHOWN_ITEMS: Final = 8
#: Characters of a value's full repr in `ProcessImage.globals_text`.
MAX_GLOBAL_TEXT_CHARS: Final = 10_000

#: Threads and processes that the programs of one run may start; those that the scenario starts do not count.
MAX_THREADS: Final = 1_000
MAX_PROCESSES: Final = 256
