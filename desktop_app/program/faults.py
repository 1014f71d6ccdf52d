"""Exceptions that a simulated program raises, in CPython's own words where it has any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Never

if TYPE_CHECKING:
    from collections.abc import Callable

#: What a host operator on plain values may raise; each stands for the simulated exception of the same name.
HOST_ERRORS = (ArithmeticError, LookupError, MemoryError, RuntimeError, TypeError, ValueError)


class SimulatedError(Exception):
    """An exception inside the simulated program.

    Attributes:
        kind: The exception's class, such as ``ZeroDivisionError``.
        message: Its message; empty for none.
        name: The name that a NameError or an AttributeError misses.
        target: The object that an AttributeError misses it of, in a tuple; empty for none.
        values: The exception's arguments when they are others than the message.
    """

    def __init__(self, kind: str, message: str, *, name: str = "", values: tuple[object, ...] | None = None) -> None:
        super().__init__(kind, message)
        self.kind = kind
        self.message = message
        self.name = name
        self.values = values
        self.target: tuple[object, ...] = ()

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}" if self.message else self.kind


def simulated(error: Exception) -> SimulatedError:
    """Return the simulated exception that a host operator's exception stands for."""
    plain = all(type(value) in (int, str) for value in error.args)
    return SimulatedError(_kind(error), str(error), values=error.args if plain else None)


def _kind(error: Exception) -> str:
    """Return the name of the built-in exception that a host exception is or derives from."""
    return next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == "builtins")


def defect(error: Exception) -> SimulatedError:
    """Return the simulated exception for a fault of the interpreter itself: the program ends, and its host goes on."""
    return SimulatedError("SystemError", f"Coreloom cannot do this: {type(error).__name__}: {error}")


def over_limit(what: str) -> SimulatedError:
    """Return the exception for a limit that is Coreloom's and not CPython's; it says so.

    Args:
        what: What was asked for, such as "an integer of more than 131,072 bits".
    """
    return SimulatedError("MemoryError", f"Coreloom does not simulate {what}")


def fail_as_host(operation: Callable[..., object], *stand_ins: object, **keywords: object) -> Never:
    """Raise what CPython says when ``operation`` meets operands of these types.

    Args:
        operation: A host operator or type that is known to refuse them.
        *stand_ins: Small host values of the same types as the simulated operands.
        **keywords: The same for keyword arguments.
    """
    try:
        operation(*stand_ins, **keywords)
    except HOST_ERRORS as error:
        raise simulated(error) from None
    raise SimulatedError("TypeError", "this operation on these types is not simulated")
