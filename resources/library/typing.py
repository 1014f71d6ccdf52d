"""The names that annotations use; they mean nothing when a program runs, but can be shown and compared.

Left out: get_overloads, the evaluation of annotations that are strings, and ParamSpec's parts.
"""

import _machine
from abc import ABCMeta, abstractmethod
import collections.abc
import collections

__all__ = [
    "AbstractSet",
    "Annotated",
    "Any",
    "AnyStr",
    "AsyncGenerator",
    "AsyncIterable",
    "AsyncIterator",
    "Awaitable",
    "Callable",
    "ChainMap",
    "ClassVar",
    "Collection",
    "Concatenate",
    "Container",
    "ContextManager",
    "Coroutine",
    "Counter",
    "DefaultDict",
    "Deque",
    "Dict",
    "Final",
    "ForwardRef",
    "FrozenSet",
    "Generator",
    "Generic",
    "Hashable",
    "ItemsView",
    "Iterable",
    "Iterator",
    "KeysView",
    "List",
    "Literal",
    "LiteralString",
    "Mapping",
    "MutableMapping",
    "MutableSequence",
    "MutableSet",
    "NamedTuple",
    "Never",
    "NewType",
    "NoReturn",
    "NotRequired",
    "Optional",
    "OrderedDict",
    "ParamSpec",
    "Protocol",
    "Required",
    "Reversible",
    "Self",
    "Sequence",
    "Set",
    "Sized",
    "SupportsAbs",
    "SupportsFloat",
    "SupportsIndex",
    "SupportsInt",
    "SupportsRound",
    "TYPE_CHECKING",
    "Text",
    "Tuple",
    "Type",
    "TypeAlias",
    "TypeGuard",
    "TypeVar",
    "TypeVarTuple",
    "TypedDict",
    "Union",
    "Unpack",
    "ValuesView",
    "assert_never",
    "assert_type",
    "cast",
    "final",
    "get_args",
    "get_origin",
    "get_type_hints",
    "no_type_check",
    "overload",
    "reveal_type",
    "runtime_checkable",
]

TYPE_CHECKING = False

_UNIONS_ARE_BARS = _machine.version() >= (3, 14)
_NONE = type(None)


def _type_repr(item):
    if item is ...:
        return "..."
    if isinstance(item, list):
        return f"[{', '.join(map(_type_repr, item))}]"
    if isinstance(item, type):
        if item.__module__ == "builtins":
            return item.__qualname__
        return f"{item.__module__}.{item.__qualname__}"
    if isinstance(item, type(_type_repr)):
        return item.__name__
    return repr(item)


class _Annotation:
    """What is written where a type is expected; joined by | into a union."""

    def __or__(self, other):
        return Union[self, other]

    def __ror__(self, other):
        return Union[other, self]

    def __call__(self, *args, **kwds):
        raise TypeError(f"Cannot instantiate {self!r}")


class _SpecialForm(_Annotation):
    """A name such as Final, with or without parameters."""

    def __init__(self, name, make=None):
        self._name = name
        self._make = make

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, parameters):
        if self._make is None:
            raise TypeError(f"{self!r} is not subscriptable")
        return self._make(self, parameters)

    def __mro_entries__(self, bases):
        raise TypeError(f"Cannot subclass {self!r}")


