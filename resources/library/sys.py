"""Simulated `sys`: what a program may know and set of its interpreter.

Left out: frames (`_getframe`, `settrace`, `setprofile`), `modules`, `path`, `getrefcount` and everything that would show the
host's interpreter. Simplification: standard error is shown with the output, in the order of writing.
"""

import _machine

maxsize = 9223372036854775807
maxunicode = 1114111
byteorder = "little"
platform = "linux"
executable = "/usr/bin/python3"
argv = [_machine.program()]


class _Record:
    """Named values that are a sequence too, as CPython's struct sequences."""

    def __init__(self, kind, **fields):
        for key, value in fields.items():
            setattr(self, key, value)
        self._name = kind
        self._fields = fields

    def __iter__(self):
        return iter(tuple(self._fields.values()))

    def __len__(self):
        return len(self._fields)

    def __getitem__(self, index):
        return tuple(self._fields.values())[index]

    def __eq__(self, other):
        return tuple(self) == tuple(other)

    def __lt__(self, other):
        return tuple(self) < tuple(other)

    def __le__(self, other):
        return tuple(self) <= tuple(other)

    def __gt__(self, other):
        return tuple(self) > tuple(other)

    def __ge__(self, other):
        return tuple(self) >= tuple(other)

    def __hash__(self):
        return hash(tuple(self))

    def __repr__(self):
        return f"{self._name}({', '.join(f'{key}={value!r}' for key, value in self._fields.items())})"


def _version_record():
    major, minor, micro = _machine.python_version()[:3]
    return _Record("sys.version_info", major=major, minor=minor, micro=micro, releaselevel="final", serial=0)


version_info = _version_record()
version = f"{version_info.major}.{version_info.minor}.{version_info.micro} (simulated)"
hexversion = version_info.major << 24 | version_info.minor << 16 | version_info.micro << 8 | 0xF0
implementation = _Record("namespace", name="cpython", version=version_info, hexversion=hexversion)
float_info = _Record(
    "sys.float_info", max=1.7976931348623157e308, max_exp=1024, max_10_exp=308, min=2.2250738585072014e-308, min_exp=-1021,
    min_10_exp=-307, dig=15, mant_dig=53, epsilon=2.220446049250313e-16, radix=2, rounds=1)
int_info = _Record(
    "sys.int_info", bits_per_digit=30, sizeof_digit=4, default_max_str_digits=4300, str_digits_check_threshold=640)


class _Stream:
    """Standard output or standard error."""

    encoding = "utf-8"
    errors = "strict"
    closed = False

    def __init__(self, name):
        self.name = f"<{name}>"
        self.mode = "w"

    def write(self, s, /):
        """Show a text."""
        if not isinstance(s, str):
            raise TypeError(f"write() argument must be str, not {type(s).__name__}")
        _machine.write(s)
        return len(s)

    def writelines(self, lines, /):
        for line in lines:
            self.write(line)

    def flush(self):
        """Nothing: a text is shown at once."""

    def isatty(self):
        return False

    def writable(self):
        return True

    def readable(self):
        return False

    def fileno(self):
        return 1 if self.name == "<stdout>" else 2

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode='w' encoding='utf-8'>"


stdout = __stdout__ = _Stream("stdout")
stderr = __stderr__ = _Stream("stderr")


def exit(status=None, /):
    """Raise SystemExit, which ends the thread, and in the main thread the process."""
    if status is None:
        raise SystemExit
    raise SystemExit(status)


def getswitchinterval():
    """Seconds after which a thread that waits for the GIL asks for it."""
    return _machine.switch_interval()


def setswitchinterval(interval, /):
    """Set the seconds after which a thread that waits for the GIL asks for it."""
    if not isinstance(interval, (int, float)):
        raise TypeError(f"must be real number, not {type(interval).__name__}")
    if not interval > 0:
        raise ValueError("switch interval must be strictly positive")
    # CPython counts in microseconds, and no further than a C unsigned int goes.
    _machine.set_switch_interval(float(min(interval, 4294.967295)))


def getrecursionlimit():
    return 1000


def getsizeof(object, *default):
    """How many bytes CPython needs for an object."""
    return _machine.sizeof(object, *default)


def getrefcount(object, /):
    """Refused: the simulated interpreter counts no references."""
    raise RuntimeError("reference counts are not simulated")


def getdefaultencoding():
    return "utf-8"


def getfilesystemencoding():
    return "utf-8"


def intern(string, /):
    """The text itself."""
    if not isinstance(string, str):
        raise TypeError(f"intern() argument must be str, not {type(string).__name__}")
    return string


def _is_gil_enabled():
    return True


def is_finalizing():
    return False
