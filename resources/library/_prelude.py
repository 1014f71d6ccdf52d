"""What built-in functions and operators do where a value's own class, or a function of the program, has a say in it.

The interpreter turns to these functions when its native ones meet an instance of a class, a generator, or a function
that must be called. They execute in no simulated time, as CPython's C code does; what they call of the program does not.
"""

import _machine

_special = _machine.special
_next_or_end = _machine.next_or_end
_END = _machine.end()


# -- classes ---------------------------------------------------------------------------------------------------------


def build_class(function, name, /, *bases, metaclass=None, **keywords):
    resolved = []
    changed = False
    for base in bases:
        entries = _special(base, "__mro_entries__")
        if entries is None:
            resolved.append(base)
        else:
            changed = True
            resolved.extend(entries(bases))
    bases_now = tuple(resolved)
    for base in bases_now:
        if metaclass is None and not isinstance(base, type):
            _check_maker(type(base))
    meta = _metaclass(metaclass, bases_now)
    namespace, cell = _machine.class_namespace(function, _prepared(meta, name, bases_now, keywords))
    if changed:
        namespace["__orig_bases__"] = bases
    if meta is None:
        return _finished(name, bases_now, namespace, cell, None, keywords)
    if not isinstance(meta, type):
        return meta(name, bases_now, namespace, **keywords)
    return _made_by(meta, name, bases_now, namespace, cell, keywords)


def _prepared(meta, name, bases, keywords):
    """The names that a class begins with, by what its metaclass gives for them."""
    preparing = None if meta is None else _machine.special_of(meta, "__prepare__")
    if preparing is None:
        return {}
    names = preparing(name, bases, **keywords)
    if type(names) is not dict:
        raise TypeError(f"Coreloom does not simulate classes whose names are kept in an instance of {type(names).__name__!r}")
    return names


def _made_by(meta, name, bases, namespace, cell, keywords):
    maker = _machine.special_of(meta, "__new__")
    if maker is None:
        made = _finished(name, bases, namespace, cell, meta, keywords)
    else:
        if cell is not None:
            namespace["__classcell__"] = cell
        made = maker(meta, name, bases, namespace, **keywords)
        if not isinstance(made, type):
            return made
    starter = _machine.special_of(meta, "__init__")
    if starter is not None:
        starter(made, name, bases, namespace, **keywords)
    return made


def _check_maker(kind):
    """Say what the type of something that is no class says when it is to make one."""
    name = kind.__name__
    if name in ("int", "module"):
        if name == "int" and _machine.version() >= (3, 13):
            raise TypeError("int expected at most 2 arguments, got 3")
        raise TypeError(f"{name}() takes at most 2 arguments (3 given)")
    if name == "function":
        raise TypeError("function() argument 'code' must be code, not str")
    if name == "NoneType":
        raise TypeError("NoneType takes no arguments")
    if name == "str":
        raise TypeError("decoding str is not supported")
    if name in ("list", "tuple", "set", "dict", "float"):
        raise TypeError(f"{name} expected at most 1 argument, got 3")


def new_type(meta, name, bases, namespace, /, **keywords):
    entries = dict(namespace)
    cell = entries.pop("__classcell__", None)
    return _finished(name, bases, entries, cell, meta, keywords)


def build_type(name, bases, namespace, /, **keywords):
    meta = _metaclass(None, bases)
    namespace = dict(namespace)
    namespace.setdefault("__module__", "__main__")
    if meta is None:
        return _finished(name, bases, namespace, None, None, keywords)
    return _made_by(meta, name, bases, namespace, None, keywords)


def _metaclass(meta, bases):
    """The most derived one of a metaclass that is asked for and those of the bases; None for `type`."""
    for base in bases:
        kind = type(base)
        if kind is type:
            continue
        if meta is None or meta is type or issubclass(kind, meta):
            meta = kind
        elif isinstance(meta, type) and not issubclass(meta, kind):
            raise TypeError(
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the"
                " metaclasses of all its bases"
            )
    return None if meta is type else meta


def _finished(name, bases, namespace, cell, meta, keywords):
    if "__slots__" in namespace:
        _check_slots(name, namespace)
    made = _machine.make_class(name, bases, namespace, cell, meta)
    for key, value in namespace.items():
        naming = _special(value, "__set_name__")
        if naming is not None:
            naming(made, key)
    super(made, made).__init_subclass__(**keywords)
    return made


def construct(cls, /, *args, **keywords):
    maker = _machine.special_of(cls, "__new__")
    if maker is None:
        maker = cls.__new__
    made = maker(cls, *args, **keywords)
    if isinstance(made, cls):
        starter = _machine.special_of(type(made), "__init__")
        if starter is None:
            if _machine.layout(cls) in ("list", "dict", "set"):
                _fill(made, args, keywords)
        elif starter(made, *args, **keywords) is not None:
            raise TypeError("__init__() should return None")
    return made


def _fill(made, args, keywords):
    if _machine.kind(made) == "list":
        extend_self(made, *args)
    else:
        update_self(made, *args, **keywords)


def extend_self(target, items=(), /):
    list.clear(target)
    for item in items:
        list.append(target, item)


def update_self(target, *args, **keywords):
    if _machine.kind(target) == "dict":
        dict_update(target, *args, **keywords)
    else:
        for item in args[0] if args else ():
            set.add(target, item)


def _check_slots(cls_name, namespace):
    """Say what CPython says of names that instances cannot have attributes of."""
    slots = namespace["__slots__"]
    if isinstance(slots, str):
        slots = (slots,)
    elif _machine.kind(slots) not in ("tuple", "list", "dict"):
        slots = namespace["__slots__"] = tuple(slots)
    for name in slots:
        if not isinstance(name, str):
            raise TypeError(f"__slots__ items must be strings, not '{type(name).__name__}'")
        if not name.isidentifier():
            raise TypeError("__slots__ must be identifiers")
        if name.startswith("__") and not name.endswith("__"):
            name = f"_{cls_name.lstrip('_')}{name}"
        if name in namespace and name not in ("__qualname__", "__classcell__"):
            raise ValueError(f"{name!r} in __slots__ conflicts with class variable")


class object_:
    """What `object()` makes."""

    __slots__ = ()


def own_names(value):
    return sorted(_special(value, "__dir__")())


def open_(*args, **keywords):
    import io

    return io.open(*args, **keywords)


def call_for_nothing(function, args):
    function(*args)


def getter_or_default(function, args, default):
    try:
        return function(*args)
    except AttributeError:
        return default


def getter_works(function, args):
    try:
        function(*args)
    except AttributeError:
        return False
    return True