class _Alias(_Annotation):
    """A generic type with its parameters, such as List[int]."""

    def __init__(self, origin, parameters, name):
        self.__origin__ = origin
        self.__args__ = parameters if isinstance(parameters, tuple) else (parameters,)
        self._name = name
        self.__parameters__ = tuple(_type_variables(self.__args__))

    def __repr__(self):
        args = self.__args__
        if self.__origin__ is collections.abc.Callable and len(args) == 2 and args[0] is not ...:
            return f"{self._name}[{_type_repr(list(args[0]))}, {_type_repr(args[1])}]"
        return f"{self._name}[{', '.join(map(_type_repr, args)) or '()'}]"

    def __eq__(self, other):
        if not isinstance(other, _Alias):
            return NotImplemented
        return self.__origin__ is other.__origin__ and self.__args__ == other.__args__

    def __hash__(self):
        return hash((self.__origin__, len(self.__args__)))

    def __getitem__(self, parameters):
        values = parameters if isinstance(parameters, tuple) else (parameters,)
        given = dict(zip(self.__parameters__, values))
        return _Alias(self.__origin__, tuple([_filled(arg, given) for arg in self.__args__]), self._name)

    def __call__(self, *args, **kwds):
        plain = not isinstance(self.__origin__, type) or self._name.startswith("typing.")
        if plain and getattr(self.__origin__, "__module__", "") != "collections":
            raise TypeError(
                f"Type {self._name.partition('.')[2]} cannot be instantiated; "
                f"use {getattr(self.__origin__, '__name__', self.__origin__)}() instead"
            )
        result = self.__origin__(*args, **kwds)
        try:
            result.__orig_class__ = self
        except Exception:
            # An object that takes no attributes.
            pass
        return result

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.__origin__, name)


def _type_variables(args):
    result = []
    for arg in args:
        found = [arg] if isinstance(arg, TypeVar) else getattr(arg, "__parameters__", ())
        result.extend([one for one in found if one not in result])
    return result


def _filled(arg, given):
    if isinstance(arg, TypeVar):
        return given.get(arg, arg)
    if isinstance(arg, _Alias) and arg.__parameters__:
        return arg[tuple([given.get(one, one) for one in arg.__parameters__])]
    return arg


class _Generic(_Annotation):
    """A generic type without its parameters, such as List."""

    def __init__(self, origin, name):
        self.__origin__ = origin
        self._name = name

    def __repr__(self):
        return "typing." + self._name

    def __getitem__(self, parameters):
        if self._name == "Callable":
            if not isinstance(parameters, tuple) or len(parameters) != 2:
                raise TypeError("Callable must be used as Callable[[arg, ...], result].")
            head = parameters[0]
            if not isinstance(head, list) and head is not ...:
                raise TypeError(f"Callable[args, result]: args must be a list. Got {head}")
            parameters = (head if head is ... else tuple(head), parameters[1])
        elif not isinstance(parameters, tuple):
            parameters = (parameters,)
        return _Alias(self.__origin__, tuple(map(_type_of, parameters)), "typing." + self._name)

    def __call__(self, *args, **kwds):
        if self.__origin__.__module__ == "collections":
            return self.__origin__(*args, **kwds)
        raise TypeError(f"Type {self._name} cannot be instantiated; use {self.__origin__.__name__}() instead")

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__origin__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__origin__)


def _type_of(parameter):
    """What a parameter stands for: None for its type, a string for a type of that name."""
    if parameter is None:
        return _NONE
    return ForwardRef(parameter) if isinstance(parameter, str) else parameter


class _UnionAlias(_Annotation):
    """One of several types."""

    def __init__(self, args):
        self.__args__ = args
        self.__parameters__ = tuple(_type_variables(args))

    @property
    def __origin__(self):
        return Union

    def __repr__(self):
        args = self.__args__
        if _UNIONS_ARE_BARS:
            return " | ".join(["None" if arg is _NONE else _type_repr(arg) for arg in args])
        if len(args) == 2 and _NONE in args:
            other = args[0] if args[1] is _NONE else args[1]
            return f"typing.Optional[{_type_repr(other)}]"
        return f"typing.Union[{', '.join(map(_type_repr, args))}]"

    def __eq__(self, other):
        args = getattr(other, "__args__", None)
        if args is None or isinstance(other, _Alias):
            return NotImplemented
        return set(self.__args__) == set(args)

    def __hash__(self):
        return hash(frozenset(self.__args__))

    def __getitem__(self, parameters):
        values = parameters if isinstance(parameters, tuple) else (parameters,)
        given = dict(zip(self.__parameters__, values))
        return Union[tuple([_filled(arg, given) for arg in self.__args__])]

    def __instancecheck__(self, obj):
        return isinstance(obj, self.__args__)

    def __subclasscheck__(self, cls):
        return issubclass(cls, self.__args__)


