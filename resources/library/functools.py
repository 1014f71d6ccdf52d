"""Functions about functions: caching, partial application, reducing, wrapping, dispatch by type.

Left out: what pickling needs of partial and the caches.
"""

import _machine

WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__")
if _machine.version() >= (3, 12):
    WRAPPER_ASSIGNMENTS = ("__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__")
WRAPPER_UPDATES = ("__dict__",)

_ABSENT = object()


def update_wrapper(wrapper, wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """Give `wrapper` the name, the docstring and the attributes of `wrapped`."""
    for name in assigned:
        value = getattr(wrapped, name, _ABSENT)
        if value is not _ABSENT:
            setattr(wrapper, name, value)
    for name in updated:
        getattr(wrapper, name).update(getattr(wrapped, name, {}))
    wrapper.__wrapped__ = wrapped
    return wrapper


def wraps(wrapped, assigned=WRAPPER_ASSIGNMENTS, updated=WRAPPER_UPDATES):
    """A decorator that makes a wrapper look like the function that it wraps."""
    return lambda wrapper: update_wrapper(wrapper, wrapped, assigned, updated)


def reduce(function, iterable, initial=_ABSENT, /):
    """Combine the items from left to right into one value."""
    source = iter(iterable)
    value = initial
    if value is _ABSENT:
        for value in source:
            break
        else:
            raise TypeError("reduce() of empty iterable with no initial value")
    for item in source:
        value = function(value, item)
    return value


class partial:
    """A function with some of its arguments given already."""

    _tp_name = "functools.partial"

    def __init__(self, func, /, *args, **keywords):
        if not callable(func):
            raise TypeError("the first argument must be callable")
        if isinstance(func, partial):
            args = func.args + args
            keywords = {**func.keywords, **keywords}
            func = func.func
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args, **keywords):
        if keywords:
            keywords = {**self.keywords, **keywords}
        else:
            keywords = self.keywords
        return self.func(*self.args, *args, **keywords)

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partial({', '.join(parts)})"


class partialmethod:
    """A method with some of its arguments given already."""

    def __init__(self, func, /, *args, **keywords):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.func = func
        self.args = args
        self.keywords = keywords

    def __get__(self, obj, cls=None):
        find = getattr(self.func, "__get__", None)
        if find is not None and not isinstance(self.func, partial):
            return partial(find(obj, cls), *self.args, **self.keywords)
        return partial(self.func, *([] if obj is None else [obj]), *self.args, **self.keywords)

    def __repr__(self):
        parts = [repr(self.func), *map(repr, self.args)]
        parts += [f"{name}={value!r}" for name, value in self.keywords.items()]
        return f"functools.partialmethod({', '.join(parts)})"


def lru_cache(maxsize=128, typed=False):
    """A decorator that keeps the results of the last `maxsize` different calls."""
    if isinstance(maxsize, int):
        maxsize = max(maxsize, 0)
    elif callable(maxsize) and isinstance(typed, bool):
        return update_wrapper(_lru_cache_wrapper(maxsize, 128, False), maxsize)
    elif maxsize is not None:
        raise TypeError("Expected first argument to be an integer, a callable, or None")
    return lambda function: update_wrapper(_lru_cache_wrapper(function, maxsize, typed), function)


def cache(user_function, /):
    """A decorator that keeps the results of all calls."""
    return lru_cache(maxsize=None)(user_function)


_KEYWORDS_FOLLOW = object()


class _lru_cache_wrapper:
    def __init__(self, function, maxsize, typed):
        self._function = function
        self._maxsize = maxsize
        self._typed = typed
        # The result of each call; the one that was used longest ago comes first.
        self._results = {}
        self._hits = 0
        self._misses = 0

    def __call__(self, /, *args, **kwargs):
        key = args
        if kwargs:
            key = (*args, _KEYWORDS_FOLLOW, *kwargs.items())
        if self._typed:
            key = (key, *[type(value) for value in [*args, *kwargs.values()]])
        results = self._results
        value = results.get(key, _ABSENT)
        maxsize = self._maxsize
        if value is not _ABSENT:
            self._hits += 1
            if maxsize is not None:
                del results[key]
                results[key] = value
            return value
        self._misses += 1
        value = self._function(*args, **kwargs)
        if maxsize is None:
            results[key] = value
        elif maxsize and key not in results:
            if len(results) >= maxsize:
                del results[next(iter(results))]
            results[key] = value
        return value

    def __get__(self, obj, owner=None):
        return self if obj is None else _BoundCall(self, obj)

    def cache_info(self):
        return _cache_info()(self._hits, self._misses, self._maxsize, len(self._results))

    def cache_clear(self):
        self._hits = self._misses = 0
        self._results.clear()

    def cache_parameters(self):
        return {"maxsize": self._maxsize, "typed": self._typed}

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


class _BoundCall:
    """A cached method of an object."""

    def __init__(self, function, obj):
        self.__func__ = function
        self.__self__ = obj

    def __call__(self, /, *args, **kwargs):
        return self.__func__(self.__self__, *args, **kwargs)

    def __getattr__(self, name):
        return getattr(self.__func__, name)

    def __repr__(self):
        return f"<bound method {self.__func__.__qualname__} of {self.__self__!r}>"


_CACHE_INFO = []


