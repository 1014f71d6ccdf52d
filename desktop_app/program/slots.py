"""Special methods of built-in types that a program calls by name: ``super().__init__()`` or ``(5).__add__(3)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from desktop_app.program import arithmetic
from desktop_app.program.attributes import (
    bind,
    load_attribute,
    no_attribute,
    plain_attribute,
    plain_delete,
    plain_store,
)
from desktop_app.program.builtin_functions import BUILTINS, call_builtin
from desktop_app.program.calling import Call, call_prelude, call_value, construct, finish
from desktop_app.program.exceptions import call_exception_type
from desktop_app.program.faults import SimulatedError
from desktop_app.program.generators import END_OF, next_of
from desktop_app.program.hashing import hash_of
from desktop_app.program.instances import DESCRIPTORS, allocate
from desktop_app.program.native_attributes import native_mro
from desktop_app.program.reflection import get_iterator, give_attribute, stored
from desktop_app.program.sequences import delete_item, load_item, store_item
from desktop_app.program.text import exception_text, format_text, own_repr, repr_text, str_text
from desktop_app.program.types import FRAME_METHODS
from desktop_app.program.values import (
    EXTENDING,
    NOTHING,
    BoundMethod,
    Builtin,
    ClassObject,
    Descriptor,
    DictObject,
    ExceptionObject,
    ExceptionType,
    ListObject,
    MutableObject,
    SetObject,
    type_name,
    user_class,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop_app.program.frame import Continuation, Frame

    Slot = Callable[[Frame, list[object]], object]


def _plain(slot: Slot) -> Callable[[Frame, Call, Continuation], object]:
    """Return a method of a function that neither calls the program nor takes keywords."""

    def method(frame: Frame, call: Call, then: Continuation) -> object:
        try:
            value = slot(frame, call.args)
        except (IndexError, ValueError):
            words = "expected another number of arguments"
            raise SimulatedError("TypeError", words) from None
        return finish(frame, call, then, value)

    return method


#: The built-in types that a class may extend whose values do not change, each with the class of such instances.
_EXTENDED: Final[tuple[tuple[Callable[[Any], object], type], ...]] = (
    (tuple, EXTENDING["tuple"]),
    (int, EXTENDING["int"]),
    (float, EXTENDING["float"]),
    (str, EXTENDING["str"]),
)


def bare(value: object) -> object:
    """Return a value without the class of the program's own that it is an instance of."""
    if isinstance(value, MutableObject) and value.cls is not None:
        return type(value)(value.number, value.items)
    if user_class(value) is not None:
        for host, kind in _EXTENDED:
            if isinstance(value, kind):
                return str.__str__(value) if isinstance(value, str) else host(value)
    return value


def _binary(symbol: str, *, swapped: bool = False) -> Slot:
    def slot(frame: Frame, args: list[object]) -> object:
        left, right = map(bare, args)
        return native_binary(frame, symbol, right, left) if swapped else native_binary(frame, symbol, left, right)

    return slot


def native_binary(frame: Frame, symbol: str, left: object, right: object) -> object:
    """Return the result of an operator on built-in values; NotImplemented when it means nothing for them."""
    try:
        value = arithmetic.binary(symbol, left, right)
    except SimulatedError as error:
        if error.kind == "TypeError" and "unsupported operand" in error.message:
            return NotImplemented
        raise
    if isinstance(value, list):
        return frame.space.new_list(value)
    if isinstance(value, dict):
        return frame.space.new_dict(value)
    return frame.space.new_set(value) if isinstance(value, set) else value


def _compared(symbol: str) -> Slot:
    def slot(_frame: Frame, args: list[object]) -> object:
        left, right = map(bare, args)
        if not _comparable(left, right):
            return True if symbol == "==" and args[0] is args[1] else NotImplemented
        try:
            return arithmetic.compare(symbol, left, right)
        except SimulatedError as error:
            if error.kind == "TypeError":
                return NotImplemented
            raise

    return slot