def _make_union(form, parameters):
    if parameters == ():
        raise TypeError("Cannot take a Union of no types.")
    flat = []
    for item in parameters if isinstance(parameters, tuple) else (parameters,):
        item = _type_of(item)
        inner = [item]
        if isinstance(item, _UnionAlias) or type(item).__name__ in ("UnionType", "Union"):
            inner = item.__args__
        flat.extend([one for one in inner if one not in flat])
    return flat[0] if len(flat) == 1 else _UnionAlias(tuple(flat))


def _make_optional(form, parameter):
    if isinstance(parameter, tuple):
        raise TypeError("Optional[t] requires a single type.")
    return Union[parameter, None]


class _Literal(_Alias):
    def __repr__(self):
        return f"typing.Literal[{', '.join(map(repr, self.__args__))}]"


def _make_literal(form, parameters):
    values = parameters if isinstance(parameters, tuple) else (parameters,)
    return _Literal(form, tuple(dict.fromkeys(values)), "typing.Literal")


def _make_alias(form, parameters):
    return _Alias(form, parameters, repr(form))


def _make_annotated(form, parameters):
    if not isinstance(parameters, tuple) or len(parameters) < 2:
        raise TypeError("Annotated[...] should be used with at least two arguments (a type and an annotation).")
    result = _Annotated(parameters[0], parameters, "typing.Annotated")
    result.__metadata__ = parameters[1:]
    return result


class _Annotated(_Alias):
    def __repr__(self):
        first, *rest = self.__args__
        return f"typing.Annotated[{', '.join([_type_repr(first), *map(repr, rest)])}]"


class ForwardRef(_Annotation):
    """A type that is written as a string."""

    def __init__(self, arg):
        self.__forward_arg__ = arg

    def __repr__(self):
        return f"ForwardRef({self.__forward_arg__!r})"

    def __eq__(self, other):
        if not isinstance(other, ForwardRef):
            return NotImplemented
        return self.__forward_arg__ == other.__forward_arg__

    def __hash__(self):
        return hash(self.__forward_arg__)


class _AnyMeta(type):
    def __repr__(cls):
        return "typing.Any" if cls is Any else super().__repr__()


class Any(metaclass=_AnyMeta):
    """Any type at all."""

    def __new__(cls, *args, **kwargs):
        if cls is Any:
            raise TypeError("Any cannot be instantiated")
        return super().__new__(cls)


Union = _SpecialForm("Union", _make_union)
Optional = _SpecialForm("Optional", _make_optional)
Literal = _SpecialForm("Literal", _make_literal)
Annotated = _SpecialForm("Annotated", _make_annotated)
Final = _SpecialForm("Final", _make_alias)
ClassVar = _SpecialForm("ClassVar", _make_alias)
Required = _SpecialForm("Required", _make_alias)
NotRequired = _SpecialForm("NotRequired", _make_alias)
TypeGuard = _SpecialForm("TypeGuard", _make_alias)
Concatenate = _SpecialForm("Concatenate", _make_alias)
Unpack = _SpecialForm("Unpack", _make_alias)
NoReturn = _SpecialForm("NoReturn")
Never = _SpecialForm("Never")
Self = _SpecialForm("Self")
LiteralString = _SpecialForm("LiteralString")
TypeAlias = _SpecialForm("TypeAlias")
if _machine.version() >= (3, 13):
    TypeIs = _SpecialForm("TypeIs", _make_alias)
    ReadOnly = _SpecialForm("ReadOnly", _make_alias)
    __all__ += ["ReadOnly", "TypeIs"]

