"""Simulated `atexit`: functions that are called when the main process ends.

As in CPython, they are called when the threads that are no daemons have ended, the last registered first, and not at all in a
process that `multiprocessing` started or that ends by `os._exit`.
"""

import _machine

_registered = []


def register(func, /, *args, **kwargs):
    """Have `func(*args, **kwargs)` called at the end; return it."""
    if not callable(func):
        raise TypeError("the first argument must be callable")
    _registered.append((func, args, kwargs))
    return func


def unregister(func, /):
    """Forget all calls of `func`."""
    _registered[:] = [call for call in _registered if call[0] != func]


def _clear():
    _registered.clear()


def _ncallbacks():
    return len(_registered)


def _run():
    """Call what is registered; an exception of one does not keep the others from being called."""
    while _registered:
        func, args, kwargs = _registered.pop()
        try:
            func(*args, **kwargs)
        except BaseException as error:
            if not isinstance(error, SystemExit):
                _machine.write(f"Exception ignored in atexit callback: {func!r}\n{_machine.traceback(error)}")


_run_exitfuncs = _run
