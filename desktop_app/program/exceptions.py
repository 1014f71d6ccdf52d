"""The built-in exception types, and what becomes of an exception when it is made, raised and matched."""

from __future__ import annotations

import builtins
from typing import TYPE_CHECKING, Final

from desktop_app.program.arguments import stand_ins
from desktop_app.program.faults import HOST_ERRORS, SimulatedError, fail_as_host, simulated
from desktop_app.program.values import ClassObject, ExceptionObject, ExceptionType, stand_in

if TYPE_CHECKING:
    from desktop_app.program.space import AddressSpace

#: About what CPython takes for an exception with its traceback.
EXCEPTION_BYTES: Final = 200


class RaisedError(SimulatedError):
    """An exception object on its way to a handler.

    Attributes:
        exception: The object.
        again: Whether it goes on as it came, with no new traceback entry and the context that it has.
    """

    def __init__(self, exception: ExceptionObject, *, again: bool = False) -> None:
        super().__init__(exception.kind.name, "", name=exception.missing)
        self.exception = exception
        self.again = again


def _host_types() -> dict[str, type[BaseException]]:
    """Return the host's built-in exceptions, groups of exceptions excepted."""
    return {
        name: host
        for name, host in vars(builtins).items()
        if isinstance(host, type) and issubclass(host, BaseException) and not issubclass(host, BaseExceptionGroup)
    }


def _hierarchy() -> dict[str, ExceptionType]:
    made: dict[type, ExceptionType] = {}
    hosts = _host_types()
    for host in sorted(hosts.values(), key=lambda host: len(host.__mro__)):
        if host not in made:
            made[host] = ExceptionType(host.__name__, made.get(host.__base__ or object), host)
    return {name: made[host] for name, host in hosts.items()}


#: The built-in exception types by their names; IOError is another name of OSError.
EXCEPTIONS: Final = _hierarchy()


def exception_type(name: str) -> ExceptionType:
    """Return the built-in exception type of a name."""
    return EXCEPTIONS[name]


def call_exception_type(
    space: AddressSpace, kind: ExceptionType, args: list[object], keywords: dict[str, object]
) -> ExceptionObject:
    """Return a new exception, as calling its type does; raises as CPython does for wrong arguments."""
    allowed = next((names for host, names in _KEYWORDS.items() if issubclass(kind.host, host)), frozenset())
    if keywords.keys() - allowed:
        fail_as_host(kind.host, *map(stand_in, args), **stand_ins(keywords))
    if issubclass(kind.host, (UnicodeError, SyntaxError, OSError)):
        try:
            host = kind.host(*map(stand_in, args))
        except HOST_ERRORS as error:
            raise simulated(error) from None
        # OSError(2, "...") is a FileNotFoundError.
        kind = EXCEPTIONS.get(type(host).__name__, kind)
    space.heap.charge(EXCEPTION_BYTES)
    made = ExceptionObject(kind, tuple(args))
    if keywords:
        _set_names(made, keywords)
    return made


#: The keyword arguments that some exceptions take.
_KEYWORDS: Final[dict[type, frozenset[str]]] = {
    AttributeError: frozenset({"name", "obj"}),
    ImportError: frozenset({"name", "path"}),
    NameError: frozenset({"name"}),
}


def _set_names(made: ExceptionObject, keywords: dict[str, object]) -> None:
    for name, value in keywords.items():
        if name == "name" and isinstance(value, str):
            made.missing = value
        elif name == "obj":
            made.target = value
        else:
            made.attributes[name] = value


def exception_from(error: SimulatedError) -> ExceptionObject:
    """Return the exception object that a handler's exception stands for."""
    if isinstance(error, RaisedError):
        return error.exception
    args = error.values
    if args is None:
        args = (error.message,) if error.message else ()
    made = ExceptionObject(EXCEPTIONS[error.kind], args)
    made.missing = error.name
    made.words = error.message
    if error.target:
        (made.target,) = error.target
    return made


def matches(exception: object, wanted: object) -> bool:
    """Return whether ``except wanted:`` catches an exception.

    Raises:
        SimulatedError: A TypeError, when ``wanted`` is neither an exception type nor a tuple of them.
    """
    kinds = wanted if isinstance(wanted, tuple) else (wanted,)
    if not all(isinstance(kind, ExceptionType) or _is_exception_class(kind) for kind in kinds):
        problem = "catching classes that do not inherit from BaseException is not allowed"
        raise SimulatedError("TypeError", problem)
    return isinstance(exception, ExceptionObject) and any(map(exception.kind.derives_from, kinds))


def _is_exception_class(kind: object) -> bool:
    return isinstance(kind, ClassObject) and kind.layout == "exception"


def set_context(exception: ExceptionObject, handled: ExceptionObject | None) -> None:
    """Note which exception was being handled when this one was raised, and keep the chain free of cycles."""
    if handled is None or handled is exception:
        return
    seen: set[int] = set()
    link = handled
    while link.context is not None and id(link) not in seen:
        seen.add(id(link))
        if link.context is exception:
            link.context = None
            break
        link = link.context
    exception.context = handled