List = _Generic(list, "List")
Dict = _Generic(dict, "Dict")
Set = _Generic(set, "Set")
FrozenSet = _Generic(frozenset, "FrozenSet")
Tuple = _Generic(tuple, "Tuple")
Type = _Generic(type, "Type")
Deque = _Generic(collections.deque, "Deque")
DefaultDict = _Generic(collections.defaultdict, "DefaultDict")
OrderedDict = _Generic(collections.OrderedDict, "OrderedDict")
Counter = _Generic(collections.Counter, "Counter")
ChainMap = _Generic(collections.ChainMap, "ChainMap")
Callable = _Generic(collections.abc.Callable, "Callable")
Iterable = _Generic(collections.abc.Iterable, "Iterable")
Iterator = _Generic(collections.abc.Iterator, "Iterator")
Generator = _Generic(collections.abc.Generator, "Generator")
Reversible = _Generic(collections.abc.Reversible, "Reversible")
Container = _Generic(collections.abc.Container, "Container")
Collection = _Generic(collections.abc.Collection, "Collection")
Hashable = _Generic(collections.abc.Hashable, "Hashable")
Sized = _Generic(collections.abc.Sized, "Sized")
Sequence = _Generic(collections.abc.Sequence, "Sequence")
MutableSequence = _Generic(collections.abc.MutableSequence, "MutableSequence")
AbstractSet = _Generic(collections.abc.Set, "AbstractSet")
MutableSet = _Generic(collections.abc.MutableSet, "MutableSet")
Mapping = _Generic(collections.abc.Mapping, "Mapping")
MutableMapping = _Generic(collections.abc.MutableMapping, "MutableMapping")
KeysView = _Generic(collections.abc.KeysView, "KeysView")
ItemsView = _Generic(collections.abc.ItemsView, "ItemsView")
ValuesView = _Generic(collections.abc.ValuesView, "ValuesView")
ContextManager = _SpecialForm("ContextManager", _make_alias)
Awaitable = _SpecialForm("Awaitable", _make_alias)
Coroutine = _SpecialForm("Coroutine", _make_alias)
AsyncIterator = _SpecialForm("AsyncIterator", _make_alias)
AsyncIterable = _SpecialForm("AsyncIterable", _make_alias)
AsyncGenerator = _SpecialForm("AsyncGenerator", _make_alias)
Text = str


class TypeVar(_Annotation):
    """A variable that stands for a type."""

    def __init__(self, name, *constraints, bound=None, covariant=False, contravariant=False, infer_variance=False):
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__name__ = name
        self.__constraints__ = constraints
        self.__bound__ = bound
        self.__covariant__ = covariant
        self.__contravariant__ = contravariant
        self._inferred = infer_variance

    def __repr__(self):
        if self._inferred:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class ParamSpec(_Annotation):
    """A variable that stands for the parameters of a function."""

    def __init__(self, name, **kwargs):
        self.__name__ = name
        self.args = f"{name}.args"
        self.kwargs = f"{name}.kwargs"

    def __repr__(self):
        return "~" + self.__name__


class TypeVarTuple(_Annotation):
    """A variable that stands for several types."""

    def __init__(self, name, **kwargs):
        self.__name__ = name

    def __repr__(self):
        return self.__name__

    def __iter__(self):
        yield Unpack[self]


AnyStr = TypeVar("AnyStr", bytes, str)


class Generic:
    """A base for classes that have type variables."""

    __slots__ = ()

    def __class_getitem__(cls, parameters):
        if cls is Generic:
            return _Alias(Generic, parameters, "typing.Generic")
        return _Alias(cls, parameters, f"{cls.__module__}.{cls.__qualname__}")