def getter_or_fallback(function, args, fallback, target, name):
    try:
        return function(*args)
    except AttributeError:
        return fallback(target, name)


def isinstance_hook(value, kinds):
    for kind in kinds:
        hook, decides = _machine.checking_hook(kind, "__instancecheck__", "_check")
        if hook is None:
            if isinstance(value, kind):
                return True
        elif type(value) is kind or (not decides and _machine.is_instance(value, kind)) or hook(value):
            return True
    return False


def issubclass_hook(cls, kinds):
    for kind in kinds:
        hook, decides = _machine.checking_hook(kind, "__subclasscheck__", "_check_class")
        if hook is None:
            if issubclass(cls, kind):
                return True
        elif (not decides and _machine.is_subclass(cls, kind)) or hook(cls):
            return True
    return False


# -- text ------------------------------------------------------------------------------------------------------------

def repr_(value, /):
    own = _special(value, "__repr__")
    if own is not None:
        text = own()
        if not isinstance(text, str):
            raise TypeError(f"__repr__ returned non-string (type {type(text).__name__})")
        return text
    kind = _machine.kind(value)
    if not kind:
        return _machine.plain_text(value)
    writing = _machine.writing()
    for one in writing:
        if one is value:
            return "[...]" if kind == "list" else "{...}" if kind == "dict" else "(...)" if kind == "tuple" else "..."
    if len(writing) > 100:
        raise RecursionError("maximum recursion depth exceeded while getting the repr of an object")
    writing.append(value)
    try:
        return _container_text(value, kind)
    finally:
        writing.pop()


def _container_text(value, kind):
    if kind == "dict":
        return "{" + ", ".join([f"{key!r}: {item!r}" for key, item in dict.items(value)]) + "}"
    if kind == "exception":
        args = value.args
        inner = ", ".join([f"{item!r}" for item in args])
        return f"{type(value).__name__}({inner})"
    parts = [f"{item!r}" for item in _machine.items(value)]
    if kind == "list":
        return "[" + ", ".join(parts) + "]"
    if kind == "tuple":
        return "(" + parts[0] + ",)" if len(parts) == 1 else "(" + ", ".join(parts) + ")"
    if kind == "set":
        name = type(value).__name__
        if not parts:
            return name + "()"
        return "{" + ", ".join(parts) + "}" if name == "set" else name + "({" + ", ".join(parts) + "})"
    if kind == "frozenset":
        return "frozenset({" + ", ".join(parts) + "})"
    return type(value).__name__ + "([" + ", ".join(parts) + "])"


def str_(value="", /, *rest):
    if rest:
        raise TypeError("decoding to str: need a bytes-like object")
    own = _special(value, "__str__")
    if own is None:
        if _machine.kind(value) == "exception" and _special(value, "__repr__") is None:
            return exception_text(value)
        return repr(value)
    text = own()
    if not isinstance(text, str):
        raise TypeError(f"__str__ returned non-string (type {type(text).__name__})")
    return text


def exception_text(error):
    args = error.args
    if not args:
        return ""
    if len(args) == 1:
        return repr(args[0]) if isinstance(error, KeyError) else str(args[0])
    if isinstance(error, OSError) and len(args) in (2, 3):
        name = f": {args[2]!r}" if len(args) > 2 else ""
        return f"[Errno {args[0]}] {args[1]}{name}"
    return repr(args)


def format_value(value, specification="", /):
    own = _special(value, "__format__")
    if own is None:
        if specification == "":
            return str(value)
        if _machine.kind(value) == "str" or isinstance(value, (int, float)):
            return _machine.native_format(value, specification)
        raise TypeError(f"unsupported format string passed to {type(value).__name__}.__format__")
    text = own(specification)
    if not isinstance(text, str):
        raise TypeError(f"__format__ must return a str, not {type(text).__name__}")
    return text


format_ = format_value


def format_str(value, specification="", /):
    text = str(value)
    return _machine.native_format(text, specification) if specification else text


def format_repr(value, specification="", /):
    text = repr(value)
    return _machine.native_format(text, specification) if specification else text


def format_ascii(value, specification="", /):
    text = ascii(value)
    return _machine.native_format(text, specification) if specification else text


def ascii_(value, /):
    return repr(value).encode("ascii", "backslashreplace").decode("ascii")


def print_(*values, sep=" ", end="\n", file=None, flush=False):
    if sep is None:
        sep = " "
    if end is None:
        end = "\n"
    text = sep.join([str(value) for value in values]) + end
    if file is None:
        _machine.write(text)
    else:
        file.write(text)


def str_join(separator, items, /):
    return separator.join([*items])


def binary_mod_text(template, values):
    if isinstance(values, tuple):
        return template % tuple([_formatted(value) for value in values])
    if _machine.kind(values) == "dict":
        return template % {key: _formatted(value) for key, value in values.items()}
    return template % (_formatted(values),)


class _Text:
    pass


def _formatted(value):
    if _special(value, "__str__") is None and _special(value, "__repr__") is None and _machine.kind(value) == "":
        return value
    if isinstance(value, (int, float)):
        return value
    return _machine.rendered(repr(value), str(value))


def str_format(template, /, *args, **keywords):
    return _machine_format(template, args, keywords, 2)


def str_format_map(template, mapping, /):
    return _machine_format(template, (), mapping, 2)


def _machine_format(template, args, keywords, depth):
    if depth < 0:
        raise ValueError("Max string recursion exceeded")
    parts = []
    number = 0
    for literal, field, specification, conversion in _machine.parse_format(template):
        parts.append(literal)
        if field is None:
            continue
        first, rest = _machine.split_field(field)
        if first == "":
            if number < 0:
                raise ValueError("cannot switch from manual field specification to automatic field numbering")
            first = number
            number += 1
        elif isinstance(first, int):
            if number > 0:
                raise ValueError("cannot switch from automatic field numbering to manual field specification")
            number = -1
        if isinstance(first, int):
            if first >= len(args):
                raise IndexError(f"Replacement index {first} out of range for positional args tuple")
            value = args[first]
        else:
            value = keywords[first]
        for is_attribute, name in rest:
            value = getattr(value, name) if is_attribute else value[name]
        if "{" in specification:
            nested = []
            for text, inner, _spec, _conversion in _machine.parse_format(specification):
                nested.append(text)
                if inner is not None:
                    if "{" in _spec:
                        raise ValueError("Max string recursion exceeded")
                    key, _more = _machine.split_field(inner)
                    if key == "":
                        key = number
                        number += 1
                    nested.append(str(args[key] if isinstance(key, int) else keywords[key]))
            specification = "".join(nested)
        if conversion == "r":
            value = repr(value)
        elif conversion == "s":
            value = str(value)
        elif conversion == "a":
            value = ascii(value)
        elif conversion is not None:
            raise ValueError(f"Unknown conversion specifier {conversion}")
        parts.append(format(value, specification))
    return "".join(parts)


