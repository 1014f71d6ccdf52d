"""Built-in functions that look at types and attributes, or call back into the program."""

from __future__ import annotations

import sys
import zlib
from typing import TYPE_CHECKING, Final

from desktop_app.program.attributes import (
    Getter,
    delete_attribute,
    find_attribute,
    load_attribute,
    store_attribute,
    visible_names,
)
from desktop_app.program.calling import Call, call_prelude, call_value, finish
from desktop_app.program.faults import SimulatedError, over_limit
from desktop_app.program.frame import drop, push
from desktop_app.program.functions import UNBOUND, Cell, FunctionObject
from desktop_app.program.generators import END_OF, next_of
from desktop_app.program.hashing import hash_of
from desktop_app.program.instances import new_class
from desktop_app.program.limits import MAX_COMPARISONS
from desktop_app.program.sequences import iterate
from desktop_app.program.types import FRAME_FUNCTIONS, is_subclass, type_of
from desktop_app.program.values import (
    NOTHING,
    PLAIN,
    BoundMethod,
    Builtin,
    ClassObject,
    Descriptor,
    DictObject,
    ExceptionType,
    GeneratorObject,
    IteratorObject,
    Method,
    MutableObject,
    NamespaceObject,
    SuperObject,
    is_class,
    short_text,
    special,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from desktop_app.program.frame import Continuation, Frame
    from desktop_app.program.space import AddressSpace
    from desktop_app.program.types import FrameFunction


def _counted(name: str, call: Call, least: int, most: int) -> list[object]:
    """Return the arguments of a function that takes no keywords; raises CPython's words for another number of them."""
    if call.keywords:
        raise SimulatedError("TypeError", f"{name}() takes no keyword arguments")
    given = len(call.args)
    if least <= given <= most:
        return call.args
    if least == most:
        words = f"{name}() takes exactly {'one argument' if least == 1 else f'{least} arguments'} ({given} given)"
        if least > 1:
            words = f"{name} expected {least} arguments, got {given}"
    else:
        bound, number = ("at least", least) if given < least else ("at most", most)
        words = f"{name} expected {bound} {number} argument{'' if number == 1 else 's'}, got {given}"
    raise SimulatedError("TypeError", words)


def _attribute_name(name: object, function: str) -> str:
    if not isinstance(name, str):
        del function
        raise SimulatedError("TypeError", f"attribute name must be string, not {type_name(name)!r}")
    return name


def _getattr(frame: Frame, call: Call, then: Continuation) -> object:
    target, name, *default = _counted("getattr", call, 2, 3)
    name = _attribute_name(name, "getattr")
    if not default:
        return give_attribute(frame, load_attribute(frame.space, target, name), call.keep, then)
    found = find_attribute(frame.space, target, name)
    if isinstance(found, Getter):
        asked = Call(call.keep, None, [found.function, found.args, default[0]], {})
        return call_prelude(frame, "getter_or_default", asked, then)
    return finish(frame, call, then, default[0] if found is NOTHING else found)


def give_attribute(frame: Frame, found: object, keep: int, then: Continuation) -> object:
    """Give an attribute on, or what its getter gives."""
    if isinstance(found, Getter):
        return call_value(frame, Call(keep, found.function, list(found.args), {}), then)
    del frame.stack[keep:]
    return then(frame, found)


def _hasattr(frame: Frame, call: Call, then: Continuation) -> object:
    target, name = _counted("hasattr", call, 2, 2)
    found = find_attribute(frame.space, target, _attribute_name(name, "hasattr"))
    if isinstance(found, Getter):
        return call_prelude(frame, "getter_works", Call(call.keep, None, [found.function, found.args], {}), then)
    return finish(frame, call, then, found is not NOTHING)


def _setattr(frame: Frame, call: Call, then: Continuation) -> object:
    target, name, value = _counted("setattr", call, 3, 3)
    getter = store_attribute(frame.space, frame.effects, target, _attribute_name(name, "setattr"), value)
    return stored(frame, call, then, getter)


def _delattr(frame: Frame, call: Call, then: Continuation) -> object:
    target, name = _counted("delattr", call, 2, 2)
    return stored(frame, call, then, delete_attribute(frame.effects, target, _attribute_name(name, "delattr")))


def stored(frame: Frame, call: Call, then: Continuation, getter: Getter | None) -> object:
    """Give None on after an attribute was set or deleted, or after what must be called for that."""
    if getter is None:
        return finish(frame, call, then, None)
    return call_prelude(frame, "call_for_nothing", Call(call.keep, None, [getter.function, getter.args], {}), then)


def _type(frame: Frame, call: Call, then: Continuation) -> object:
    if len(call.args) == 1 and not call.keywords:
        return finish(frame, call, then, type_of(call.args[0]))
    if len(call.args) != 3:  # noqa: PLR2004 - name, bases, attributes
        raise SimulatedError("TypeError", "type() takes 1 or 3 arguments")
    for number, (value, kind) in enumerate(zip(call.args, (str, tuple, DictObject), strict=True), 1):
        if not isinstance(value, kind):
            wanted = ("str", "tuple", "dict")[number - 1]
            words = f"type.__new__() argument {number} must be {wanted}, not {type_name(value)}"
            raise SimulatedError("TypeError", words)
    return call_prelude(frame, "build_type", call, then)


def _isinstance(frame: Frame, call: Call, then: Continuation) -> object:
    value, wanted = _counted("isinstance", call, 2, 2)
    return _checked(frame, call, then, (value, type_of(value)), wanted)


def _checked(frame: Frame, call: Call, then: Continuation, asked: tuple[object, object], wanted: object) -> object:
    value, kind = asked
    flat = _flat(wanted)
    for place, one in enumerate(flat):
        hook, decides = checking_hook(one, "__instancecheck__", "_check")
        if kind is one or (not decides and is_class(one) and is_subclass(kind, one)):
            return finish(frame, call, then, True)
        if hook is not None:
            again = Call(call.keep, None, [value, tuple(flat[place:])], {})
            return call_prelude(frame, "isinstance_hook", again, then)
        if not is_class(one):
            words = "isinstance() arg 2 must be a type, a tuple of types, or a union"
            raise SimulatedError("TypeError", words)
    return finish(frame, call, then, False)


def checking_hook(kind: object, name: str, ours: str) -> tuple[object, bool]:
    """Return what is asked whether something belongs to a class, or None; and whether that alone decides.

    Args:
        kind: A class, or what stands in the place of one.
        name: The special method of its own class that decides.
        ours: The class method of the library that has a say where the bases do not tell.
    """
    cls = user_class(kind)
    found = NOTHING if cls is None else cls.find(name)
    if found is not NOTHING:
        return BoundMethod(found, kind), True
    found = kind.find(ours) if isinstance(kind, ClassObject) else special(kind, ours)
    function = found.getter if isinstance(found, Descriptor) and found.kind == "classmethod" else found
    # A program's own method of that name means nothing.
    if isinstance(function, FunctionObject) and function.code.unit.hidden:
        return BoundMethod(function, kind), False
    return None, False


def _flat(wanted: object) -> list[object]:
    """Return the classes in a tuple, and in the tuples within it, in their order."""
    found: list[object] = []
    pending = [wanted]
    while pending:
        one = pending.pop()
        if isinstance(one, tuple):
            pending += reversed(one)
        else:
            found.append(one)
        if len(found) + len(pending) > MAX_COMPARISONS:
            raise over_limit(f"more than {MAX_COMPARISONS:,} classes in a tuple")
    return found


def _issubclass(frame: Frame, call: Call, then: Continuation) -> object:
    kind, wanted = _counted("issubclass", call, 2, 2)
    flat = _flat(wanted)
    for place, one in enumerate(flat):
        hook, decides = checking_hook(one, "__subclasscheck__", "_check_class")
        if not decides:
            if not is_class(kind):
                raise SimulatedError("TypeError", "issubclass() arg 1 must be a class")
            if is_class(one) and is_subclass(kind, one):
                return finish(frame, call, then, True)
        if hook is not None:
            again = Call(call.keep, None, [kind, tuple(flat[place:])], {})
            return call_prelude(frame, "issubclass_hook", again, then)
        if not is_class(one):
            raise SimulatedError("TypeError", "issubclass() arg 2 must be a class, a tuple of classes, or a union")
    return finish(frame, call, then, False)


def _super(frame: Frame, call: Call, then: Continuation) -> object:
    if call.args:
        after, target, *_ = [*call.args, None]
        return finish(frame, call, then, super_of(after, target))
    place = frame.code.places.index("__class__") if "__class__" in frame.code.places else -1
    if place < 0 or not frame.code.positional:
        words = "super(): __class__ cell not found" if frame.slots else "super(): no arguments"
        raise SimulatedError("RuntimeError", words)
    cell, target = frame.slots[place], frame.slots[0]
    if isinstance(target, Cell):
        target = target.value
    assert isinstance(cell, Cell), "COPY_FREE_VARS comes first"
    return finish(frame, call, then, super_of(cell.value, target))


def super_of(after: object, target: object) -> SuperObject:
    """Return what ``super(after, target)`` gives; raises as CPython does."""
    if not isinstance(after, ClassObject):
        raise SimulatedError("TypeError", f"super() argument 1 must be a type, not {type_name(after)}")
    start = target if isinstance(target, ClassObject) and target.derives_from(after) else user_class(target)
    if not isinstance(start, ClassObject) or not start.derives_from(after):
        words = "super(type, obj): obj must be an instance or subtype of type"
        if sys.version_info >= (3, 13):
            what = f"type {target.name}" if isinstance(target, ClassObject) else f"instance of {type_name(target)}"
            words = f"super(type, obj): obj ({what}) is not an instance or subtype of type ({after.name})."
        raise SimulatedError("TypeError", words)
    return SuperObject(after, target, start)


def _iter(frame: Frame, call: Call, then: Continuation) -> object:
    args = _counted("iter", call, 1, 2)
    if len(args) > 1:
        return call_prelude(frame, "callable_iterator", call, then)
    return get_iterator(frame, args[0], call.keep, then)


def get_iterator(frame: Frame, value: object, keep: int, then: Continuation = push) -> object:
    """Give an iterator over a value on, asking the program's own code if need be."""
    if isinstance(value, GeneratorObject) and value.kind == "generator":
        del frame.stack[keep:]
        return then(frame, value)
    own = special(value, "__iter__")
    if own is not NOTHING and own is not None:
        return call_prelude(frame, "own_iterator", Call(keep, None, [own, value], {}), then)
    if user_class(value) is not None and own is NOTHING:
        if special(value, "__getitem__") is not NOTHING:
            return call_prelude(frame, "sequence_iterator", Call(keep, None, [value], {}), then)
        if not isinstance(value, (MutableObject, tuple, str)):
            raise SimulatedError("TypeError", f"{type_name(value)!r} object is not iterable")
    iterator = iterate(value)
    del frame.stack[keep:]
    return then(frame, iterator)


def _next(frame: Frame, call: Call, then: Continuation) -> object:
    iterator, *default = _counted("next", call, 1, 2)
    own = special(iterator, "__next__")
    if default:
        return call_prelude(frame, "next_or_default", call, then)
    if own is not NOTHING:
        return call_value(frame, Call(call.keep, own, [iterator], {}), then)
    if isinstance(iterator, (GeneratorObject, IteratorObject)):
        if then in END_OF:
            return next_of(frame, iterator, call.keep, then)
        return call_prelude(frame, "next_plainly", call, then)
    raise SimulatedError("TypeError", f"{type_name(iterator)!r} object is not an iterator")


def _callable(frame: Frame, call: Call, then: Continuation) -> object:
    (value,) = _counted("callable", call, 1, 1)
    known = isinstance(value, (FunctionObject, BoundMethod, Builtin, Method, ClassObject, ExceptionType))
    own = isinstance(value, Descriptor) and value.kind == "staticmethod"
    return finish(frame, call, then, known or own or special(value, "__call__") is not NOTHING)


def _id(frame: Frame, call: Call, then: Continuation) -> object:
    (value,) = _counted("id", call, 1, 1)
    return finish(frame, call, then, identity(frame.space, value))


def identity(space: AddressSpace, value: object) -> int:
    """Return what ``id()`` gives: an address that is the same in each run, and another one for each object."""
    number = getattr(value, "number", None)
    if isinstance(value, NamespaceObject):
        return 0x7F00_0000_0020 + 64 * value.number  # it shares its number with its instance
    if isinstance(number, int):
        return 0x7F00_0000_0000 + 64 * number
    if type(value) in PLAIN and not isinstance(value, (tuple, frozenset)):
        text = f"{type_name(value)} {short_text(value)}"
        return 0x5500_0000_0000 + 16 * zlib.crc32(text.encode("utf-8", "backslashreplace"))
    return 0x5600_0000_0000 + 64 * space.place_of(value)


def _hash(frame: Frame, call: Call, then: Continuation) -> object:
    (value,) = _counted("hash", call, 1, 1)
    own = special(value, "__hash__")
    if own is not NOTHING and own is not None:
        return call_prelude(frame, "own_hash", Call(call.keep, None, [own, value], {}), then)
    return finish(frame, call, then, hash_of(value))


def _globals(frame: Frame, call: Call, then: Continuation) -> object:
    """Give the global variables on as a dictionary: what is stored in it is a variable."""
    _counted("globals", call, 0, 0)
    return finish(frame, call, then, frame.space.new_dict(frame.globals))


def _locals(frame: Frame, call: Call, then: Continuation) -> object:
    """Give the local variables on: a copy in a function, as since 3.13; elsewhere the namespace itself."""
    _counted("locals", call, 0, 0)
    if frame.function is None or frame.names is not frame.globals:
        return finish(frame, call, then, frame.space.new_dict(frame.names))
    found: dict[object, object] = {}
    for name, slot in zip(frame.code.places, frame.slots, strict=True):
        value = slot.value if isinstance(slot, Cell) else slot
        if value is not UNBOUND and not name.startswith("."):
            found[name] = value
    return finish(frame, call, then, frame.space.new_dict(found))


def _vars(frame: Frame, call: Call, then: Continuation) -> object:
    if not call.args and not call.keywords:
        return _locals(frame, call, then)
    args = _counted("vars", call, 0, 1)
    found = find_attribute(frame.space, args[0], "__dict__")
    if found is NOTHING:
        raise SimulatedError("TypeError", "vars() argument must have __dict__ attribute")
    return finish(frame, call, then, found)


def _dir(frame: Frame, call: Call, then: Continuation) -> object:
    (target,) = _counted("dir", call, 1, 1)
    own = special(target, "__dir__")
    if own is not NOTHING:
        return call_prelude(frame, "own_names", call, then)
    return finish(frame, call, then, frame.space.new_list(list(visible_names(target))))


def _descriptor(kind: str) -> FrameFunction:
    def function(frame: Frame, call: Call, then: Continuation) -> object:
        most = 4 if kind == "property" else 1
        names = ("fget", "fset", "fdel", "doc")
        args = [*call.args]
        for place, name in enumerate(names):
            if name in call.keywords:
                args += [None] * (place + 1 - len(args))
                args[place] = call.keywords[name]
        if len(args) > most or (most == 1 and len(args) != 1):
            raise SimulatedError("TypeError", f"{kind} expected {most} argument, got {len(args)}")
        getter, setter, deleter, doc = [*args, None, None, None, None][:4]
        made = Descriptor(kind, getter, setter, deleter)
        made.doc = doc
        return finish(frame, call, then, made)

    return function


def _build_class(frame: Frame, call: Call, then: Continuation) -> object:
    return call_prelude(frame, "build_class", call, then)


def class_namespace(frame: Frame, call: Call, then: Continuation) -> object:
    """Execute a class's body in a namespace of its own; gives a pair of that and the cell that the class goes in."""
    function, prepared = call.args
    assert isinstance(function, FunctionObject), "the compiler gives a function"
    assert isinstance(prepared, DictObject), "the prelude gives a dictionary"
    namespace = {str(name): value for name, value in prepared.items.items()}
    call_value(frame, Call(call.keep, function, [], {}), drop)
    frame.names = namespace
    # The body returns its cell, or None; what it defined is found through the continuation's frame.
    frame.callers[-1] = frame.callers[-1]._replace(then=_with_namespace(namespace, then))
    return NOTHING


class _NamespaceContinuation:
    """Gives a class's namespace on, together with the cell that its body returned."""

    def __init__(self, namespace: dict[str, object], then: Continuation) -> None:
        self._namespace = namespace
        self._then = then

    def __call__(self, frame: Frame, cell: object) -> object:
        attributes = frame.space.new_dict(self._namespace)
        return self._then(frame, (attributes, cell if isinstance(cell, Cell) else None))


def _with_namespace(namespace: dict[str, object], then: Continuation) -> Continuation:
    return _NamespaceContinuation(namespace, then)


def make_class(frame: Frame, call: Call, then: Continuation) -> object:
    """Make a class of its name, bases and attributes, the cell through which its methods find it, and its metaclass."""
    name, bases, attributes, cell, meta = call.args
    items = attributes.items if isinstance(attributes, MutableObject) else {}
    assert isinstance(bases, tuple), "the prelude gives a tuple"
    plain = {str(key): value for key, value in items.items()}
    plain.pop("__classcell__", None)
    made = new_class(frame.space, str(name), bases, plain)
    if made.number < 0:
        made.name = made.qualname = made.name.rstrip("_")  # a built-in type of the prelude
    if isinstance(meta, ClassObject):
        made.meta = meta
    if isinstance(cell, Cell):
        cell.value = made
    _note_abstract(made)
    return finish(frame, call, then, made)


def _note_abstract(cls: ClassObject) -> None:
    """Work out which abstract methods a class still has, where one of its bases is an abstract base class."""
    is_abc = any(isinstance(one, ClassObject) and one.name == one.qualname == "ABC" for one in cls.mro)
    if not is_abc and not (cls.meta is not None and cls.meta.name == "ABCMeta"):
        return
    names: list[str] = []
    for one in cls.mro:
        if isinstance(one, ClassObject):
            names += [name for name, value in one.attributes.items() if is_abstract(value)]
    left = tuple(sorted({name for name in names if is_abstract(cls.find(name))}))
    cls.attributes["__abstractmethods__"] = frozenset(left)


def is_abstract(value: object) -> bool:
    """Return whether a method or a property is abstract."""
    if isinstance(value, Descriptor):
        return any(map(is_abstract, (value.getter, value.setter, value.deleter)))
    return isinstance(value, FunctionObject) and value.attributes.get("__isabstractmethod__") is True


FUNCTIONS: Final[dict[str, FrameFunction]] = {
    "__build_class__": _build_class,
    "callable": _callable,
    "classmethod": _descriptor("classmethod"),
    "delattr": _delattr,
    "dir": _dir,
    "getattr": _getattr,
    "globals": _globals,
    "hasattr": _hasattr,
    "hash": _hash,
    "id": _id,
    "isinstance": _isinstance,
    "issubclass": _issubclass,
    "iter": _iter,
    "locals": _locals,
    "next": _next,
    "property": _descriptor("property"),
    "setattr": _setattr,
    "staticmethod": _descriptor("staticmethod"),
    "super": _super,
    "type": _type,
    "vars": _vars,
}
FRAME_FUNCTIONS.update(FUNCTIONS)