class _ProtocolMeta(ABCMeta):
    """The class of protocols: what a runtime protocol names is enough to be its instance."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        cls._is_protocol = any(base.__name__ == "Protocol" for base in bases)
        if "__init__" not in namespace and cls._is_protocol:
            cls.__init__ = _no_protocol_instance
        elif not cls._is_protocol and cls.__dict__.get("__init__") is None and cls.__init__ is _no_protocol_instance:
            cls.__init__ = object.__init__
        return cls


def _no_protocol_instance(self, *args, **kwargs):
    if type(self)._is_protocol:
        raise TypeError("Protocols cannot be instantiated")


class Protocol(Generic, metaclass=_ProtocolMeta):
    """A base for classes that say which attributes a type has to have."""

    _is_runtime = False

    @classmethod
    def _check(cls, obj):
        if not cls.__dict__.get("_is_protocol"):
            return False
        _demand_runtime(cls)
        return all(hasattr(obj, name) for name in _protocol_names(cls))

    @classmethod
    def _check_class(cls, subclass):
        if not cls.__dict__.get("_is_protocol"):
            return False
        _demand_runtime(cls)
        return all(getattr(subclass, name, None) is not None for name in _protocol_names(cls))

    def __class_getitem__(cls, parameters):
        name = "typing.Protocol" if cls is Protocol else f"{cls.__module__}.{cls.__qualname__}"
        return _Alias(cls, parameters, name)


def _demand_runtime(cls):
    if not cls.__dict__.get("_is_runtime"):
        raise TypeError("Instance and class checks can only be used with @runtime_checkable protocols")


_NO_MEMBERS = frozenset(
    "__module__ __qualname__ __doc__ __dict__ __weakref__ __init__ __abstractmethods__ __parameters__ __orig_bases__ "
    "__annotations__ __annotate__ __annotate_func__ __annotations_cache__ __slots__ __static_attributes__ "
    "__firstlineno__ __hash__ __type_params__ _is_protocol _is_runtime _abc_registered _check _check_class "
    "__class_getitem__ __new__ __subclasshook__".split()
)


def _protocol_names(cls):
    names = set()
    for base in cls.__mro__:
        if base.__dict__.get("_is_protocol") and base is not Protocol:
            names.update(base.__dict__, _annotations(base.__dict__))
    return names - _NO_MEMBERS


def runtime_checkable(cls):
    """Allow isinstance with a protocol."""
    if not getattr(cls, "_is_protocol", False):
        raise TypeError(f"@runtime_checkable can be only applied to protocol classes, got {cls!r}")
    cls._is_runtime = True
    return cls


def _annotations(namespace):
    """The annotations in the namespace of a class's body."""
    found = namespace.get("__annotations__")
    if found is None:
        make = namespace.get("__annotate_func__") or namespace.get("__annotate__")
        found = {} if make is None else make(1)
    return found


class NamedTupleMeta(type):
    """Makes a named tuple of a class with annotated fields."""

    def __new__(mcls, typename, bases, namespace, /, **kwargs):
        if namespace.get("_is_named_tuple_root"):
            return super().__new__(mcls, typename, bases, namespace, **kwargs)
        annotations = _annotations(namespace)
        defaults = []
        for name in annotations:
            if name in namespace:
                defaults.append(name)
            elif defaults:
                plural = "s" if len(defaults) > 1 else ""
                raise TypeError(
                    f"Non-default namedtuple field {name} cannot follow default field{plural} {', '.join(defaults)}"
                )
        result = collections.namedtuple(
            typename,
            list(annotations),
            defaults=[namespace[name] for name in defaults],
            module=namespace.get("__module__", "__main__"),
        )
        result.__annotations__ = dict(annotations)
        result.__orig_bases__ = (NamedTuple,)
        for name, value in namespace.items():
            if name in ("__new__", "__init__", "__slots__", "_fields", "_make", "_replace", "_asdict"):
                if name != "__slots__":
                    raise AttributeError(f"Cannot overwrite NamedTuple attribute {name}")
            elif name not in annotations and name not in _CLASS_PARTS:
                setattr(result, name, value)
                find = _machine.special(value, "__set_name__")
                if find is not None:
                    find(result, name)
        if "__qualname__" in namespace:
            result.__qualname__ = namespace["__qualname__"]
        if namespace.get("__doc__"):
            result.__doc__ = namespace["__doc__"]
        return result

    def __call__(cls, typename, fields=(), /):
        annotations = {name: annotation for name, annotation in fields}
        result = collections.namedtuple(typename, list(annotations))
        result.__annotations__ = annotations
        result.__orig_bases__ = (NamedTuple,)
        return result


