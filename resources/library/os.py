"""Simulated `os`: the process's numbers, the machine's cores, and the names of simulated files.

There are no directories but ".", and no environment variables but those that the program sets. Left out: everything that
reaches beyond the simulated process (`system`, `fork`, `exec*`, users, permissions). `kill` ends simulated processes only.
"""

import _machine
import os.path as path
from os.path import _as_text

name = "posix"
sep = "/"
altsep = None
extsep = "."
pathsep = ":"
linesep = "\n"
curdir = "."
pardir = ".."
devnull = "/dev/null"
EX_OK = 0
error = OSError

# What is to be done before the process ends by `_exit`, which runs no handlers of the program's.
_before_exit = []


def getpid():
    return _machine.pid()


def getppid():
    return _machine.parent_pid()


def cpu_count():
    """The number of the machine's cores."""
    return _machine.cpu_count()


if _machine.python_version() >= (3, 13):
    process_cpu_count = cpu_count


def sched_getaffinity(pid, /):
    """The cores on which a process may run: all."""
    return set(range(_machine.cpu_count()))


def sched_yield():
    """Let other threads run."""
    _machine.park("sleep", 0.000000001)


def _exit(status):
    """End the process at once, without handlers and without waiting for its threads."""
    if not isinstance(status, int):
        raise TypeError(f"'{type(status).__name__}' object cannot be interpreted as an integer")
    for called in _before_exit:
        called()
    _machine.exit(status & 255)


def abort():
    """End the process at once, as SIGABRT does."""
    _machine.terminate(_machine.pid(), 6)


def kill(pid, signal, /):
    """End a simulated process, as SIGTERM or SIGKILL does; 0 does nothing."""
    if signal:
        _machine.terminate(pid, signal)


def getcwd():
    return "/home/user"


def getlogin():
    return "user"


def urandom(size, /):
    """So many bytes; the same in every run, as all that is random here comes from the scenario's seed."""
    if size < 0:
        raise ValueError("negative argument not allowed")
    if size > 1_000_000:
        raise MemoryError
    return bytes([_bits.getrandbits(8) for _ in range(size)])


_bits = _machine.random(_machine.default_seed())


class _Environ:
    """The environment variables, text by text."""

    def __init__(self):
        self._values = {}

    def _checked(self, text):
        if not isinstance(text, str):
            raise TypeError(f"str expected, not {type(text).__name__}")
        return text

    def __getitem__(self, key):
        return self._values[self._checked(key)]

    def __setitem__(self, key, value):
        self._values[self._checked(key)] = self._checked(value)

    def __delitem__(self, key):
        del self._values[self._checked(key)]

    def __iter__(self):
        return iter(list(self._values))

    def __len__(self):
        return len(self._values)

    def __contains__(self, key):
        return key in self._values

    def get(self, key, default=None):
        return self._values.get(key, default)

    def keys(self):
        return self._values.keys()

    def values(self):
        return self._values.values()

    def items(self):
        return self._values.items()

    def pop(self, key, *default):
        return self._values.pop(key, *default)

    def setdefault(self, key, value):
        if key not in self._values:
            self[key] = value
        return self[key]

    def update(self, *args, **kwargs):
        for key, value in dict(*args, **kwargs).items():
            self[key] = value

    def copy(self):
        return dict(self._values)

    def __repr__(self):
        return f"environ({self._values!r})"


environ = _Environ()


def getenv(key, default=None):
    """An environment variable."""
    return environ.get(key, default)


def putenv(key, value, /):
    environ[key] = value


# Files.


def fspath(path, /):
    """A path as text."""
    return _as_text(path)


def _missing(name):
    return FileNotFoundError(2, "No such file or directory", name)


def remove(path):
    """Delete a simulated file."""
    _machine.device("disk", 0.005)
    files = _machine.files()
    if _as_text(path) not in files:
        raise _missing(path)
    del files[_as_text(path)]


unlink = remove


def rename(src, dst):
    """Give a simulated file another name."""
    _machine.device("disk", 0.005)
    files = _machine.files()
    if _as_text(src) not in files:
        error = _missing(src)
        error.filename2 = dst
        raise error
    files[_as_text(dst)] = files.pop(_as_text(src))


replace = rename


def listdir(path="."):
    """The names of the simulated files."""
    if _as_text(path) not in (".", "./", "", getcwd()):
        raise _missing(path)
    return sorted(_machine.files())


def makedirs(name, mode=0o777, exist_ok=False):
    """Nothing: a simulated file's name may hold any slashes."""


def mkdir(path, mode=0o777):
    """Nothing: a simulated file's name may hold any slashes."""