# -- truth, numbers --------------------------------------------------------------------------------------------------


def truth(value, /):
    own = _special(value, "__bool__")
    if own is not None:
        result = own()
        if result is not True and result is not False:
            raise TypeError(f"__bool__ should return bool, returned {type(result).__name__}")
        return result
    own = _special(value, "__len__")
    if own is not None:
        return len(value) > 0
    return bool(value)


def bool_(value=False, /):
    return truth(value)


def len_(value, /):
    own = _special(value, "__len__")
    if own is None:
        raise TypeError(f"object of type '{type(value).__name__}' has no len()")
    return _checked_length(own())


length = len_


def _checked_length(result):
    if not isinstance(result, int):
        raise TypeError(f"'{type(result).__name__}' object cannot be interpreted as an integer")
    if result < 0:
        raise ValueError("__len__() should return >= 0")
    if result > 0x7FFFFFFFFFFFFFFF:
        raise OverflowError("cannot fit 'int' into an index-sized integer")
    return _machine.plain_int(result)


def _number(value, names, kind):
    for name in names:
        own = _special(value, name)
        if own is not None:
            result = own()
            if not isinstance(result, kind):
                raise TypeError(f"{name} returned non-{kind.__name__} (type {type(result).__name__})")
            return result
    return value


def int_(value=0, /, base=None):
    if base is not None:
        return int(value, _number(base, ("__index__",), int))
    return int(_number(value, ("__int__", "__index__", "__trunc__"), int))


def float_(value=0, /):
    result = _number(value, ("__float__", "__index__"), (float, int)[: 2 if _special(value, "__float__") is None else 1])
    return float(result)


def complex_(real=0, imag=0):
    own = _special(real, "__complex__")
    if own is not None:
        return own()
    return complex(float(real), imag) if imag else complex(float(real))


def abs_(value, /):
    return _special(value, "__abs__")()


def negative(value):
    return _special(value, "__neg__")()


def positive(value):
    return _special(value, "__pos__")()


def invert(value):
    return _special(value, "__invert__")()


def round_(number, ndigits=None):
    own = _special(number, "__round__")
    return own() if ndigits is None else own(ndigits)


def index_of(value):
    if isinstance(value, int):
        return _machine.plain_int(value)  # what a class that extends int says of itself does not count
    return _number(value, ("__index__",), int)


def math_call(function, /, *args, **keywords):
    """Call a function of the module math with what its arguments are as plain numbers."""
    name = function.__name__
    if name in ("floor", "ceil", "trunc") and len(args) == 1:
        own = _special(args[0], f"__{name}__")
        if own is not None:
            return own()
        if name == "trunc":
            raise TypeError(f"type {type(args[0]).__name__} doesn't define __trunc__ method")
    if name == "prod" and args:
        total = keywords.get("start", 1)
        for item in args[0]:
            total = total * item
        return total
    if name in ("dist", "fsum", "sumprod"):
        return function(*[[_real(item) for item in items] for items in args])
    as_number = index_of if name in ("comb", "factorial", "gcd", "isqrt", "lcm", "perm") else _real
    return function(*[as_number(value) for value in args], **keywords)


def _real(value):
    if isinstance(value, (int, float)):
        return value
    if _special(value, "__float__") is None and _special(value, "__index__") is None:
        raise TypeError(f"must be real number, not {type(value).__name__}")
    return float(value)


def bin_(value, /):
    return bin(index_of(value))


def hex_(value, /):
    return hex(index_of(value))


def oct_(value, /):
    return oct(index_of(value))


def chr_(value, /):
    return chr(index_of(value))


def range_(*args):
    return range(*[index_of(value) for value in args])


def bytes_(value=b"", *rest):
    own = _special(value, "__bytes__")
    return own() if own is not None else bytes([*value], *rest)


def pow_(base, exp, mod=None):
    if mod is None:
        return base**exp
    own = _special(base, "__pow__")
    return own(exp, mod)


def divmod_(left, right, /):
    own = _special(left, "__divmod__")
    if own is not None:
        result = own(right)
        if result is not NotImplemented:
            return result
    own = _special(right, "__rdivmod__")
    if own is not None:
        result = own(left)
        if result is not NotImplemented:
            return result
    raise TypeError(f"unsupported operand type(s) for divmod(): '{type(left).__name__}' and '{type(right).__name__}'")


# -- operators -------------------------------------------------------------------------------------------------------


def _operate(left, right, name, reflected, symbol, words):
    ours = _special(left, name)
    theirs = _special(right, reflected)
    if ours is not None and theirs is not None and type(right) is not type(left) and issubclass(type(right), type(left)):
        result = theirs(left)
        if result is not NotImplemented:
            return result
        theirs = None
    if ours is not None:
        result = ours(right)
        if result is not NotImplemented:
            return result
        if type(left) is type(right):
            theirs = None
    if theirs is not None:
        result = theirs(left)
        if result is not NotImplemented:
            return result
    if ours is None:
        result = _machine.native_operator(symbol, left, right)
        if result is not NotImplemented:
            return result
    raise TypeError(f"unsupported operand type(s) for {words}: '{type(left).__name__}' and '{type(right).__name__}'")


def _in_place(left, right, name, plain, reflected, symbol):
    own = _special(left, name)
    if own is not None:
        result = own(right)
        if result is not NotImplemented:
            return result
    return _operate(left, right, plain, reflected, symbol, symbol + "=")


def binary_add(left, right):
    return _operate(left, right, "__add__", "__radd__", "+", "+")


def binary_sub(left, right):
    made = _on_sets(left, right, set_difference, "__sub__", "__rsub__")
    if made is not _END:
        return made
    return _operate(left, right, "__sub__", "__rsub__", "-", "-")


def _repeats(sequence, times):
    is_sequence = _machine.kind(sequence) in ("list", "tuple", "str", "bytes") and not _machine.has_special(times, "__rmul__")
    return is_sequence and _special(times, "__index__") is not None


def binary_mul(left, right):
    if _repeats(left, right):
        return left * index_of(right)
    if _repeats(right, left):
        return index_of(left) * right
    return _operate(left, right, "__mul__", "__rmul__", "*", "*")


def binary_truediv(left, right):
    return _operate(left, right, "__truediv__", "__rtruediv__", "/", "/")