_CLASS_PARTS = frozenset(
    "__module__ __qualname__ __annotations__ __annotate__ __annotate_func__ __dict__ __weakref__ __doc__ __classcell__ "
    "__orig_bases__ __static_attributes__ __firstlineno__ __conditional_annotations__ __classdictcell__".split()
)


class NamedTuple(metaclass=NamedTupleMeta):
    """A base for named tuples written as classes."""

    _is_named_tuple_root = True


class _TypedDictMeta(type):
    """The class of typed dicts; they make plain dicts."""

    def __new__(mcls, name, bases, namespace, total=True):
        annotations = {}
        for base in bases:
            annotations.update(base.__dict__.get("_all_annotations", {}))
        annotations.update(_annotations(namespace))
        result = super().__new__(mcls, name, bases, namespace)
        result._all_annotations = annotations
        result.__total__ = total
        result.__required_keys__ = frozenset(annotations if total else ())
        result.__optional_keys__ = frozenset(() if total else annotations)
        return result

    def __call__(cls, *args, **kwds):
        if cls is TypedDict:
            return _TypedDictMeta(args[0], (TypedDict,), {"__annotations__": args[1], "__module__": "__main__"})
        return dict(*args, **kwds)

    def __instancecheck__(cls, obj):
        raise TypeError("TypedDict does not support instance and class checks")


class TypedDict(metaclass=_TypedDictMeta):
    """A base for classes that say which keys a dict has."""


def NewType(name, tp):
    """A name for a type that is checked as another one; it gives its argument back."""
    return _NewType(name, tp)


class _NewType(_Annotation):
    def __init__(self, name, tp):
        self.__name__ = name
        self.__qualname__ = name
        self.__supertype__ = tp
        self.__module__ = "__main__"

    def __call__(self, x, /):
        return x

    def __repr__(self):
        return f"{self.__module__}.{self.__qualname__}"


@runtime_checkable
class SupportsInt(Protocol):
    @abstractmethod
    def __int__(self): ...


@runtime_checkable
class SupportsFloat(Protocol):
    @abstractmethod
    def __float__(self): ...


@runtime_checkable
class SupportsIndex(Protocol):
    @abstractmethod
    def __index__(self): ...


@runtime_checkable
class SupportsAbs(Protocol):
    @abstractmethod
    def __abs__(self): ...


@runtime_checkable
class SupportsRound(Protocol):
    @abstractmethod
    def __round__(self, ndigits=0): ...


def cast(typ, val):
    return val


def reveal_type(obj, /):
    return obj


def assert_type(val, typ, /):
    return val


def assert_never(arg, /):
    text = repr(arg)
    raise AssertionError(
        f"Expected code to be unreachable, but got: {text if len(text) <= 100 else text[:100] + '...'}"
    )


def overload(func):
    return _overload_dummy


def _overload_dummy(*args, **kwds):
    raise NotImplementedError(
        "You should not call an overloaded function. A series of @overload-decorated functions outside a stub module "
        "should always be followed by an implementation that is not @overload-ed."
    )


def final(f):
    return f


def override(method, /):
    return method


if _machine.version() < (3, 12):
    del override
else:
    __all__.append("override")


def no_type_check(arg):
    return arg


def get_origin(tp):
    return getattr(tp, "__origin__", None)


def get_args(tp):
    args = getattr(tp, "__args__", ())
    if get_origin(tp) is collections.abc.Callable and args and isinstance(args[0], tuple):
        return (list(args[0]), *args[1:])
    return args


def get_type_hints(obj, globalns=None, localns=None, include_extras=False):
    if isinstance(obj, type):
        hints = {}
        for base in reversed(obj.__mro__):
            hints.update(_annotations(base.__dict__))
        return hints
    return {name: _NONE if hint is None else hint for name, hint in getattr(obj, "__annotations__", {}).items()}
