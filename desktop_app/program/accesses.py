"""Which variables an instruction reads, writes and deletes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from desktop_app.model.listing import Access, AccessKind, Scope
from desktop_app.program.operations import Op

if TYPE_CHECKING:
    from desktop_app.program.compiling import CompiledCode
    from desktop_app.program.versions.rules import Fields

#: The name of a program's body.
BODY: Final = "<module>"

_READ, _WRITE, _DELETE = AccessKind.READ, AccessKind.WRITE, AccessKind.DELETE
#: What is done with a variable that is looked up by its name, first in a class that is being made.
_NAMES: Final = {
    Op.LOAD_NAME: _READ,
    Op.LOAD_NAME_OR_GLOBAL: _READ,
    Op.STORE_NAME: _WRITE,
    Op.DELETE_NAME: _DELETE,
}
#: The same of variables that are always kept in one kind of place.
_PLACED: Final = {
    Op.LOAD_GLOBAL: (_READ, Scope.GLOBAL),
    Op.LOAD_CALLED: (_READ, Scope.GLOBAL),
    Op.STORE_GLOBAL: (_WRITE, Scope.GLOBAL),
    Op.DELETE_GLOBAL: (_DELETE, Scope.GLOBAL),
    Op.LOAD_LOCAL: (_READ, Scope.LOCAL),
    Op.LOAD_LOCAL_AND_CLEAR: (_READ, Scope.LOCAL),
    Op.STORE_LOCAL: (_WRITE, Scope.LOCAL),
    Op.DELETE_LOCAL: (_DELETE, Scope.LOCAL),
    Op.LOAD_CELL: (_READ, Scope.CELL),
    Op.LOAD_NAME_OR_CELL: (_READ, Scope.CELL),
    Op.STORE_CELL: (_WRITE, Scope.CELL),
    Op.DELETE_CELL: (_DELETE, Scope.CELL),
    Op.LOAD_ATTRIBUTE: (_READ, Scope.ATTRIBUTE),
    Op.LOAD_SUPER_ATTRIBUTE: (_READ, Scope.ATTRIBUTE),
    Op.LOAD_METHOD: (_READ, Scope.ATTRIBUTE),
    Op.STORE_ATTRIBUTE: (_WRITE, Scope.ATTRIBUTE),
    Op.DELETE_ATTRIBUTE: (_DELETE, Scope.ATTRIBUTE),
}
#: The same of two local variables in one instruction, the first one first.
_PAIRS: Final = {
    Op.LOAD_TWO_LOCALS: (_READ, _READ),
    Op.STORE_TWO_LOCALS: (_WRITE, _WRITE),
    Op.STORE_AND_LOAD_LOCAL: (_WRITE, _READ),
}


def names_of_class(code: CompiledCode) -> frozenset[str]:
    """Return the names that the body of a class binds; none for any other code."""
    if code.name == BODY:
        return frozenset()
    return frozenset(
        code.names[found.arg] for found in code.instructions if found.opname == "STORE_NAME" and found.arg is not None
    )


def accesses(fields: Fields, code: CompiledCode, own: frozenset[str]) -> tuple[Access, ...]:
    """Return the accesses of one instruction.

    Args:
        fields: What it does.
        code: What it is part of.
        own: What `names_of_class` gives for that.
    """
    kind = _NAMES.get(fields.op)
    if kind is not None:
        return (Access(kind, fields.name, Scope.CLASS if fields.name in own else Scope.GLOBAL),)
    placed = _PLACED.get(fields.op)
    if placed is not None:
        return (Access(placed[0], fields.name, placed[1]),)
    pair = _PAIRS.get(fields.op)
    if pair is None:
        return ()
    names = (code.places[fields.count], code.places[fields.second])
    return tuple(Access(kind, name, Scope.LOCAL) for kind, name in zip(pair, names, strict=True))
