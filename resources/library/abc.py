"""Abstract classes: ABC, ABCMeta, abstractmethod and the older abstract decorators.

A class of ABCMeta keeps the names of its abstract methods in `__abstractmethods__`; it cannot be instantiated while it
has any. `register` makes a virtual subclass; isinstance and issubclass find it through `_check` and `_check_class`.
"""


def abstractmethod(funcobj):
    """Mark a method that every concrete subclass has to override."""
    funcobj.__isabstractmethod__ = True
    return funcobj


class abstractclassmethod(classmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractstaticmethod(staticmethod):
    __isabstractmethod__ = True

    def __init__(self, callable):
        callable.__isabstractmethod__ = True
        super().__init__(callable)


class abstractproperty(property):
    __isabstractmethod__ = True


class ABCMeta(type):
    """The class of abstract classes."""

    def __new__(mcls, name, bases, namespace, /, **kwargs):
        cls = super().__new__(mcls, name, bases, namespace, **kwargs)
        _find_abstract(cls, namespace, bases)
        return cls

    def register(cls, subclass):
        if not isinstance(subclass, type):
            raise TypeError("Can only register classes")
        if issubclass(subclass, cls):
            return subclass
        if issubclass(cls, subclass):
            raise RuntimeError("Refusing to create an inheritance cycle")
        if "_abc_registered" not in cls.__dict__:
            cls._abc_registered = []
        cls._abc_registered.append(subclass)
        return subclass


def _find_abstract(cls, namespace, bases):
    names = {name for name, value in namespace.items() if getattr(value, "__isabstractmethod__", False)}
    for base in bases:
        for name in getattr(base, "__abstractmethods__", ()):
            if getattr(getattr(cls, name, None), "__isabstractmethod__", False):
                names.add(name)
    cls.__abstractmethods__ = frozenset(names)


class ABC(metaclass=ABCMeta):
    """A base for abstract classes without naming the metaclass."""

    __slots__ = ()

    @classmethod
    def _check(cls, obj):
        return cls._check_class(type(obj))

    @classmethod
    def _check_class(cls, subclass):
        for registered in cls.__dict__.get("_abc_registered", ()):
            if issubclass(subclass, registered):
                return True
        return False


def update_abstractmethods(cls):
    """Find the abstract methods anew after a decorator has changed the class."""
    if hasattr(cls, "__abstractmethods__"):
        _find_abstract(cls, dict(cls.__dict__), cls.__bases__)
    return cls
