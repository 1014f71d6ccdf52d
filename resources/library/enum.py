"""Enumerations: Enum, IntEnum, StrEnum, Flag, IntFlag, auto, unique, member, nonmember.

Left out: the boundaries of flags other than their defaults, `verify`, `property` and `_ignore_`.
"""

import _machine

__all__ = [
    "Enum",
    "EnumMeta",
    "EnumType",
    "Flag",
    "IntEnum",
    "IntFlag",
    "StrEnum",
    "auto",
    "member",
    "nonmember",
    "unique",
]

Flag = None  # until its class is made below

_NO_VALUE = object()
_DATA_TYPES = (int, str, float, complex, bytes, tuple)
_FUNCTION_TYPES = (type(lambda: 0), property, classmethod, staticmethod)


class auto:
    """Takes the place of a value that follows from those before it."""

    def __init__(self, value=_NO_VALUE):
        self.value = value

    def settled(self, generate, name, last_values):
        """The value; it is made at the first time."""
        if self.value is _NO_VALUE:
            self.value = generate(name, 1, len(last_values), last_values[:])
        return self.value

    def __repr__(self):
        return f"auto({self.value!r})"

    # A class's body may combine values that are not known before the class is made.
    def __or__(self, other):
        return _Combined(lambda a, b: a | b, self, other)

    def __and__(self, other):
        return _Combined(lambda a, b: a & b, self, other)

    def __xor__(self, other):
        return _Combined(lambda a, b: a ^ b, self, other)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__

    def __invert__(self):
        return _Combined(lambda a, b: ~a, self, self)


class _Combined(auto):
    """What an operator makes of values that are not known yet."""

    def __init__(self, combine, left, right):
        super().__init__()
        self._combine = combine
        self._left = left
        self._right = right

    def settled(self, generate, name, last_values):
        if self.value is _NO_VALUE:
            both = [
                part.settled(generate, name, last_values) if isinstance(part, auto) else part
                for part in (self._left, self._right)
            ]
            self.value = self._combine(*both)
        return self.value


class nonmember:
    """Keeps a value from becoming a member."""

    def __init__(self, value):
        self.value = value


class member:
    """Makes a member of a value that would not become one, such as a function."""

    def __init__(self, value):
        self.value = value


def _is_descriptor(value):
    return isinstance(value, _FUNCTION_TYPES) or (
        not isinstance(value, type)
        and any(_machine.has_special(value, name) for name in ("__get__", "__set__", "__delete__"))
    )


def _is_special(name):
    """Whether a name is no member's: __dunder__ or _sunder_."""
    return len(name) > 2 and name[0] == "_" and name[-1] == "_"


class EnumType(type):
    """The class of enumerations: they have a length, are iterated over, and call themselves to find a member."""

    def __new__(metacls, cls, bases, classdict, **kwds):
        values, rest = _sort_out(cls, classdict)
        enum_class = super().__new__(metacls, cls, bases, rest, **kwds)
        enum_class._member_names_ = []
        enum_class._member_map_ = {}
        enum_class._value2member_map_ = {}
        parents = [base for base in bases if isinstance(base, EnumType)]
        if not parents:
            # Enum itself.
            return enum_class
        for parent in parents:
            if parent._member_names_:
                raise TypeError(f"<enum {cls!r}> cannot extend {parent!r}")
        enum_class._member_type_ = _data_type(enum_class)
        _settle_text(enum_class)
        _make_members(enum_class, values)
        return enum_class

    def __call__(cls, value=_NO_VALUE, names=_NO_VALUE, *values, module=None, qualname=None, type=None, start=1):
        if cls._member_names_ or names is _NO_VALUE:
            if value is _NO_VALUE:
                raise TypeError("EnumType.__call__() missing 1 required positional argument: 'value'")
            if names is not _NO_VALUE:
                # A member whose value is a tuple, written without the parentheses.
                value = (value, names, *values)
            return _find(cls, value)
        return _functional(cls, value, names, module, type, start)

    def __contains__(cls, value):
        if isinstance(value, cls):
            return True
        if _machine.version() < (3, 12):
            if isinstance(value, Enum):
                return False
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(value).__qualname__!r} and {type(cls).__qualname__!r}"
            )
        return _lookup(cls, value) is not None or (issubclass(cls, Flag) and _is_flag_value(cls, value))

    def __delattr__(cls, attr):
        if attr in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"{cls.__name__!r} cannot delete member {attr!r}.")
        super().__delattr__(attr)

    def __setattr__(cls, name, value):
        if name in cls.__dict__.get("_member_map_", {}):
            raise AttributeError(f"cannot reassign member {name!r}")
        super().__setattr__(name, value)

    def __getitem__(cls, name):
        return cls._member_map_[name]

    def __iter__(cls):
        return iter([cls._member_map_[name] for name in cls._member_names_])

    def __reversed__(cls):
        return iter([cls._member_map_[name] for name in reversed(cls._member_names_)])

    def __len__(cls):
        return len(cls._member_names_)

    def __bool__(cls):
        return True

    def __repr__(cls):
        kind = "flag" if Flag is not None and issubclass(cls, Flag) else "enum"
        return f"<{kind} {cls.__name__!r}>"

    @property
    def __members__(cls):
        return dict(cls._member_map_)