def binary_floordiv(left, right):
    return _operate(left, right, "__floordiv__", "__rfloordiv__", "//", "//")


def binary_mod(left, right):
    if _machine.kind(left) == "str" and type(left) is str:
        return binary_mod_text(left, right)
    return _operate(left, right, "__mod__", "__rmod__", "%", "%")


def binary_pow(left, right):
    return _operate(left, right, "__pow__", "__rpow__", "**", "** or pow()")


def binary_matmul(left, right):
    return _operate(left, right, "__matmul__", "__rmatmul__", "@", "@")


def binary_and(left, right):
    made = _on_sets(left, right, set_intersection, "__and__", "__rand__")
    if made is not _END:
        return made
    return _operate(left, right, "__and__", "__rand__", "&", "&")


def binary_or(left, right):
    if isinstance(left, type) and _special(left, "__or__") is None:
        return _Alias("|", left, right)
    made = _on_sets(left, right, set_union, "__or__", "__ror__")
    if made is not _END:
        return made
    if _machine.kind(left) == "dict" == _machine.kind(right) and _special(left, "__or__") is None:
        made = dict(left)
        dict_update(made, right)
        return made
    return _operate(left, right, "__or__", "__ror__", "|", "|")


def binary_xor(left, right):
    made = _on_sets(left, right, set_symmetric_difference, "__xor__", "__rxor__")
    if made is not _END:
        return made
    return _operate(left, right, "__xor__", "__rxor__", "^", "^")


def binary_lshift(left, right):
    return _operate(left, right, "__lshift__", "__rlshift__", "<<", "<<")


def binary_rshift(left, right):
    return _operate(left, right, "__rshift__", "__rrshift__", ">>", ">>")


def _changes_set(left, right, name, plain):
    if _special(left, name) is not None or _special(left, plain) is not None:
        return False
    return _machine.kind(left) == "set" and _machine.kind(right) in _SETS


def inplace_add(left, right):
    if _machine.kind(left) == "list" and _special(left, "__iadd__") is None and _special(left, "__add__") is None:
        list.extend(left, right)
        return left
    return _in_place(left, right, "__iadd__", "__add__", "__radd__", "+")


def inplace_sub(left, right):
    if _changes_set(left, right, "__isub__", "__sub__"):
        set_difference_update(left, right)
        return left
    return _in_place(left, right, "__isub__", "__sub__", "__rsub__", "-")


def inplace_mul(left, right):
    return _in_place(left, right, "__imul__", "__mul__", "__rmul__", "*")


def inplace_truediv(left, right):
    return _in_place(left, right, "__itruediv__", "__truediv__", "__rtruediv__", "/")


def inplace_floordiv(left, right):
    return _in_place(left, right, "__ifloordiv__", "__floordiv__", "__rfloordiv__", "//")


def inplace_mod(left, right):
    if _machine.kind(left) == "str" and type(left) is str:
        return binary_mod_text(left, right)
    return _in_place(left, right, "__imod__", "__mod__", "__rmod__", "%")


def inplace_pow(left, right):
    return _in_place(left, right, "__ipow__", "__pow__", "__rpow__", "**")


def inplace_matmul(left, right):
    return _in_place(left, right, "__imatmul__", "__matmul__", "__rmatmul__", "@")


def inplace_and(left, right):
    if _changes_set(left, right, "__iand__", "__and__"):
        set_intersection_update(left, right)
        return left
    return _in_place(left, right, "__iand__", "__and__", "__rand__", "&")


def inplace_or(left, right):
    if _machine.kind(left) == "dict" and _special(left, "__ior__") is None and _special(left, "__or__") is None:
        dict_update(left, right)
        return left
    if _changes_set(left, right, "__ior__", "__or__"):
        set_update(left, right)
        return left
    return _in_place(left, right, "__ior__", "__or__", "__ror__", "|")


def inplace_xor(left, right):
    if _changes_set(left, right, "__ixor__", "__xor__"):
        set_symmetric_difference_update(left, right)
        return left
    return _in_place(left, right, "__ixor__", "__xor__", "__rxor__", "^")


def inplace_lshift(left, right):
    return _in_place(left, right, "__ilshift__", "__lshift__", "__rlshift__", "<<")


def inplace_rshift(left, right):
    return _in_place(left, right, "__irshift__", "__rshift__", "__rrshift__", ">>")


# -- comparisons -----------------------------------------------------------------------------------------------------


def _ask(left, right, name, reflected):
    ours = _special(left, name)
    theirs = _special(right, reflected)
    if theirs is not None and type(right) is not type(left) and issubclass(type(right), type(left)):
        result = theirs(left)
        if result is not NotImplemented:
            return result
        theirs = None
    if ours is not None:
        result = ours(right)
        if result is not NotImplemented:
            return result
    if theirs is not None:
        return theirs(left)
    return NotImplemented


def compare_eq(left, right):
    result = _ask(left, right, "__eq__", "__eq__")
    if result is not NotImplemented:
        return result
    kind = _machine.kind(left)
    if kind and _same_family(kind, _machine.kind(right)):
        return _equal_containers(left, right, kind)
    if kind or _machine.kind(right):
        return left is right
    return _machine.native_compare("==", left, right)


def _same_family(kind, other):
    return kind == other or (kind in _SETS and other in _SETS)


_SETS = ("set", "frozenset", "dict_keys", "dict_items")


def _equal_containers(left, right, kind):
    if kind == "exception":
        return left is right
    if kind == "str":
        return _machine.native_compare("==", left, right)
    ours, theirs = _machine.items(left), _machine.items(right)
    if len(ours) != len(theirs):
        return False
    if kind == "dict":
        for key in ours:
            if not dict_has(right, key):
                return False
            one, other = get_item(left, key), get_item(right, key)
            if one is not other and not one == other:
                return False
        return True
    if kind in _SETS:
        for item in ours:
            if not contains(right, item):
                return False
        return True
    for one, other in zip(ours, theirs):
        if one is not other and not one == other:
            return False
    return True


def compare_ne(left, right):
    result = _ask(left, right, "__ne__", "__ne__")
    if result is not NotImplemented:
        return result
    result = compare_eq(left, right)
    return not result


