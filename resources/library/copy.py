"""Shallow and deep copies of objects; cycles and shared parts stay what they are in a deep copy."""

import _machine

__all__ = ["Error", "copy", "deepcopy"]


class Error(Exception):
    pass


error = Error

# What cannot change is its own copy, as are classes, functions and modules.
_ATOMS = frozenset([type(None), type(...), type(NotImplemented), int, float, bool, complex, str, bytes, range, type])
_FUNCTIONS = frozenset([type(lambda: None), type(len), property, classmethod, staticmethod, type(_machine), slice])
_GENERATOR = type(item for item in ())


def copy(x):
    """A new object with the same parts."""
    cls = type(x)
    if cls in _ATOMS or cls in _FUNCTIONS or cls is tuple or cls is frozenset or isinstance(x, type):
        return x
    if cls is list or cls is dict or cls is set or cls is bytearray:
        return x.copy()
    copier = _machine.special(x, "__copy__")
    if copier is not None:
        return copier()
    _refuse(x, cls)
    result = _blank(x, cls)
    if isinstance(x, (list, set)):
        for item in x:
            result.append(item) if isinstance(x, list) else result.add(item)
    elif isinstance(x, dict):
        for key, value in x.items():
            result[key] = value
    if hasattr(x, "__dict__"):
        result.__dict__.update(x.__dict__)
    return result


def deepcopy(x, memo=None):
    """A new object with copies of all parts."""
    cls = type(x)
    if cls in _ATOMS or cls in _FUNCTIONS or isinstance(x, type):
        return x
    if memo is None:
        memo = {}
    key = id(x)
    if key in memo:
        return memo[key]
    if cls is list:
        result = memo[key] = []
        for item in x:
            result.append(deepcopy(item, memo))
    elif cls is dict:
        result = memo[key] = {}
        for name, value in x.items():
            result[deepcopy(name, memo)] = deepcopy(value, memo)
    elif cls is tuple:
        result = _deep_tuple(x, memo)
    elif cls is set:
        result = memo[key] = set()
        for item in x:
            result.add(deepcopy(item, memo))
    elif cls is frozenset:
        result = frozenset([deepcopy(item, memo) for item in x])
    elif cls is bytearray:
        result = x.copy()
    else:
        copier = _machine.special(x, "__deepcopy__")
        result = _deep_instance(x, cls, memo) if copier is None else copier(memo)
    if result is not x:
        memo[key] = result
        # As long as the memo lives no other object gets the number of this one.
        memo.setdefault(id(memo), []).append(x)
    return result


def _deep_tuple(x, memo):
    items = [deepcopy(item, memo) for item in x]
    # A part of the tuple may have led back to it.
    if id(x) in memo:
        return memo[id(x)]
    for old, new in zip(x, items):
        if old is not new:
            return tuple(items)
    return x


def _deep_instance(x, cls, memo):
    _refuse(x, cls)
    if isinstance(x, (tuple, frozenset)):
        result = _blank(x, cls, [deepcopy(item, memo) for item in x])
    else:
        result = _blank(x, cls)
    memo[id(x)] = result
    if hasattr(x, "__dict__"):
        result.__dict__.update(deepcopy(x.__dict__, memo))
    if isinstance(x, list):
        for item in x:
            result.append(deepcopy(item, memo))
    elif isinstance(x, set):
        for item in x:
            result.add(deepcopy(item, memo))
    elif isinstance(x, dict):
        for name, value in x.items():
            result[deepcopy(name, memo)] = deepcopy(value, memo)
    return result


def _blank(x, cls, items=None):
    """A new object of the class without its `__init__`; one that cannot change gets its value at once."""
    if isinstance(x, tuple):
        return tuple.__new__(cls, x if items is None else items)
    if isinstance(x, frozenset):
        return frozenset.__new__(cls, x if items is None else items)
    for plain in (int, str, float, bytes):
        if isinstance(x, plain):
            return plain.__new__(cls, x)
    if isinstance(x, BaseException):
        return cls.__new__(cls, *x.args)
    return cls.__new__(cls)


def _refuse(x, cls):
    if cls is _GENERATOR:
        raise TypeError("cannot pickle 'generator' object")


def replace(obj, /, **changes):
    """A copy of a named tuple, dataclass or the like with some fields changed."""
    replacer = _machine.special(obj, "__replace__")
    if replacer is None:
        raise TypeError(f"replace() does not support {type(obj).__name__} objects")
    return replacer(**changes)


if _machine.version() < (3, 13):
    del replace
else:
    __all__.append("replace")