#: Which built-in types a type's own comparisons know, itself included: an int leaves a float to the float.
_KNOWN: Final[tuple[tuple[Any, Any], ...]] = (
    (int, int),
    (float, (int, float)),
    (complex, (int, float, complex)),
    (str, str),
    (bytes, bytes),
    (range, range),
    (tuple, tuple),
    (ListObject, ListObject),
    (DictObject, DictObject),
    ((SetObject, frozenset), (SetObject, frozenset)),
)


def _comparable(left: object, right: object) -> bool:
    """Return whether the comparisons of one built-in type know another one."""
    return any(isinstance(left, kind) and isinstance(right, known) for kind, known in _KNOWN)


def _not_equal(_frame: Frame, args: list[object]) -> object:
    return NotImplemented if args[0] is not args[1] else False


def _builtin(name: str) -> Slot:
    def slot(frame: Frame, args: list[object]) -> object:
        builtin = BUILTINS[name]
        assert isinstance(builtin, Builtin), "these are functions"
        return call_builtin(frame.space, frame.effects, builtin, [bare(args[0]), *args[1:]], {})

    return slot


def _repr(_frame: Frame, args: list[object]) -> object:
    value = args[0]
    cls = user_class(value)
    return repr_text(value) if cls is None else own_repr(value, cls)


def _str(frame: Frame, call: Call, then: Continuation) -> object:
    value = call.args[0]
    cls = user_class(value)
    if isinstance(value, ExceptionObject):
        return finish(frame, call, then, exception_text(value))
    if cls is not None and not isinstance(value, str):
        return call_prelude(frame, "repr", call, then)
    return finish(frame, call, then, str_text(bare(value)))


def _get_item(frame: Frame, call: Call, then: Continuation) -> object:
    container, key = call.args
    if isinstance(container, DictObject) and container.cls is not None:
        return call_prelude(frame, "dict_item", call, then)
    return finish(frame, call, then, load_item(frame.space, frame.effects, bare(container), key))


def set_item(frame: Frame, args: list[object]) -> object:
    """Do ``args[0][args[1]] = args[2]`` natively, whatever class of the program's own the container has."""
    store_item(frame.space, frame.effects, bare(args[0]), args[1], args[2])
    return None


def delete_item_of(frame: Frame, args: list[object]) -> object:
    """Do ``del args[0][args[1]]`` natively, as `set_item`."""
    delete_item(frame.effects, bare(args[0]), args[1])
    return None


def contains_item(_frame: Frame, args: list[object]) -> object:
    """Return ``args[1] in args[0]`` natively, as `set_item`."""
    return arithmetic.contains(bare(args[0]), args[1])


def _iterate(frame: Frame, call: Call, then: Continuation) -> object:
    return get_iterator(frame, bare(call.args[0]), call.keep, then)


def _next(frame: Frame, call: Call, then: Continuation) -> object:
    if then in END_OF:
        return next_of(frame, call.args[0], call.keep, then)
    return call_prelude(frame, "next_plainly", call, then)


def _format(frame: Frame, call: Call, then: Continuation) -> object:
    target, specification = call.args
    value = bare(target)
    if user_class(value) is not None and specification == "":
        return call_prelude(frame, "str", call._replace(args=[target]), then)
    return finish(frame, call, then, format_text(value, str(specification)))


# -- object and type ------------------------------------------------------------------------------------------


def _initialise(frame: Frame, call: Call, then: Continuation) -> object:
    """``object.__init__`` and those of the types that a class may extend."""
    target, *args = call.args
    if isinstance(target, ExceptionObject):
        target.args = tuple(args)
    elif isinstance(target, Descriptor):
        pass
    elif isinstance(target, MutableObject):
        name = "extend_self" if isinstance(target, ListObject) else "update_self"
        if args or call.keywords:
            return call_prelude(frame, name, call, then)
    elif args or call.keywords:
        cls = user_class(target)
        overridden = cls is not None and cls.find("__new__") is not NOTHING
        if not overridden and not isinstance(target, (tuple, int, float, str, ClassObject)):
            name = cls.name if cls else type_name(target)
            words = f"{name}.__init__() takes exactly one argument (the instance to initialize)"
            raise SimulatedError("TypeError", words)
    return finish(frame, call, then, None)