def _compare_order(left, right, name, reflected, symbol):
    result = _ask(left, right, name, reflected)
    if result is not NotImplemented:
        return result
    kind = _machine.kind(left)
    if kind in _SETS and _machine.kind(right) in _SETS:
        less, more = (left, right) if symbol in ("<", "<=") else (right, left)
        return set_issubset(less, more) and (symbol in ("<=", ">=") or len(less) < len(more))
    if kind in ("list", "tuple") and kind == _machine.kind(right):
        ours, theirs = _machine.items(left), _machine.items(right)
        for one, other in zip(ours, theirs):
            if one is not other and not one == other:
                return one < other if symbol == "<" else one <= other if symbol == "<=" else one > other if symbol == ">" else one >= other
        return _machine.native_compare(symbol, len(ours), len(theirs))
    return _machine.native_compare(symbol, left, right)


def compare_lt(left, right):
    return _compare_order(left, right, "__lt__", "__gt__", "<")


def compare_le(left, right):
    return _compare_order(left, right, "__le__", "__ge__", "<=")


def compare_gt(left, right):
    return _compare_order(left, right, "__gt__", "__lt__", ">")


def compare_ge(left, right):
    return _compare_order(left, right, "__ge__", "__le__", ">=")


def test_eq(left, right):
    return True if compare_eq(left, right) else False


def test_ne(left, right):
    return True if compare_ne(left, right) else False


def test_lt(left, right):
    return True if compare_lt(left, right) else False


def test_le(left, right):
    return True if compare_le(left, right) else False


def test_gt(left, right):
    return True if compare_gt(left, right) else False


def test_ge(left, right):
    return True if compare_ge(left, right) else False


def contains(container, item):
    own = _special(container, "__contains__")
    if own is not None:
        return True if own(item) else False
    kind = _machine.kind(container)
    if kind == "dict":
        return dict_has(container, item)
    if kind in ("set", "frozenset"):
        return _same_key(container, item, hash(item)) is not _END
    iterator = iterator_of(container)
    while (one := next_or_end(iterator)) is not _END:
        if one is item or one == item:
            return True
    return False


# -- iterating -------------------------------------------------------------------------------------------------------


def iterator_of(value):
    return iter(value)


def own_iterator(own, value):
    iterator = own(value)
    if not _machine.has_special(iterator, "__next__"):
        raise TypeError(f"iter() returned non-iterator of type '{type(iterator).__name__}'")
    return iterator


class sequence_iterator:
    def __init__(self, target):
        self._target = target
        self._next = 0

    def __iter__(self):
        return self

    def __next__(self):
        try:
            value = self._target[self._next]
        except IndexError:
            raise StopIteration from None
        self._next += 1
        return value


class callable_iterator:
    def __init__(self, function, sentinel):
        self._function = function
        self._sentinel = sentinel
        self._over = False

    def __iter__(self):
        return self

    def __next__(self):
        if self._over:
            raise StopIteration
        value = self._function()
        if value == self._sentinel:
            self._over = True
            raise StopIteration
        return value


def next_or_end(iterator):
    own = _special(iterator, "__next__")
    if own is None:
        return _next_or_end(iterator)
    try:
        return own()
    except StopIteration:
        return _END


def next_or_default(iterator, default):
    if not _machine.has_special(iterator, "__next__"):
        raise TypeError(f"'{type(iterator).__name__}' object is not an iterator")
    item = next_or_end(iterator)
    return default if item is _END else item


def next_plainly(iterator):
    item = next_or_end(iterator)
    if item is _END:
        raise StopIteration
    return item


def send_or_end(iterator, value):
    try:
        if value is None:
            return (False, _special(iterator, "__next__")())
        return (False, iterator.send(value))
    except StopIteration as end:
        return (True, end.value)


def throw_or_end(throwing, iterator, exception):
    try:
        return (False, throwing(iterator, exception))
    except StopIteration as end:
        return (True, end.value)


def close_and_raise(closing, iterator, exception):
    closing(iterator)
    raise exception


def as_list(value):
    return _rest(iter(value))


def _rest(iterator):
    items = []
    while (item := next_or_end(iterator)) is not _END:
        items.append(item)
    return items


def list_of(value):
    iterator = iter(value)
    _ask_length(value)
    return _rest(iterator)


def _ask_length(value):
    """Ask how many items there may be, as CPython does before it fills a list."""
    own = _special(value, "__len__")
    if own is not None:
        try:
            own()
        except TypeError:
            pass


def as_dict(value):
    if not _machine.has_attribute(value, "keys"):
        raise TypeError(f"'{type(value).__name__}' object is not a mapping")
    return {key: value[key] for key in value.keys()}


def list_(items=(), /):
    return list_of(items)


def tuple_(items=(), /):
    return tuple(list_of(items))


def list_extend(target, items, /):
    iterator = iter(items)
    while (item := next_or_end(iterator)) is not _END:
        target.append(item)


def set_(items=(), /):
    made = set()
    iterator = iter(items)
    while (item := next_or_end(iterator)) is not _END:
        made.add(item)
    return made


def frozenset_(items=(), /):
    return _machine.freeze(set(items))


def build_set(*items):
    return set(items)


def dict_(*args, **keywords):
    made = {}
    dict_update(made, *args, **keywords)
    return made


def build_map(*entries):
    made = {}
    for number in range(0, len(entries), 2):
        made[entries[number]] = entries[number + 1]
    return made


def dict_update(target, source=(), /, **keywords):
    if _machine.kind(source) == "dict":
        for key, value in _machine.native_items(source):
            set_item_of(target, key, value)
    elif _machine.has_attribute(source, "keys"):
        for key in source.keys():
            set_item_of(target, key, source[key])
    else:
        number = 0
        for pair in source:
            entry = _entry(pair, number)
            if len(entry) != 2:
                raise ValueError(f"dictionary update sequence element #{number} has length {len(entry)}; 2 is required")
            set_item_of(target, entry[0], entry[1])
            number += 1
    for key, value in keywords.items():
        set_item_of(target, key, value)


def _entry(pair, number):
    try:
        return as_list(pair)
    except TypeError:
        if _machine.version() < (3, 14) and not _machine.has_special(pair, "__iter__"):
            words = f"cannot convert dictionary update sequence element #{number} to a sequence"
            raise TypeError(words) from None
        raise


def bytes_join(separator, items, /):
    return separator.join([*items])


def int_from_bytes(cls, data, /, *args, **keywords):
    value = int.from_bytes(data if isinstance(data, bytes) else bytes(data), *args, **keywords)
    return value if cls is int else cls(value)


def float_fromhex(cls, text, /):
    return cls(float.fromhex(text))


def bytes_fromhex(cls, text, /):
    return cls(bytes.fromhex(text))


def dict_fromkeys(cls, items, value=None, /):
    if cls is dict:
        made = {}
    else:
        made = cls()
    for key in items:
        made[key] = value
    return made


