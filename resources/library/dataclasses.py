"""Classes whose `__init__`, `__repr__`, comparisons and hash follow from their annotated fields.

Left out: InitVar and make_dataclass; `slots` and `weakref_slot` are accepted and change nothing.
"""

import _machine
from _signatures import bind

__all__ = [
    "FrozenInstanceError",
    "KW_ONLY",
    "MISSING",
    "Field",
    "asdict",
    "astuple",
    "dataclass",
    "field",
    "fields",
    "is_dataclass",
    "replace",
]


class FrozenInstanceError(AttributeError):
    """Raised when a field of a frozen dataclass is set or deleted."""


class _MISSING_TYPE:
    pass


MISSING = _MISSING_TYPE()


class _HAS_DEFAULT_FACTORY_CLASS:
    def __repr__(self):
        return "<factory>"


class _KW_ONLY_TYPE:
    pass


KW_ONLY = _KW_ONLY_TYPE()


class Field:
    """What is known of a field."""

    def __init__(self, default, default_factory, init, repr, hash, compare, metadata, kw_only):
        self.name = None
        self.type = None
        self.default = default
        self.default_factory = default_factory
        self.init = init
        self.repr = repr
        self.hash = hash
        self.compare = compare
        self.metadata = {} if metadata is None else metadata
        self.kw_only = kw_only

    def __repr__(self):
        return (
            f"Field(name={self.name!r},type={self.type!r},default={self.default!r},"
            f"default_factory={self.default_factory!r},init={self.init!r},repr={self.repr!r},hash={self.hash!r},"
            f"compare={self.compare!r},metadata=mappingproxy({self.metadata!r}),kw_only={self.kw_only!r},"
            "_field_type=_FIELD)"
        )

    def __set_name__(self, owner, name):
        pass


def field(
    *,
    default=MISSING,
    default_factory=MISSING,
    init=True,
    repr=True,
    hash=None,
    compare=True,
    metadata=None,
    kw_only=MISSING,
    doc=None,
):
    """What a field is beside its type and its plain default value."""
    if default is not MISSING and default_factory is not MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


def dataclass(
    cls=None,
    /,
    *,
    init=True,
    repr=True,
    eq=True,
    order=False,
    unsafe_hash=False,
    frozen=False,
    match_args=True,
    kw_only=False,
    slots=False,
    weakref_slot=False,
):
    """A class decorator that adds the methods that follow from the annotated fields."""
    options = (init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only)
    if cls is None:
        return lambda cls: _decorate(cls, *options)
    return _decorate(cls, *options)


def _decorate(cls, init, repr, eq, order, unsafe_hash, frozen, match_args, kw_only):
    all_fields = _inherited(cls, frozen)
    for own in _own_fields(cls, kw_only):
        all_fields[own.name] = own
    cls.__dataclass_fields__ = all_fields
    cls.__dataclass_params__ = _Params(init, repr, eq, order, unsafe_hash, frozen)
    own = cls.__dict__
    explicit_hash = "__hash__" in own and not (own["__hash__"] is None and "__eq__" in own)
    every = list(all_fields.values())
    if init:
        _add(cls, "__init__", _init(cls, every, frozen))
    if repr and "__repr__" not in own:
        _add(cls, "__repr__", _repr([f.name for f in every if f.repr]))
    names = [f.name for f in every if f.compare]
    if eq and "__eq__" not in own:
        _add(cls, "__eq__", _eq(names))
    if order:
        _add_order(cls, eq, names)
    if frozen:
        _freeze(cls, all_fields)
    hashed = [f.name for f in every if (f.compare if f.hash is None else f.hash)]
    _decide_hash(cls, hashed, unsafe_hash, eq, frozen, explicit_hash)
    if match_args and "__match_args__" not in own:
        cls.__match_args__ = tuple([f.name for f in every if f.init and not f.kw_only])
    _add_class_parts(cls, every)
    return cls


class _Params:
    def __init__(self, init, repr, eq, order, unsafe_hash, frozen):
        self.init = init
        self.repr = repr
        self.eq = eq
        self.order = order
        self.unsafe_hash = unsafe_hash
        self.frozen = frozen


def _add(cls, name, function):
    function.__name__ = name
    function.__qualname__ = f"{cls.__qualname__}.{name}"
    setattr(cls, name, function)