def _kind_given(call: Call) -> str:
    return type_name(call.args[0]) if call.args else "nothing"


def _new(frame: Frame, call: Call, then: Continuation) -> object:  # noqa: PLR0911 - one return per layout
    """``__new__`` of ``object`` and of the types that a class may extend."""
    if call.args and isinstance(call.args[0], ExceptionType):
        return finish(frame, call, then, call_exception_type(frame.space, call.args[0], call.args[1:], {}))
    if not call.args or not isinstance(call.args[0], ClassObject):
        if call.args and isinstance(call.args[0], Builtin):
            return call_value(frame, call._replace(function=call.args[0], args=call.args[1:]), then)
        raise SimulatedError("TypeError", f"object.__new__(X): X is not a type object ({_kind_given(call)})")
    cls, *args = call.args
    assert isinstance(cls, ClassObject), "checked above"
    if cls.layout == "type":
        return call_prelude(frame, "new_type", call, then)
    if cls.layout in EXTENDING:
        inner = call_builtin(frame.space, frame.effects, BUILTINS[cls.layout], args, call.keywords)
        return finish(frame, call, then, allocate(frame.space, cls, inner))
    if cls.layout in DESCRIPTORS:
        made = Descriptor(cls.layout, *(args or [None]))
        return finish(frame, call, then, allocate(frame.space, cls, made))
    if cls.layout == "exception":
        return finish(frame, call, then, allocate(frame.space, cls, tuple(args)))
    if cls.layout == "object" and (args or call.keywords) and cls.find("__init__") is NOTHING:
        raise SimulatedError("TypeError", f"{cls.name}() takes no arguments")
    empty = {"list": frame.space.new_list, "dict": frame.space.new_dict, "set": frame.space.new_set}
    hosts = {"list": list, "dict": dict, "set": set}
    value = empty[cls.layout](hosts[cls.layout]()) if cls.layout in empty else None  # type: ignore[operator]
    return finish(frame, call, then, allocate(frame.space, cls, value))


def _set_attribute(frame: Frame, call: Call, then: Continuation) -> object:
    target, name, value = call.args
    return stored(frame, call, then, plain_store(frame.space, frame.effects, target, str(name), value))


def _delete_attribute(frame: Frame, call: Call, then: Continuation) -> object:
    return stored(frame, call, then, plain_delete(frame.effects, call.args[0], str(call.args[1])))


def _get_attribute(frame: Frame, call: Call, then: Continuation) -> object:
    target, name = call.args
    cls = user_class(target)
    if cls is None or isinstance(target, ClassObject):
        return give_attribute(frame, load_attribute(frame.space, target, str(name)), call.keep, then)
    found = plain_attribute(frame.space, target, cls, str(name))
    if found is NOTHING:
        raise no_attribute(target, str(name))
    return give_attribute(frame, found, call.keep, then)


def _get_bound(frame: Frame, call: Call, then: Continuation) -> object:
    """``__get__`` of functions, properties, class methods and static methods."""
    found, target, cls = [*call.args, None][:3]
    owner = cls if isinstance(cls, ClassObject) else user_class(target)
    if owner is None:
        return finish(frame, call, then, found if target is None else BoundMethod(found, target))
    return give_attribute(frame, bind(found, target, owner), call.keep, then)


def _nothing(frame: Frame, call: Call, then: Continuation) -> object:
    if call.keywords:
        name = call.args[0].name if call.args and isinstance(call.args[0], ClassObject) else "object"
        raise SimulatedError("TypeError", f"{name}.__init_subclass__() takes no keyword arguments")
    return finish(frame, call, then, None)


def _hash(_frame: Frame, args: list[object]) -> object:
    value = bare(args[0])
    return hash(value) if user_class(value) is not None else hash_of(value)


