"""The modules that are native: mathematics, and the primitives that the library is built on."""

from __future__ import annotations

import functools

from desktop_app.program.library import NATIVE_MODULES, library_unit
from desktop_app.program.math_functions import math_variables
from desktop_app.program.operations import Op
from desktop_app.program.primitives import PRIMITIVE_FUNCTIONS
from desktop_app.program.values import Builtin, ModuleObject


@functools.cache
def _primitive(name: str) -> Builtin:
    return Builtin(f"_machine.{name}", print)


@functools.cache
def names_of_module(name: str) -> frozenset[str]:
    """Return the names that a module of the library defines."""
    if name in NATIVE_MODULES:
        return frozenset(math_variables())
    unit = library_unit(name)
    body = unit.codes[1].first if len(unit.codes) > 1 else len(unit.linked)
    stored = {found.name for _, found in unit.linked[:body] if found.op is Op.STORE_NAME}
    return frozenset(stored | {found.name for _, found in unit.linked if found.op is Op.STORE_GLOBAL})


def native_module(name: str) -> ModuleObject:
    """Return a new module object for a native module."""
    found = math_variables() if name == "math" else {one: _primitive(one) for one in PRIMITIVE_FUNCTIONS}
    return ModuleObject(name, {"__name__": name, "__doc__": None, **found})
