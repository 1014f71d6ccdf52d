"""The code of a program as it stands in memory: address, bytes, instruction."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class Scope(Enum):
    """Where a variable that an instruction names is kept."""

    GLOBAL = "global"
    """Among the variables that all threads of a process share."""
    LOCAL = "local"
    """In the frame of one call."""
    CELL = "cell"
    """In a cell that a function shares with the functions within it."""
    CLASS = "class"
    """In the namespace of a class that is being made."""
    ATTRIBUTE = "attribute"
    """In an object."""


class AccessKind(Enum):
    """What an instruction does with a variable."""

    READ = "read"
    WRITE = "write"
    DELETE = "delete"


class Access(NamedTuple):
    """An instruction's access to a variable by its name."""

    kind: AccessKind
    name: str
    scope: Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingLine:
    """One instruction of CPython's bytecode.

    Attributes:
        address: Offset of its first byte in the program's code, in bytes: functions stand behind the body.
        raw: Its bytes, opcode first, inline caches included.
        opname: CPython's own name for it, such as ``LOAD_CONST``.
        argument: Its argument as `dis` shows it, such as ``10`` or ``x``; empty when it has none.
        chip: A short name for a token on the bus, such as ``STORE z``.
        line: Source line from 1, or 0 when it has none (RESUME).
        column: Column of the expression it comes from, from 0, in UTF-8 bytes as CPython counts; -1 when unknown.
        end_column: Column after that expression; -1 when unknown.
        function: Qualified name of the function that it belongs to; ``<module>`` for the program's body.
        accesses: The variables that it reads, writes or deletes, in that order.
    """

    address: int
    raw: bytes
    opname: str
    argument: str
    chip: str
    line: int
    column: int = -1
    end_column: int = -1
    function: str = "<module>"
    accesses: tuple[Access, ...] = ()

    def global_names(self, *kinds: AccessKind) -> tuple[str, ...]:
        """Return the global variables that it accesses in one of these ways."""
        return tuple(one.name for one in self.accesses if one.scope is Scope.GLOBAL and one.kind in kinds)


class FunctionPlaces(NamedTuple):
    """A function of a program.

    Attributes:
        first: Index in the listing of its first instruction.
        name: Its name, without what is around it; ``<module>`` for the program's body.
        places: The names of its local variables, parameters first.
    """

    first: int
    name: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeListing:
    """All instructions of one program.

    Attributes:
        program: The program's file name.
        source: The program's text.
        python: The CPython version that compiled it, such as ``3.13.0``.
        lines: The instructions in the order of their addresses.
        code_bytes: Length of the bytecode in bytes, caches included.
        functions: Its functions, the body first, in the order of their first instructions.
    """

    program: str
    source: str
    python: str
    lines: tuple[ListingLine, ...]
    code_bytes: int
    functions: tuple[FunctionPlaces, ...] = ()

    def function(self, first: int) -> FunctionPlaces:
        """Return the function whose first instruction has this index."""
        return self.functions[bisect_right(self.functions, first, key=lambda function: function.first) - 1]
