"""Context managers: contextmanager, closing, suppress, nullcontext, ExitStack, ContextDecorator.

Left out: the redirections of output and everything asynchronous.
"""

from abc import ABC, abstractmethod
from functools import wraps

__all__ = [
    "AbstractContextManager",
    "ContextDecorator",
    "ExitStack",
    "closing",
    "contextmanager",
    "nullcontext",
    "suppress",
]


class AbstractContextManager(ABC):
    """A base with an `__enter__` that returns the object itself."""

    def __enter__(self):
        return self

    @abstractmethod
    def __exit__(self, exc_type, exc_value, traceback):
        return None


class ContextDecorator:
    """Lets a context manager decorate a function: the whole call happens within it."""

    def _recreate_cm(self):
        return self

    def __call__(self, func):
        @wraps(func)
        def inner(*args, **kwds):
            with self._recreate_cm():
                return func(*args, **kwds)

        return inner


class _GeneratorContextManager(ContextDecorator):
    def __init__(self, func, args, kwds):
        self.gen = func(*args, **kwds)
        self.func = func
        self.args = args
        self.kwds = kwds

    def _recreate_cm(self):
        return type(self)(self.func, self.args, self.kwds)

    def __enter__(self):
        for value in self.gen:
            return value
        raise RuntimeError("generator didn't yield")

    def __exit__(self, typ, value, traceback):
        if typ is None:
            for _ in self.gen:
                self.gen.close()
                raise RuntimeError("generator didn't stop")
            return False
        if value is None:
            value = typ()
        try:
            self.gen.throw(value)
        except StopIteration as stop:
            # The generator has ended, unless it is the block's own StopIteration.
            return stop is not value
        except RuntimeError as error:
            if error is value:
                return False
            if isinstance(value, StopIteration) and error.__cause__ is value:
                # Python turned the block's StopIteration into this.
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            return False
        self.gen.close()
        raise RuntimeError("generator didn't stop after throw()")


def contextmanager(func):
    """A decorator that makes a context manager of a generator function with one yield."""

    @wraps(func)
    def helper(*args, **kwds):
        return _GeneratorContextManager(func, args, kwds)

    return helper


class closing(AbstractContextManager):
    """Closes a thing at the end of the block."""

    def __init__(self, thing):
        self.thing = thing

    def __enter__(self):
        return self.thing

    def __exit__(self, *exc_info):
        self.thing.close()


class suppress(AbstractContextManager):
    """Ends the block silently at one of the given exceptions."""

    def __init__(self, *exceptions):
        self._exceptions = exceptions

    def __enter__(self):
        pass

    def __exit__(self, exctype, excinst, exctb):
        return exctype is not None and issubclass(exctype, self._exceptions)


class nullcontext(AbstractContextManager):
    """Does nothing."""

    def __init__(self, enter_result=None):
        self.enter_result = enter_result

    def __enter__(self):
        return self.enter_result

    def __exit__(self, *excinfo):
        pass


class ExitStack(AbstractContextManager):
    """Context managers and callbacks that end in reverse order, collected while the block runs."""

    def __init__(self):
        self._exits = []

    def __exit__(self, *exc_details):
        received = exc_details[0] is not None
        value = exc_details[1]
        swallowed = False
        replaced = False
        exits = self._exits
        while exits:
            call = exits.pop()
            try:
                if call(None if value is None else type(value), value, None if value is None else value.__traceback__):
                    swallowed = True
                    replaced = False
                    value = None
            except BaseException as error:
                value = error
                replaced = True
        if replaced:
            raise value
        return received and swallowed

    def enter_context(self, cm):
        cls = type(cm)
        for name in ("__enter__", "__exit__"):
            if not hasattr(cls, name):
                raise TypeError(
                    f"'{cls.__module__}.{cls.__qualname__}' object does not support the context manager protocol"
                )
        result = cm.__enter__()
        self._exits.append(cm.__exit__)
        return result

    def push(self, exit):
        self._exits.append(exit.__exit__ if hasattr(type(exit), "__exit__") else exit)
        return exit

    def callback(self, callback, /, *args, **kwds):
        def call(*exc_details):
            callback(*args, **kwds)

        self._exits.append(call)
        return callback

    def pop_all(self):
        result = type(self)()
        result._exits = self._exits
        self._exits = []
        return result

    def close(self):
        self.__exit__(None, None, None)
