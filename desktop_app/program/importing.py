"""Importing modules of the library: each process has its own, made when it is imported first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.program.attributes import is_primitive
from desktop_app.program.calling import Call, call_value
from desktop_app.program.faults import SimulatedError
from desktop_app.program.frame import Again, drop
from desktop_app.program.library import NATIVE_MODULES, PRIMITIVES, library_unit, module_body, module_names
from desktop_app.program.native_modules import native_module
from desktop_app.program.values import NOTHING, ModuleObject

if TYPE_CHECKING:
    from desktop_app.program.frame import Frame


def import_module(frame: Frame, name: str, *, from_list: bool) -> ModuleObject | None:
    """Return what an import statement binds; None when a module's body must be executed first.

    Raises:
        SimulatedError: A ModuleNotFoundError.
    """
    parts = name.split(".")
    for depth in range(1, len(parts) + 1):
        if not _load(frame, ".".join(parts[:depth])):
            return None
    modules = frame.space.modules
    for depth in range(1, len(parts)):
        modules[".".join(parts[:depth])].variables[parts[depth]] = modules[".".join(parts[: depth + 1])]
    return modules[name if from_list else parts[0]]


def _load(frame: Frame, name: str) -> bool:
    """Load one module if need be; return whether it is there already."""
    space = frame.space
    if name in space.modules:
        return True
    if name in NATIVE_MODULES or (name == PRIMITIVES and frame.hidden):
        space.modules[name] = native_module(name)
        return True
    if name not in module_names() and not (frame.hidden and name.startswith("_")):
        raise SimulatedError("ModuleNotFoundError", f"No module named {name!r}", name=name)
    library_unit(name)
    module = ModuleObject(name, {"__name__": name, "__doc__": None})
    space.modules[name] = module
    # Afterwards the import is executed once more, and finds it.
    call_value(frame, Call(len(frame.stack), module_body(name, module.variables), [], {}), Again(drop))
    return False


def imported_name(frame: Frame, module: ModuleObject, name: str) -> object:
    """Return what ``from module import name`` binds; NOTHING when a module's body must be executed first."""
    if name in module.variables and (frame.hidden or not is_primitive(module.variables[name])):
        return module.variables[name]
    inner = f"{module.name}.{name}"
    if inner in module_names():
        return frame.space.modules[inner] if _load(frame, inner) else NOTHING
    words = f"cannot import name {name!r} from {module.name!r} (unknown location)"
    raise SimulatedError("ImportError", words)