if _machine.version() < (3, 12):

    def _no_attribute(cls, name):
        raise AttributeError(name)

    EnumType.__getattr__ = _no_attribute

EnumMeta = EnumType
#: Not known while the first enumerations are made.
Flag = None


def _sort_out(cls, classdict):
    """The values that become members, and the rest of the class's namespace."""
    values = {}
    rest = {}
    private = f"_{cls.lstrip('_')}__"
    for name, value in classdict.items():
        if isinstance(value, nonmember):
            rest[name] = value.value
        elif isinstance(value, member):
            values[name] = value.value
        elif _is_special(name) or name.startswith(private) or _is_descriptor(value):
            rest[name] = value
        elif isinstance(value, type) and _machine.version() >= (3, 13):
            rest[name] = value
        else:
            values[name] = value
    return values, rest


def _data_type(cls):
    for base in cls.__mro__:
        if base in _DATA_TYPES:
            return base
    for base in cls.__mro__:
        # A class that is mixed in and makes its own objects.
        if not isinstance(base, EnumType) and base is not object and "__new__" in base.__dict__:
            return base
    return object


def _settle_text(cls):
    """What repr, str and format show where a data type is mixed in."""
    if cls._member_type_ is object:
        return
    for name in ("__repr__", "__str__", "__format__"):
        owners = [base for base in cls.__mro__ if name in base.__dict__]
        if not isinstance(owners[0], EnumType):
            # The data type would show itself as if it were no enumeration.
            enumerations = [base for base in owners if isinstance(base, EnumType)]
            setattr(cls, name, enumerations[0].__dict__[name])


def _make_members(cls, values):
    settled = []
    generate = cls._generate_next_value_
    for name, value in values.items():
        if isinstance(value, auto):
            value = value.settled(generate, name, settled)
        elif isinstance(value, tuple) and any(isinstance(part, auto) for part in value):
            value = tuple([part.settled(generate, name, settled) if isinstance(part, auto) else part for part in value])
        settled.append(value)
        _make_member(cls, name, value)


def _make_member(cls, name, value):
    kind = cls._member_type_
    args = value if isinstance(value, tuple) else (value,)
    if kind is tuple:
        args = (args,)
    own_new = _own_new(cls)
    if own_new is not None:
        new = own_new(cls, *args)
    elif kind is object:
        new = object.__new__(cls)
    else:
        new = kind.__new__(cls, *args)
    if "_value_" not in new.__dict__:
        new._value_ = value if kind is object or len(args) == 1 and kind is not str else kind(*args)
        if kind in _DATA_TYPES and kind is not tuple:
            new._value_ = kind(*args)
    new._name_ = name
    new.__objclass__ = cls
    new._sort_order_ = len(cls._member_names_)
    new.__init__(*args)
    for known in cls._member_map_.values():
        if known._value_ == new._value_:
            # Another name of a member.
            new = known
            break
    else:
        if not issubclass(cls, Flag) or _is_single_bit(new._value_):
            cls._member_names_.append(name)
        try:
            cls._value2member_map_[new._value_] = new
        except TypeError:
            # A value without a hash is looked for one by one.
            pass
    type.__setattr__(cls, name, new)
    cls._member_map_[name] = new