def _add_class_parts(cls, every):
    if cls.__doc__ is None:
        parameters = []
        keywords = False
        for f in [f for f in every if f.init and not f.kw_only] + [f for f in every if f.init and f.kw_only]:
            if f.kw_only and not keywords:
                parameters.append("*")
                keywords = True
            text = f"{f.name}: {_annotation_text(f.type)}"
            if f.default is not MISSING:
                text += f" = {f.default!r}"
            elif f.default_factory is not MISSING:
                text += " = <factory>"
            parameters.append(text)
        # Before 3.13 the signature says that nothing is returned only where inspect does.
        cls.__doc__ = f"{cls.__name__}({', '.join(parameters)})"
    if _machine.version() >= (3, 13):

        def __replace__(self, /, **changes):
            return _replace(self, changes)

        _add(cls, "__replace__", __replace__)


def _annotation_text(annotation):
    if isinstance(annotation, type):
        if annotation.__module__ == "builtins":
            return annotation.__qualname__
        return f"{annotation.__module__}.{annotation.__qualname__}"
    return repr(annotation).replace("typing.", "")


def _inherited(cls, frozen):
    result = {}
    any_frozen = False
    parents = 0
    for base in reversed(cls.__mro__[1:]):
        base_fields = base.__dict__.get("__dataclass_fields__")
        if base_fields is not None:
            parents += 1
            result.update(base_fields)
            if base.__dataclass_params__.frozen:
                any_frozen = True
            elif frozen:
                raise TypeError("cannot inherit frozen dataclass from a non-frozen one")
    if parents and any_frozen and not frozen:
        raise TypeError("cannot inherit non-frozen dataclass from a frozen one")
    return result


def _own_fields(cls, kw_only):
    annotations = cls.__annotations__ if _machine.version() >= (3, 14) else cls.__dict__.get("__annotations__", {})
    result = []
    for name, annotation in annotations.items():
        if annotation is KW_ONLY or annotation in ("KW_ONLY", "dataclasses.KW_ONLY"):
            kw_only = True
            continue
        if _is_class_variable(annotation):
            continue
        default = getattr(cls, name, MISSING)
        if not isinstance(default, Field):
            own = field(default=default)
        else:
            own = default
            if own.default is MISSING:
                # The attribute would hide that the field has no default value.
                delattr(cls, name)
            else:
                setattr(cls, name, own.default)
        own.name = name
        own.type = annotation
        if own.kw_only is MISSING:
            own.kw_only = kw_only
        if own.default is not MISSING and not _machine.has_special(own.default, "__hash__"):
            raise ValueError(
                f"mutable default {type(own.default)} for field {name} is not allowed: use default_factory"
            )
        result.append(own)
    for name, value in cls.__dict__.items():
        if isinstance(value, Field) and name not in annotations:
            raise TypeError(f"{name!r} is a field but has no type annotation")
    return result


def _is_class_variable(annotation):
    if isinstance(annotation, str):
        return annotation.startswith(("ClassVar", "typing.ClassVar"))
    return repr(annotation).startswith("typing.ClassVar")


def _init(cls, every, frozen):
    wanted = [f for f in every if f.init]
    names = [f.name for f in wanted if not f.kw_only]
    keyword_only = [f.name for f in wanted if f.kw_only]
    made_later = [f for f in every if not f.init and f.default_factory is not MISSING]
    factories = [f for f in wanted if f.default_factory is not MISSING]
    defaults = {f.name: f.default for f in wanted if f.default is not MISSING}
    for f in factories:
        defaults[f.name] = MISSING
    seen_default = False
    for name in names:
        if name in defaults:
            seen_default = name
        elif seen_default:
            tail = "" if _machine.version() < (3, 13) else f" {seen_default!r}"
            raise TypeError(f"non-default argument {name!r} follows default argument{tail}")
    called = f"{cls.__qualname__}.__init__"
    size = len(names)
    order = names + keyword_only
    makers = {f.name: f.default_factory for f in factories}
    post = hasattr(cls, "__post_init__")
    store = object.__setattr__ if frozen else setattr

    def __init__(self, *args, **keywords):
        if keywords or len(args) != size or keyword_only:
            args = bind(called, names, defaults, args, keywords, keyword_only)
        for name, value in zip(order, args):
            if value is MISSING:
                value = makers[name]()
            store(self, name, value)
        for later in made_later:
            store(self, later.name, later.default_factory())
        if post:
            self.__post_init__()

    annotations = {f.name: f.type for f in wanted}
    annotations["return"] = None
    __init__.__annotations__ = annotations
    return __init__


def _repr(names):
    def __repr__(self):
        # An object within itself is shown as dots.
        running = _RUNNING
        key = (id(self), _machine.thread())
        if key in running:
            return "..."
        running.add(key)
        try:
            parts = [f"{name}={getattr(self, name)!r}" for name in names]
        finally:
            running.discard(key)
        return f"{type(self).__qualname__}({', '.join(parts)})"

    return __repr__


_RUNNING = set()