def sorted_(items, /, *, key=None, reverse=False):
    found = list_of(items)
    list_sort(found, key=key, reverse=reverse)
    return found


def list_sort(target, /, *, key=None, reverse=False):
    items = as_list(target)
    backwards = index_of(reverse) != 0
    _machine.put_items(target, [])  # while it is sorted it is empty: so it shows when the program changes it
    try:
        keys = items if key is None else [key(item) for item in items]
        order = _machine.attempt_order(keys, backwards)
        if order is _END:
            order = _merge_sorted(keys, backwards)
        items = [items[number] for number in order]
    finally:
        changed = len(_machine.items(target)) > 0
        _machine.put_items(target, items)
    if changed:
        raise ValueError("list modified during sort")


def _merge_sorted(keys, reverse):
    """Sort by code of the program: runs that are sorted already, the short ones by insertion, then merged."""
    order = [*range(len(keys))]
    if reverse:
        order.reverse()
    runs = []
    start = 0
    least = _least_run(len(order))
    while start < len(order):
        end = _run_end_with_equals(keys, order, start) if _machine.version() >= (3, 13) else _run_end(keys, order, start)
        enough = min(start + least, len(order))
        if end < enough:
            _insert_rest(keys, order, start, end, enough)
            end = enough
        runs.append(order[start:end])
        start = end
    while len(runs) > 1:
        merged = [_merge(keys, runs[number], runs[number + 1]) for number in range(0, len(runs) - 1, 2)]
        runs = merged + runs[len(merged) * 2 :]
    order = runs[0] if runs else []
    if reverse:
        order.reverse()
    return order


def _least_run(length):
    """Return how long a run is at least: all of a short list, or between 32 and 64."""
    odd = 0
    while length >= 64:
        odd |= length & 1
        length >>= 1
    return length + odd


def _run_end(keys, order, start):
    """Return where the run ends that begins at a place; one that goes down is turned round."""
    end = start + 1
    if end >= len(order):
        return end
    if keys[order[end]] < keys[order[start]]:
        end += 1
        while end < len(order) and keys[order[end]] < keys[order[end - 1]]:
            end += 1
        order[start:end] = order[start:end][::-1]
        return end
    end += 1
    while end < len(order) and not keys[order[end]] < keys[order[end - 1]]:
        end += 1
    return end


def _run_end_with_equals(keys, order, start):
    """Return where a run ends as `_run_end` does; from 3.13 on one that goes down may have equal keys in it."""
    end = start + 1
    while end < len(order) and not keys[order[end]] < keys[order[end - 1]]:
        end += 1
    if end == len(order):
        return end
    if end > start + 1:
        if keys[order[start]] < keys[order[end - 1]]:
            return end
        order[start:end] = order[start:end][::-1]
    end += 1
    equal = 0
    while end < len(order):
        if keys[order[end]] < keys[order[end - 1]]:
            order[end - equal - 1 : end] = order[end - equal - 1 : end][::-1]
            equal = 0
        elif keys[order[end - 1]] < keys[order[end]]:
            break
        else:
            equal += 1
        end += 1
    order[end - equal - 1 : end] = order[end - equal - 1 : end][::-1]
    order[start:end] = order[start:end][::-1]
    while end < len(order) and not keys[order[end]] < keys[order[end - 1]]:
        end += 1
    return end


def _insert_rest(keys, order, start, end, enough):
    """Insert what follows a run where it belongs in it."""
    for number in range(end, enough):
        pivot = order[number]
        left, right = start, number
        while left < right:
            middle = (left + right) // 2
            if keys[pivot] < keys[order[middle]]:
                right = middle
            else:
                left = middle + 1
        order[left + 1 : number + 1] = order[left:number]
        order[left] = pivot


def _merge(keys, left, right):
    merged = []
    first = second = 0
    while first < len(left) and second < len(right):
        if keys[right[second]] < keys[left[first]]:
            merged.append(right[second])
            second += 1
        else:
            merged.append(left[first])
            first += 1
    return merged + left[first:] + right[second:]


def _extreme(name, args, key, default, is_better):
    if len(args) == 1:
        items = as_list(args[0])
        if not items:
            if default is _END:
                raise ValueError(_machine.empty_words(name))
            return default
    else:
        items = args
    best = items[0]
    best_key = best if key is None else key(best)
    for item in items[1:]:
        item_key = item if key is None else key(item)
        if is_better(item_key, best_key):
            best, best_key = item, item_key
    return best


def max_(*args, key=None, default=_END):
    return _extreme("max", args, key, default, lambda one, other: one > other)


def min_(*args, key=None, default=_END):
    return _extreme("min", args, key, default, lambda one, other: one < other)


def sum_(items, /, start=0):
    found = as_list(items)
    total = _machine.attempt("sum", (found, start))
    if total is _END:
        total = start
        for item in found:
            total = total + item
    return total


def any_(items, /):
    iterator = iter(items)
    while (item := next_or_end(iterator)) is not _END:
        if item:
            return True
    return False


def all_(items, /):
    iterator = iter(items)
    while (item := next_or_end(iterator)) is not _END:
        if not item:
            return False
    return True


class enumerate_:
    def __init__(self, iterable, start=0):
        self._iterator = iter(iterable)
        self._number = index_of(start)

    def __iter__(self):
        return self

    def __next__(self):
        item = next_or_end(self._iterator)
        if item is _END:
            raise StopIteration
        number = self._number
        self._number = number + 1
        return number, item


class zip_:
    def __init__(self, *iterables, strict=False):
        self._iterators = [iter(one) for one in iterables]
        self._strict = strict

    def __iter__(self):
        return self

    def __next__(self):
        if not self._iterators:
            raise StopIteration
        items = []
        for iterator in self._iterators:
            item = next_or_end(iterator)
            if item is _END:
                if self._strict:
                    self._check(len(items))
                raise StopIteration
            items.append(item)
        return tuple(items)

    def _check(self, place):
        if place:
            plural = f"s 1-{place}" if place > 1 else " 1"
            raise ValueError(f"zip() argument {place + 1} is shorter than argument{plural}")
        for number, iterator in enumerate(self._iterators):
            if number and next_or_end(iterator) is not _END:
                plural = f"s 1-{number}" if number > 1 else " 1"
                raise ValueError(f"zip() argument {number + 1} is longer than argument{plural}")


class map_:
    def __init__(self, function, iterable, /, *more):
        self._function = function
        self._iterators = [iter(iterable)] + [iter(one) for one in more]

    def __iter__(self):
        return self

    def __next__(self):
        items = []
        for iterator in self._iterators:
            item = next_or_end(iterator)
            if item is _END:
                raise StopIteration
            items.append(item)
        return self._function(*items)


