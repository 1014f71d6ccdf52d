"""The library: our own Python source for modules of CPython's, compiled once and executed by the interpreter itself.

It executes in no simulated time and is not shown, as the C code behind CPython's modules is not.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Final

from desktop_app.model.shipped import shipped_folder
from desktop_app.program.compiling import compile_library
from desktop_app.program.decoding import decode
from desktop_app.program.functions import CodeUnit, FunctionObject
from desktop_app.program.values import ClassObject, Descriptor

if TYPE_CHECKING:
    from pathlib import Path

#: The module whose functions stand in for built-in ones where those meet values of the program's own classes.
PRELUDE: Final = "_prelude"
#: The module of the primitives that the library is built on.
PRIMITIVES: Final = "_machine"


def _folder() -> Path:
    return shipped_folder() / "library"


@functools.cache
def module_names() -> frozenset[str]:
    """Return the names of the modules that a program may import."""
    found = {path.stem for path in _folder().glob("*.py") if not path.stem.startswith("_")}
    return frozenset(found | NATIVE_MODULES)


#: Modules whose functions are the host's own, on plain values.
NATIVE_MODULES: Final = frozenset({"math"})


@functools.cache
def library_unit(name: str) -> CodeUnit:
    """Return the code of a module of the library, always the same."""
    from desktop_app.program.handlers import HANDLERS  # noqa: PLC0415 - handlers themselves call library code

    source = (_folder() / f"{name}.py").read_text("utf-8")
    code, python = compile_library(name, source)
    unit = CodeUnit(name, hidden=True)
    decoded = decode(code, python, unit)
    unit.linked = tuple((HANDLERS[instruction.op], instruction) for instruction in decoded.instructions)
    # No traceback of a program shows them; they are for whoever looks for a fault in the library.
    places = ((one.name, found.line) for one in decoded.compiled for found in one.instructions)
    unit.places = tuple(f'  File "{name}", line {line}, in {function}\n' for function, line in places)
    return unit


def module_body(name: str, variables: dict[str, object]) -> FunctionObject:
    """Return a function that executes a module's body with these global variables."""
    return FunctionObject(library_unit(name).codes[0], variables)


#: What the prelude defines; empty until it is executed.
_PRELUDE_VARIABLES: Final[dict[str, object]] = {}


def prelude() -> dict[str, object]:
    """Return what the prelude defines: functions and classes that no program can change."""
    if not _PRELUDE_VARIABLES:
        from desktop_app.program.thread import run_prelude  # noqa: PLC0415 - a thread itself calls library code

        _PRELUDE_VARIABLES["__name__"] = "builtins"  # from here on it makes its own classes with its own functions
        run_prelude(_PRELUDE_VARIABLES)
    return _PRELUDE_VARIABLES


def prelude_function(name: str) -> FunctionObject | ClassObject | None:
    """Return what the prelude defines under a name."""
    # What bears a built-in name is there under another one, so that the prelude itself can use the built-in one.
    found = prelude().get(f"{name}_") or prelude().get(name)
    return found if isinstance(found, (FunctionObject, ClassObject)) else None


@functools.cache
def _prelude_functions() -> dict[int, FunctionObject]:
    """Return the prelude's functions and methods by the number of their code."""
    found: dict[int, FunctionObject] = {}
    for value in prelude().values():
        members = value.attributes.values() if isinstance(value, ClassObject) else (value,)
        for member in members:
            function = member.getter if isinstance(member, Descriptor) else member
            if isinstance(function, FunctionObject) and function.code.unit.name == PRELUDE:
                found[function.code.unit.codes.index(function.code)] = function
    return found


def shared_function(function: FunctionObject) -> int:
    """Return the number under which the prelude has a function; -1 for any other function."""
    unit = function.code.unit
    if unit.name != PRELUDE:
        return -1
    number = unit.codes.index(function.code)
    return number if _prelude_functions().get(number) is function else -1


def shared_function_again(number: int) -> FunctionObject:
    """Return the prelude's function with a number."""
    return _prelude_functions()[number]