def _type_call(frame: Frame, call: Call, then: Continuation) -> object:
    cls, *args = call.args
    if isinstance(cls, ClassObject):
        return construct(frame, cls, call._replace(args=args), then)
    return call_value(frame, call._replace(function=cls, args=args), then)


def _mro(frame: Frame, args: list[object]) -> object:
    cls = args[0]
    order = cls.mro if isinstance(cls, ClassObject) else native_mro(cls)  # type: ignore[arg-type]
    return frame.space.new_list(list(order))


def _with_traceback(_frame: Frame, args: list[object]) -> object:
    return args[0]


def _add_note(_frame: Frame, args: list[object]) -> object:
    error, note = args
    if not isinstance(note, str):
        raise SimulatedError("TypeError", f"note must be a str, not {type_name(note)!r}")
    assert isinstance(error, ExceptionObject), "methods are found by their type"
    error.notes.append(note)
    return None


def _property_part(part: str) -> Slot:
    def slot(_frame: Frame, args: list[object]) -> object:
        target, function = args
        assert isinstance(target, Descriptor), "methods are found by their type"
        parts = {"getter": target.getter, "setter": target.setter, "deleter": target.deleter, part: function}
        made = Descriptor("property", parts["getter"], parts["setter"], parts["deleter"])
        made.doc = target.doc
        return made

    return slot


def _from_keys(frame: Frame, call: Call, then: Continuation) -> object:
    return call_prelude(frame, "dict_fromkeys", call, then)


_OPERATORS: Final = {
    "add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "and": "&",
    "or": "|", "xor": "^", "lshift": "<<", "rshift": ">>",
}  # fmt: skip
FRAME_METHODS.update(
    {
        **{("*", f"__{name}__"): _plain(_binary(symbol)) for name, symbol in _OPERATORS.items()},
        **{("*", f"__r{name}__"): _plain(_binary(symbol, swapped=True)) for name, symbol in _OPERATORS.items()},
        **{
            ("*", f"__{name}__"): _plain(_compared(symbol))
            for name, symbol in {"lt": "<", "le": "<=", "eq": "==", "gt": ">", "ge": ">="}.items()
        },
        ("*", "__ne__"): _plain(_not_equal),
        **{
            ("*", f"__{name}__"): _plain(_builtin(name))
            for name in ("len", "abs", "bool", "int", "float", "round", "divmod", "reversed")
        },
        ("*", "__repr__"): _plain(_repr),
        ("*", "__str__"): _str,
        ("*", "__getitem__"): _get_item,
        ("*", "__setitem__"): _plain(set_item),
        ("*", "__delitem__"): _plain(delete_item_of),
        ("*", "__contains__"): _plain(contains_item),
        ("*", "__iter__"): _iterate,
        ("*", "__next__"): _next,
        ("*", "__format__"): _format,
        ("*", "__init__"): _initialise,
        ("*", "__new__"): _new,
        ("*", "__setattr__"): _set_attribute,
        ("*", "__delattr__"): _delete_attribute,
        ("*", "__getattribute__"): _get_attribute,
        ("*", "__get__"): _get_bound,
        ("*", "__init_subclass__"): _nothing,
        ("*", "__hash__"): _plain(_hash),
        ("*", "__neg__"): _plain(lambda _frame, args: arithmetic.unary("-", bare(args[0]))),
        ("*", "__index__"): _plain(lambda _frame, args: bare(args[0])),
        ("*", "__dir__"): _plain(lambda frame, _args: frame.space.new_list([])),
        ("type", "__call__"): _type_call,
        ("type", "mro"): _plain(_mro),
        ("BaseException", "with_traceback"): _plain(_with_traceback),
        ("BaseException", "add_note"): _plain(_add_note),
        ("property", "getter"): _plain(_property_part("getter")),
        ("property", "setter"): _plain(_property_part("setter")),
        ("property", "deleter"): _plain(_property_part("deleter")),
        ("dict", "fromkeys"): _from_keys,
    }
)