class filter_:
    def __init__(self, function, iterable, /):
        self._function = function
        self._iterator = iter(iterable)

    def __iter__(self):
        return self

    def __next__(self):
        while (item := next_or_end(self._iterator)) is not _END:
            if item if self._function is None else self._function(item):
                return item
        raise StopIteration


class reversed_:
    def __new__(cls, sequence, /):
        own = _special(sequence, "__reversed__")
        if own is not None:
            return own()
        made = object.__new__(cls)
        made._sequence = sequence
        made._next = len(sequence) - 1
        return made

    def __iter__(self):
        return self

    def __next__(self):
        if self._next < 0:
            raise StopIteration
        value = self._sequence[self._next]
        self._next -= 1
        return value


def generator_close(generator):
    try:
        generator.throw(GeneratorExit)
    except (GeneratorExit, StopIteration):
        return None
    raise RuntimeError(f"{type(generator).__name__} ignored GeneratorExit")


class async_next:
    """What `async for` awaits for the next item."""

    def __new__(cls, iterator):
        own = _special(iterator, "__anext__")
        if own is not None:
            awaitable = own()
            waiter = _special(awaitable, "__await__")
            return awaitable if waiter is None else waiter()
        return _async_steps(iterator)


def _async_steps(generator):
    value = None
    while True:
        step = _machine.resume_async(generator, value)
        given, item = _machine.unwrapped(step)
        if given:
            return item
        value = yield item


# -- items -----------------------------------------------------------------------------------------------------------


def hash_(value, /):
    own = _special(value, "__hash__")
    if own is not None:
        return _checked_hash(own())
    return _tuple_hash(value) if _machine.kind(value) == "tuple" else _machine.native_hash(value)


def own_hash(own, value):
    return _checked_hash(own(value))


def _checked_hash(number):
    if not isinstance(number, int):
        raise TypeError("__hash__ method should return an integer")
    if -0x8000000000000000 <= number <= 0x7FFFFFFFFFFFFFFF:
        return -2 if number == -1 else _machine.plain_int(number)
    return _machine.native_hash(number)


def _tuple_hash(value):
    return _machine.native_hash(tuple([hash(item) for item in value]))


def _same_key(container, key, number):
    """Return the key of a dictionary or a set that equals `key`, or _END."""
    if _machine.kind(container) == "frozenset":
        for one in container:
            if one is key or (hash(one) == number and one == key):
                return one
        return _END
    for one in _machine.without_hash(container):
        _machine.know_hash(container, one, hash(one))
    for one in _machine.same_hash(container, number):
        if one is key or one == key:
            return one
    return _END


def dict_has(container, key):
    return _same_key(container, key, hash(key)) is not _END


def get_item(container, key):
    own = _special(container, "__getitem__")
    if own is not None:
        return own(key)
    if _machine.kind(container) == "dict":
        return dict_item(container, key)
    if isinstance(container, type):
        maker = getattr(container, "__class_getitem__", None)
        if maker is not None:
            return maker(key)
        if not _is_generic(container):
            raise TypeError(f"type '{container.__name__}' is not subscriptable")
        return _Alias("[]", container, key)
    return _machine.native_item(container, _index_or_slice(key))


def _is_generic(kind):
    return kind is type or any(
        [one in (list, dict, tuple, set, frozenset) or one.__module__ not in ("builtins", "__main__") for one in kind.__mro__]
    )


def _index_or_slice(key):
    if isinstance(key, slice):
        return slice(*[None if bound is None else index_of(bound) for bound in (key.start, key.stop, key.step)])
    return index_of(key)


def dict_item(container, key):
    if not _machine.has_hashes(container) and not _machine.hashes_itself(key):
        return _missing_or_native(container, key)
    same = _same_key(container, key, hash(key))
    if same is _END:
        return _missing(container, key)
    return _machine.raw("get", container, same)


def _missing_or_native(container, key):
    if _machine.native_has(container, key):
        return _machine.raw("get", container, key)
    return _missing(container, key)


def _missing(container, key):
    own = _special(container, "__missing__")
    if own is not None:
        return own(key)
    raise KeyError(key)


def get_slice(container, start, stop):
    return get_item(container, slice(start, stop))


def set_slice(value, container, start, stop):
    set_item(value, container, slice(start, stop))


def set_item(value, container, key):
    own = _special(container, "__setitem__")
    if own is not None:
        own(key, value)
    else:
        set_item_of(container, key, value)


def set_item_of(container, key, value):
    kind = _machine.kind(container)
    if kind == "dict":
        if not _machine.has_hashes(container) and not _machine.hashes_itself(key):
            _machine.native_store(container, key, value)
            return
        number = hash(key)
        same = _same_key(container, key, number)
        if same is _END:
            _machine.put_hashed(container, key, number, value)
        else:
            _machine.raw("set", container, same, value)
            _machine.put_hashed(container, same, number, value)
    elif isinstance(key, slice):
        _machine.native_store(container, key, as_list(value))
    elif kind == "list":
        _machine.native_store(container, index_of(key), value)
    else:
        raise TypeError(f"'{type(container).__name__}' object does not support item assignment")


def delete_item(container, key):
    own = _special(container, "__delitem__")
    if own is not None:
        own(key)
        return
    if _machine.kind(container) == "dict" and (_machine.has_hashes(container) or _machine.hashes_itself(key)):
        same = _same_key(container, key, hash(key))
        if same is _END:
            raise KeyError(key)
        _machine.raw("delete", container, same)
        return
    _machine.native_delete(container, index_of(key))


def set_add(container, key):
    if not _machine.has_hashes(container) and not _machine.hashes_itself(key):
        container.add(key)
        return
    number = hash(key)
    if _same_key(container, key, number) is _END:
        _machine.put_hashed(container, key, number)


def dict_get(container, key, default=None, /):
    same = _same_key(container, key, hash(key))
    return default if same is _END else _machine.raw("get", container, same)


def dict_setdefault(container, key, default=None, /):
    same = _same_key(container, key, hash(key))
    if same is _END:
        set_item_of(container, key, default)
        return default
    return _machine.raw("get", container, same)


def dict_pop(container, key, *default):
    same = _same_key(container, key, hash(key))
    if same is _END:
        if default:
            return default[0]
        raise KeyError(key)
    value = _machine.raw("get", container, same)
    _machine.raw("delete", container, same)
    return value


def set_discard(container, key, /):
    same = _same_key(container, key, hash(key))
    if same is not _END:
        _machine.raw("delete", container, same)