def _is_single_bit(value):
    return not isinstance(value, int) or (value > 0 and value & (value - 1) == 0)


def _own_new(cls):
    for base in cls.__mro__:
        if base is object or base in _DATA_TYPES or base is Enum:
            return None
        new = base.__dict__.get("__new__")
        if new is not None:
            return getattr(base, "__new__")
    return None


def _lookup(cls, value):
    if value is not _NO_VALUE and type(value) is cls:
        return value
    try:
        return cls._value2member_map_.get(value)
    except TypeError:
        pass
    for known in cls._member_map_.values():
        if known._value_ == value:
            return known
    return None


def _find(cls, value):
    found = _lookup(cls, value)
    if found is not None:
        return found
    if not cls._member_map_ and (_machine.version() >= (3, 12) and cls in (Enum, IntEnum, StrEnum, Flag, IntFlag)):
        raise TypeError(f"{cls!r} has no members")
    made = cls._missing_(value)
    if isinstance(made, cls):
        return made
    if made is None:
        raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
    raise TypeError(f"error in {cls.__name__}._missing_: returned {made!r} instead of None or a valid member")


def _functional(cls, class_name, names, module, kind, start):
    if isinstance(names, str):
        names = names.replace(",", " ").split()
    namespace = {}
    if isinstance(names, (list, tuple)) and names and isinstance(names[0], str):
        settled = []
        for place, name in enumerate(names):
            value = cls._generate_next_value_(name, start, place, settled[:])
            settled.append(value)
            namespace[name] = value
    else:
        for item in names:
            name, value = (item, names[item]) if isinstance(item, str) else item
            namespace[name] = value
    namespace["__module__"] = "__main__" if module is None else module
    return type(cls)(class_name, (cls,) if kind is None else (kind, cls), namespace)


class _MemberAttribute:
    """The name or the value of a member, which cannot be set."""

    def __init__(self, name):
        self._public = name
        self._private = f"_{name}_"

    def __get__(self, instance, owner=None):
        if instance is None:
            # A member may have this name.
            found = owner._member_map_.get(self._public)
            if found is None:
                raise AttributeError(f"{owner!r} has no attribute {self._public!r}")
            return found
        return getattr(instance, self._private)

    def __set__(self, instance, value):
        raise AttributeError(f"<enum 'Enum'> cannot set attribute {self._public!r}")

    def __delete__(self, instance):
        raise AttributeError(f"<enum 'Enum'> cannot delete attribute {self._public!r}")


class Enum(metaclass=EnumType):
    """A class whose members are named constants."""

    def __init__(self, *args, **kwds):
        pass

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start
        numbers = [value for value in last_values if isinstance(value, (int, float))]
        if len(numbers) != len(last_values) and _machine.version() >= (3, 13):
            raise TypeError("unable to sort non-numeric values")
        if not numbers:
            return start
        return max(numbers) + 1

    @classmethod
    def _missing_(cls, value):
        return None

    name = _MemberAttribute("name")
    value = _MemberAttribute("value")

    def __repr__(self):
        value = self._value_
        return f"<{type(self).__name__}.{self._name_}: {value!r}>"

    def __str__(self):
        return f"{type(self).__name__}.{self._name_}"

    def __format__(self, format_spec):
        return str.__format__(str(self), format_spec)

    def __dir__(self):
        return sorted({"__class__", "__doc__", "__eq__", "__hash__", "__module__", "name", "value"})

    def __hash__(self):
        return hash(self._name_)

    def __reduce_ex__(self, proto):
        return type(self), (self._value_,)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class IntEnum(int, Enum):
    """An enumeration whose members are integers."""

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(self, format_spec)


class StrEnum(str, Enum):
    """An enumeration whose members are strings."""

    def __new__(cls, *values):
        if len(values) > 3:
            raise TypeError(f"too many arguments for str(): {values!r}")
        if not isinstance(values[0], str):
            raise TypeError(f"{values[0]!r} is not a string")
        value = str(*values)
        new = str.__new__(cls, value)
        new._value_ = value
        return new

    def __str__(self):
        return str.__str__(self)

    def __format__(self, format_spec):
        return str.__format__(self, format_spec)

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()


