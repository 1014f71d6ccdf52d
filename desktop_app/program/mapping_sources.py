"""What a dictionary is made of or updated from: another one, or pairs."""

from __future__ import annotations

from desktop_app.program.faults import SimulatedError, fail_as_host
from desktop_app.program.hashing import check_key
from desktop_app.program.sequences import ITERABLES, drain
from desktop_app.program.values import DictObject, GeneratorObject, InstanceObject, NeedsProgramError, stand_in

_PAIR = 2


def entries_of(source: object) -> dict[object, object]:
    """Return the entries of a mapping, or those that an iterable of pairs gives; raises as CPython does."""
    if isinstance(source, DictObject):
        return source.items
    if isinstance(source, (GeneratorObject, InstanceObject)):
        raise NeedsProgramError
    if not isinstance(source, ITERABLES):
        if isinstance(source, (GeneratorObject, InstanceObject)):
            raise NeedsProgramError
        fail_as_host(dict, stand_in(source))
    found: dict[object, object] = {}
    for number, item in enumerate(drain(source)):
        if not isinstance(item, ITERABLES):
            if isinstance(item, (GeneratorObject, InstanceObject)):
                raise NeedsProgramError
            # CPython says which one it is.
            fail_as_host(dict, [*[("", "")] * number, stand_in(item)])
        pair = drain(item)
        if len(pair) != _PAIR:
            words = f"dictionary update sequence element #{number} has length {len(pair)}; 2 is required"
            raise SimulatedError("ValueError", words)
        check_key(pair[0])
        found[pair[0]] = pair[1]
    return found