def set_remove(container, key, /):
    same = _same_key(container, key, hash(key))
    if same is _END:
        raise KeyError(key)
    _machine.raw("delete", container, same)


def set_update(container, *others):
    for other in others:
        for item in other:
            container.add(item)


def set_union(container, *others):
    made = set(container)
    set_update(made, *others)
    return made


def set_intersection(container, *others):
    kept = set(container)
    for other in others:
        theirs = set(other)
        kept = set([item for item in kept if item in theirs])
    return kept


def set_difference(container, *others):
    kept = set(container)
    for other in others:
        theirs = set(other)
        kept = set([item for item in kept if item not in theirs])
    return kept


def set_symmetric_difference(container, other):
    theirs = set(other)
    return set_union(set_difference(container, theirs), set_difference(theirs, container))


def set_isdisjoint(container, other):
    return not any([item in container for item in other])


def set_difference_update(container, *others):
    _put_elements(container, set_difference(container, *others))


def set_intersection_update(container, *others):
    _put_elements(container, set_intersection(container, *others))


def set_symmetric_difference_update(container, other):
    _put_elements(container, set_symmetric_difference(container, other))


def _put_elements(container, items):
    container.clear()
    set_update(container, items)


def frozenset_union(container, *others):
    return frozenset(set_union(container, *others))


def frozenset_intersection(container, *others):
    return frozenset(set_intersection(container, *others))


def frozenset_difference(container, *others):
    return frozenset(set_difference(container, *others))


def frozenset_symmetric_difference(container, other):
    return frozenset(set_symmetric_difference(container, other))


def frozenset_isdisjoint(container, other):
    return set_isdisjoint(container, other)


def frozenset_issubset(container, other):
    return set_issubset(container, other)


def frozenset_issuperset(container, other):
    return set_issuperset(container, other)


def _on_sets(left, right, operate, name, reflected):
    """Do an operator on sets whose elements have hashes of their own; _END when the operands are others."""
    if _machine.kind(left) not in _SETS or _machine.kind(right) not in _SETS:
        return _END
    if _special(left, name) is not None or _special(right, reflected) is not None:
        return _END
    made = operate(left, right)
    return frozenset(made) if _machine.kind(left) == "frozenset" else made


def set_issubset(container, other):
    theirs = set(other)
    return all([item in theirs for item in container])


def set_issuperset(container, other):
    return all([item in container for item in other])


def list_index(target, value, start=0, stop=None, /):
    items = as_list(target)
    for number in range(*slice(start, stop).indices(len(items))):
        if items[number] is value or items[number] == value:
            return number
    raise ValueError(f"{value!r} is not in list")


def list_count(target, value, /):
    return sum([1 for item in as_list(target) if item is value or item == value])


def list_remove(target, value, /):
    number = 0
    for item in as_list(target):
        if item is value or item == value:
            del target[number]
            return
        number += 1
    raise ValueError("list.remove(x): x not in list")


def tuple_index(target, value, *bounds):
    return list_index(target, value, *bounds)


def tuple_count(target, value, /):
    return list_count(target, value)


# -- exceptions, patterns, types -------------------------------------------------------------------------------------


def as_exceptions(first, *cause):
    """Make instances of the classes in a raise statement."""
    first = _instance(first)
    return (first, _instance(cause[0])) if cause else (first,)


def _instance(value):
    if isinstance(value, type) and issubclass(value, BaseException):
        made = value()
        if not isinstance(made, BaseException):
            raise TypeError(f"calling {value!r} should have returned an instance of BaseException, not {type(made)!r}")
        return made
    return value


def _find_words(error):
    for one in _machine.wordless(error):
        try:
            text = str(one)
        except BaseException:
            text = "<exception str() failed>"
        _machine.put_words(one, text)


def traceback_text(error):
    _find_words(error)
    return _machine.plain_traceback(error)


def last_words(error):
    """Find out what the traceback of an exception that ends a thread says, and let it end it."""
    _find_words(error)
    _machine.raise_again(error)


def match_class(subject, kind, count, names, itself):
    if not isinstance(kind, type):
        raise TypeError("called match pattern must be a class")
    if not isinstance(subject, kind):
        return None
    found = []
    if count:
        own = getattr(kind, "__match_args__", ())
        if not own and itself:
            if count > 1:
                raise TypeError(f"{kind.__name__}() accepts 1 positional sub-pattern ({count} given)")
            found.append(subject)
        else:
            if count > len(own):
                plural = "" if len(own) == 1 else "s"
                raise TypeError(f"{kind.__name__}() accepts {len(own)} positional sub-pattern{plural} ({count} given)")
            for name in own[:count]:
                value = getattr(subject, name, _END)
                if value is _END:
                    return None
                found.append(value)
    for name in names:
        value = getattr(subject, name, _END)
        if value is _END:
            return None
        found.append(value)
    return tuple(found)


class _Alias:
    """What `list[int]` and `int | str` give: good for annotations, and for isinstance where they are unions."""

    def __init__(self, symbol, first, rest):
        self.__origin__ = first
        self.__args__ = rest if symbol == "[]" and isinstance(rest, tuple) else (rest,) if symbol == "[]" else (first, rest)
        self._symbol = symbol

    def __call__(self, *args, **keywords):
        return self.__origin__(*args, **keywords)

    def __or__(self, other):
        return _Alias("|", self, other)

    def __ror__(self, other):
        return _Alias("|", other, self)

    def __eq__(self, other):
        return isinstance(other, _Alias) and self.__args__ == other.__args__ and self._symbol == other._symbol

    def __hash__(self):
        return 0

    def __mro_entries__(self, bases):
        return (self.__origin__,)

    def _check(self, value):
        if self._symbol == "[]":
            raise TypeError("isinstance() argument 2 cannot be a parameterized generic")
        return any([value is None if kind is None else isinstance(value, kind) for kind in self.__args__])

    def _check_class(self, cls):
        if self._symbol == "[]":
            raise TypeError("issubclass() argument 2 cannot be a parameterized generic")
        return any([cls is type(None) if kind is None else issubclass(cls, kind) for kind in self.__args__])

    def __repr__(self):
        names = [_type_text(one) for one in self.__args__]
        if self._symbol == "|":
            return " | ".join(names)
        return f"{_type_text(self.__origin__)}[{', '.join(names)}]"


def _type_text(value):
    if value is None:
        return "None"
    if isinstance(value, type):
        return value.__name__ if value.__module__ == "builtins" else f"{value.__module__}.{value.__qualname__}"
    return "..." if value is ... else repr(value)