def _eq(names):
    def __eq__(self, other):
        if self is other and _machine.version() >= (3, 13):
            return True
        if type(other) is not type(self):
            return NotImplemented
        if _machine.version() >= (3, 13):
            for name in names:
                if not getattr(self, name) == getattr(other, name):
                    return False
            return True
        return [getattr(self, name) for name in names] == [getattr(other, name) for name in names]

    return __eq__


def _values(obj, names):
    return tuple([getattr(obj, name) for name in names])


def _add_order(cls, eq, names):
    if not eq:
        raise ValueError("eq must be true if order is true")

    def __lt__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return _values(self, names) < _values(other, names)

    def __le__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return _values(self, names) <= _values(other, names)

    def __gt__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return _values(self, names) > _values(other, names)

    def __ge__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return _values(self, names) >= _values(other, names)

    for function in (__lt__, __le__, __gt__, __ge__):
        name = function.__name__
        if name in cls.__dict__:
            raise TypeError(
                f"Cannot overwrite attribute {name} in class {cls.__name__}. Consider using functools.total_ordering"
            )
        _add(cls, name, function)


def _freeze(cls, all_fields):
    def __setattr__(self, name, value):
        if type(self) is cls or name in all_fields:
            raise FrozenInstanceError(f"cannot assign to field {name!r}")
        super(cls, self).__setattr__(name, value)

    def __delattr__(self, name):
        if type(self) is cls or name in all_fields:
            raise FrozenInstanceError(f"cannot delete field {name!r}")
        super(cls, self).__delattr__(name)

    for function in (__setattr__, __delattr__):
        name = function.__name__
        if name in cls.__dict__:
            raise TypeError(f"Cannot overwrite attribute {name} in class {cls.__name__}")
        _add(cls, name, function)


def _decide_hash(cls, names, unsafe_hash, eq, frozen, explicit):
    if unsafe_hash and explicit:
        raise TypeError(f"Cannot overwrite attribute __hash__ in class {cls.__name__}")
    if explicit or not (unsafe_hash or eq):
        return
    if unsafe_hash or frozen:

        def __hash__(self):
            return hash(_values(self, names))

        _add(cls, "__hash__", __hash__)
    else:
        cls.__hash__ = None


def fields(class_or_instance):
    """The fields of a dataclass, in order."""
    found = getattr(class_or_instance, "__dataclass_fields__", None)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return tuple(found.values())


def is_dataclass(obj):
    return hasattr(obj if isinstance(obj, type) else type(obj), "__dataclass_fields__")


def _is_instance(obj):
    return not isinstance(obj, type) and hasattr(type(obj), "__dataclass_fields__")


def asdict(obj, *, dict_factory=dict):
    """The fields and their values as a dict, all the way down."""
    if not _is_instance(obj):
        raise TypeError("asdict() should be called on dataclass instances")
    return _taken_apart(obj, dict_factory, True)


def astuple(obj, *, tuple_factory=tuple):
    """The values of the fields as a tuple, all the way down."""
    if not _is_instance(obj):
        raise TypeError("astuple() should be called on dataclass instances")
    return _taken_apart(obj, tuple_factory, False)


def _taken_apart(obj, factory, named):
    if _is_instance(obj):
        names = list(obj.__dataclass_fields__)
        values = [_taken_apart(getattr(obj, name), factory, named) for name in names]
        return factory(list(zip(names, values)) if named else values)
    if isinstance(obj, tuple) and hasattr(obj, "_fields"):
        return type(obj)(*[_taken_apart(item, factory, named) for item in obj])
    if isinstance(obj, (list, tuple)):
        return type(obj)([_taken_apart(item, factory, named) for item in obj])
    if isinstance(obj, dict):
        pairs = [(_taken_apart(k, factory, named), _taken_apart(v, factory, named)) for k, v in obj.items()]
        if hasattr(type(obj), "default_factory") or hasattr(obj, "default_factory"):
            result = type(obj)(obj.default_factory)
            result.update(pairs)
            return result
        return type(obj)(pairs)
    from copy import deepcopy

    return deepcopy(obj)


def replace(obj, /, **changes):
    """A new object of the same class with some fields changed."""
    if not _is_instance(obj):
        raise TypeError("replace() should be called on dataclass instances")
    return _replace(obj, changes)


def _replace(obj, changes):
    for f in obj.__dataclass_fields__.values():
        if not f.init:
            if f.name in changes:
                fault = ValueError if _machine.version() < (3, 13) else TypeError
                raise fault(f"field {f.name} is declared with init=False, it cannot be specified with replace()")
        elif f.name not in changes:
            changes[f.name] = getattr(obj, f.name)
    return type(obj)(**changes)