def _bits(value):
    bit = 1
    while bit <= value:
        if value & bit:
            yield bit
        bit <<= 1


def _all_bits(cls):
    every = 0
    for known in cls._member_map_.values():
        every |= known._value_
    return every


def _is_flag_value(cls, value):
    return isinstance(value, int) and 0 <= value <= _all_bits(cls) and not value & ~_all_bits(cls)


class Flag(Enum):
    """An enumeration whose members are combined with |, &, ^ and ~."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        if not last_values:
            return start if start is not None else 1
        return 2 ** max(last_values).bit_length()

    @classmethod
    def _missing_(cls, value):
        if not isinstance(value, int):
            raise ValueError(f"{value!r} is not a valid {cls.__qualname__}")
        every = _all_bits(cls)
        if value < 0:
            value = (every + 1 + value) if -every <= value + 1 else value & every
            value &= every
        elif value & ~every and not issubclass(cls, int):
            width = max(value.bit_length(), every.bit_length())
            raise ValueError(
                f"{cls!r} invalid value {value!r}\n    given {_binary(value, width)}\n  allowed {_binary(every, width)}"
            )
        found = cls._value2member_map_.get(value)
        if found is not None:
            return found
        new = int.__new__(cls, value) if issubclass(cls, int) else object.__new__(cls)
        new._value_ = value
        names = [known._name_ for known in cls if known._value_ & value]
        rest = value & ~every
        new._name_ = "|".join(names + ([str(rest)] if rest else [])) if names else None
        cls._value2member_map_[value] = new
        return new

    def __reversed__(self):
        return iter(list(self)[::-1])

    def __iter__(self):
        cls = type(self)
        return iter([known for known in cls if known._value_ & self._value_])

    def __len__(self):
        return self._value_.bit_count()

    def __contains__(self, other):
        if not isinstance(other, type(self)):
            raise TypeError(
                f"unsupported operand type(s) for 'in': {type(other).__qualname__!r} and {type(self).__qualname__!r}"
            )
        return other._value_ & self._value_ == other._value_

    def __repr__(self):
        if self._name_ is None:
            return f"<{type(self).__name__}: {self._value_!r}>"
        return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"

    def __str__(self):
        if self._name_ is None:
            return f"{type(self).__name__}({self._value_!r})"
        return f"{type(self).__name__}.{self._name_}"

    def __bool__(self):
        return bool(self._value_)

    def _number(self, other):
        """The bits of another operand; None if it does not fit."""
        if isinstance(other, type(self)):
            return other._value_
        if isinstance(self, int) and isinstance(other, int):
            return int(other)
        return None

    def __or__(self, other):
        bits = self._number(other)
        return NotImplemented if bits is None else type(self)(self._value_ | bits)

    def __and__(self, other):
        bits = self._number(other)
        return NotImplemented if bits is None else type(self)(self._value_ & bits)

    def __xor__(self, other):
        bits = self._number(other)
        return NotImplemented if bits is None else type(self)(self._value_ ^ bits)

    def __invert__(self):
        return type(self)(_all_bits(type(self)) & ~self._value_)

    __ror__ = __or__
    __rand__ = __and__
    __rxor__ = __xor__


def _binary(value, width):
    return f"0b0 {value:0{width}b}"


class IntFlag(int, Flag):
    """A Flag whose members are integers too."""

    def __repr__(self):
        return Flag.__repr__(self)

    def __str__(self):
        return int.__repr__(self)

    def __format__(self, format_spec):
        return int.__format__(self, format_spec)

    __or__ = Flag.__or__
    __and__ = Flag.__and__
    __xor__ = Flag.__xor__
    __ror__ = Flag.__or__
    __rand__ = Flag.__and__
    __rxor__ = Flag.__xor__
    __invert__ = Flag.__invert__
    __contains__ = Flag.__contains__


def unique(enumeration):
    """A class decorator that allows no second name of a member."""
    doubles = [f"{name} -> {known._name_}" for name, known in enumeration._member_map_.items() if name != known._name_]
    if doubles:
        raise ValueError(f"duplicate values found in {enumeration!r}: {', '.join(doubles)}")
    return enumeration
