"""What the variables of a program hold when a schedule is over, and what its threads wait for then, as text."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, Any, Final

from desktop_app.engine.schedules.attributes import is_library_class
from desktop_app.engine.schedules.steps import frame_of
from desktop_app.program.functions import FunctionObject
from desktop_app.program.limits import MAX_GLOBAL_TEXT_CHARS
from desktop_app.program.text import full_text
from desktop_app.program.values import (
    BoundMethod,
    Builtin,
    ClassObject,
    DictObject,
    ExceptionType,
    GeneratorObject,
    InstanceObject,
    ListObject,
    Method,
    ModuleObject,
    MutableObject,
    SetObject,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop_app.program.process import ProcessImage
    from desktop_app.program.thread import ProgramThread

#: What variables are bound to that says nothing of what a schedule has come to.
_FIXED: Final = (BoundMethod, Builtin, ClassObject, ExceptionType, FunctionObject, Method, ModuleObject)
#: The packages of classes whose objects are made for threads and processes to work together.
_MACHINERY: Final = frozenset({"_queue", "_thread", "concurrent", "multiprocessing", "queue", "threading"})
_MOST_ITEMS: Final = 1_000
_MOST_LEVELS: Final = 12
#: How deep in the program's values the name of an object is looked for.
_NAME_LEVELS: Final = 3


def variables_text(image: ProcessImage) -> dict[str, str]:
    """Return the variables of a process as text, by name; functions, classes and modules are left out.

    An object of one of the program's classes shows its attributes. One of the library's, such as a lock, shows its
    class only: what is inside is the library's own.
    """
    return {
        name: _text(value, frozenset(), 0)[:MAX_GLOBAL_TEXT_CHARS]
        for name, value in _variables(image).items()
        if not (name.startswith("__") or isinstance(value, _FIXED) or _is_machinery(value))
    }


def _is_machinery(value: object) -> bool:
    """Whether a value is made for threads to work together, such as a lock, or a list of such values."""
    cls = user_class(value)
    if cls is not None:
        return str(cls.attributes.get("__module__")).partition(".")[0] in _MACHINERY
    items = value.items if isinstance(value, ListObject) else value if isinstance(value, tuple) else ()
    return bool(items) and all(user_class(one) is not None and _is_machinery(one) for one in items)


def _variables(image: ProcessImage) -> dict[str, object]:
    return image._space.variables  # noqa: SLF001 - exploring goes by fields


def _text(value: object, around: frozenset[int], level: int) -> str:
    if id(value) in around or level > _MOST_LEVELS:
        return "..."
    inside, deeper = around | {id(value)}, level + 1
    cls = user_class(value)
    if isinstance(value, (InstanceObject, MutableObject)) and cls is not None:
        return _instance_text(value, cls, inside, deeper)
    if isinstance(value, DictObject):
        entries = islice(value.items.items(), _MOST_ITEMS)
        pairs = [f"{_text(key, inside, deeper)}: {_text(held, inside, deeper)}" for key, held in entries]
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, (ListObject, SetObject, tuple, frozenset)) and cls is None:
        return _items_text(value, inside, deeper)
    if isinstance(value, (GeneratorObject, *_FIXED)):
        return type_name(value)
    return full_text(value, MAX_GLOBAL_TEXT_CHARS)


def _items_text(
    value: ListObject | SetObject | tuple[object, ...] | frozenset[object], around: frozenset[int], level: int
) -> str:
    items = value.items if isinstance(value, (ListObject, SetObject)) else value
    texts = [_text(one, around, level) for one in islice(items, _MOST_ITEMS)]
    if isinstance(value, ListObject):
        return f"[{', '.join(texts)}]"
    if isinstance(value, tuple):
        return f"({', '.join(texts)}{',' if len(texts) == 1 else ''})"
    if not texts:
        return f"{type_name(value)}()"
    braces = f"{{{', '.join(sorted(texts))}}}"
    return braces if isinstance(value, SetObject) else f"frozenset({braces})"


def _instance_text(
    value: InstanceObject | MutableObject[Any], cls: ClassObject, around: frozenset[int], level: int
) -> str:
    attributes = dict(value.attributes or {})
    items = ""
    if isinstance(value, (ListObject, SetObject)):
        items = ", ".join(_text(one, around, level) for one in islice(value.items, _MOST_ITEMS))
    elif isinstance(value, DictObject):
        entries = islice(value.items.items(), _MOST_ITEMS)
        items = ", ".join(f"{_text(key, around, level)}: {_text(held, around, level)}" for key, held in entries)
    if _is_machinery(value):
        return cls.name
    # What a class of the library keeps in an object of the program's own begins with an underscore.
    mixed = not is_library_class(cls) and any(isinstance(one, ClassObject) and is_library_class(one) for one in cls.mro)
    shown = [
        f"{name}={_text(held, around, level)}"
        for name, held in attributes.items()
        if not (name.startswith((" ", "__")) or (mixed and name.startswith("_")) or _is_fixed(held))
    ]
    return f"{cls.name}({', '.join([items, *shown] if items else shown)})"


def _is_fixed(value: object) -> bool:
    return isinstance(value, _FIXED) or _is_machinery(value)


def container_name(image: ProcessImage, number: int) -> str:
    """Return what a program calls a container, or nothing."""
    found = _named(_variables(image))
    return next((name for name, value in found if isinstance(value, MutableObject) and value.number == number), "")


def awaited_name(image: ProcessImage, thread: ProgramThread) -> str:
    """Return what a program calls the object of the library in which a thread waits, or nothing."""
    frame = frame_of(thread)
    inner = takewhile(lambda caller: caller.code.unit.hidden, reversed(frame.callers))
    slots = [frame.slots, *(caller.slots for caller in inner)] if frame.hidden else []
    for one in (held[0] for held in slots if held):
        name = next((name for name, value in _named(_variables(image)) if value is one), "")
        if isinstance(one, InstanceObject) and name:
            return name
    return ""


def _named(variables: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what the program can reach, with a name for each: the shortest ways first."""
    level = [(name, value) for name, value in variables.items() if not isinstance(value, _FIXED)]
    seen = set[int]()
    for _ in range(_NAME_LEVELS):
        yield from level
        seen.update(id(value) for _, value in level)
        level = [entry for name, value in level for entry in _held(name, value) if id(entry[1]) not in seen]


def _held(name: str, value: object) -> Iterator[tuple[str, object]]:
    cls = user_class(value)
    if isinstance(value, ListObject):
        yield from ((f"{name}[{place}]", one) for place, one in enumerate(value.items[:_MOST_ITEMS]))
    elif isinstance(value, DictObject):
        yield from ((f"{name}[{key!r}]", one) for key, one in islice(value.items.items(), _MOST_ITEMS) if _plain(key))
    elif isinstance(value, InstanceObject) and cls is not None:
        hidden = "_" if is_library_class(cls) else "__"
        yield from ((f"{name}.{key}", one) for key, one in value.attributes.items() if not key.startswith(hidden))


def _plain(key: object) -> bool:
    return isinstance(key, (int, str))