def _cache_info():
    if not _CACHE_INFO:
        from collections import namedtuple

        _CACHE_INFO.append(namedtuple("CacheInfo", ["hits", "misses", "maxsize", "currsize"], module="functools"))
    return _CACHE_INFO[0]


class cached_property:
    """A property that is computed once and then an attribute of the object."""

    def __init__(self, func):
        self.func = func
        self.attrname = None
        self.__doc__ = func.__doc__

    def __set_name__(self, owner, name):
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                f"Cannot assign the same cached_property to two different names ({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        if self.attrname is None:
            raise TypeError("Cannot use cached_property instance without calling __set_name__ on it.")
        values = instance.__dict__
        value = values.get(self.attrname, _ABSENT)
        if value is _ABSENT:
            value = self.func(instance)
            values[self.attrname] = value
        return value


def cmp_to_key(mycmp):
    """A key function for sorting, made of a comparison that gives a negative, zero or positive number."""

    class KeyWrapper:
        __hash__ = None

        def __init__(self, obj):
            self.obj = obj

        def __lt__(self, other):
            return mycmp(self.obj, other.obj) < 0

        def __gt__(self, other):
            return mycmp(self.obj, other.obj) > 0

        def __eq__(self, other):
            return mycmp(self.obj, other.obj) == 0

        def __le__(self, other):
            return mycmp(self.obj, other.obj) <= 0

        def __ge__(self, other):
            return mycmp(self.obj, other.obj) >= 0

    return KeyWrapper


def _comparison(root, how):
    """A comparison that follows from the `root` one."""

    def compare(self, other):
        result = getattr(type(self), root)(self, other)
        if result is NotImplemented:
            return result
        if how == "or equal":
            return result or self == other
        if how == "and unequal":
            return result and self != other
        if how == "not, and unequal":
            return not result and self != other
        if how == "not, or equal":
            return not result or self == other
        return not result

    return compare


# What follows from each comparison: the name, and how.
_FOLLOWS = {
    "__lt__": [("__gt__", "not, and unequal"), ("__le__", "or equal"), ("__ge__", "not")],
    "__le__": [("__ge__", "not, or equal"), ("__lt__", "and unequal"), ("__gt__", "not")],
    "__gt__": [("__lt__", "not, and unequal"), ("__ge__", "or equal"), ("__le__", "not")],
    "__ge__": [("__le__", "not, or equal"), ("__gt__", "and unequal"), ("__lt__", "not")],
}


def total_ordering(cls):
    """A class decorator that adds the comparisons that follow from the one that the class has."""
    own = [name for name in _FOLLOWS if any(name in base.__dict__ for base in cls.__mro__ if base is not object)]
    if not own:
        raise ValueError("must define at least one ordering operation: < > <= >=")
    root = [name for name in ("__lt__", "__le__", "__gt__", "__ge__") if name in own][0]
    for name, how in _FOLLOWS[root]:
        if name not in own:
            compare = _comparison(root, how)
            compare.__name__ = name
            compare.__qualname__ = f"{cls.__qualname__}.{name}"
            setattr(cls, name, compare)
    return cls


def singledispatch(func):
    """A decorator for a function that is chosen by the type of its first argument."""
    registry = {object: func}

    def dispatch(cls):
        for base in cls.__mro__:
            if base in registry and base is not object:
                return registry[base]
        for base in registry:
            # An abstract class such as collections.abc.Sequence.
            if base is not object and issubclass(cls, base):
                return registry[base]
        return registry[object]

    def register(cls, func=None):
        if func is not None:
            registry[cls] = func
            return func
        classes = _union_classes(cls)
        if classes is not None:
            return lambda function: _register_all(registry, classes, function)
        annotations = getattr(cls, "__annotations__", {})
        if not annotations:
            raise TypeError(
                f"Invalid first argument to `register()`: {cls!r}. "
                "Use either `@register(some_class)` or plain `@register` on an annotated function."
            )
        name, annotation = next(iter(annotations.items()))
        classes = _union_classes(annotation)
        if classes is None:
            raise TypeError(f"Invalid annotation for {name!r}. {annotation!r} is not a class.")
        return _register_all(registry, classes, cls)

    def wrapper(*args, **kw):
        if not args:
            name = getattr(func, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return dispatch(type(args[0]))(*args, **kw)

    update_wrapper(wrapper, func)
    wrapper.register = register
    wrapper.dispatch = dispatch
    wrapper.registry = registry
    return wrapper


def _union_classes(annotation):
    """The classes that an annotation such as `int | str` names; None if it is no class."""
    if isinstance(annotation, type):
        return [annotation]
    classes = getattr(annotation, "__args__", None)
    if classes and all(isinstance(cls, type) for cls in classes):
        return list(classes)
    return None


def _register_all(registry, classes, function):
    for cls in classes:
        registry[cls] = function
    return function


class singledispatchmethod:
    """A method that is chosen by the type of its first argument after self."""

    def __init__(self, func):
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{func!r} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls, method=None):
        return self.dispatcher.register(cls, method)

    def __get__(self, obj, cls=None):
        def method(*args, **kwargs):
            if not args:
                name = getattr(self.func, "__name__", "singledispatchmethod method")
                raise TypeError(f"{name} requires at least 1 positional argument")
            return self.dispatcher.dispatch(type(args[0])).__get__(obj, cls)(*args, **kwargs)

        method.register = self.register
        method.__name__ = self.func.__name__
        method.__doc__ = self.func.__doc__
        return method
