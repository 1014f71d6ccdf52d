"""Simulated `io`, and the function `open`: text files of the simulated process.

Opening, reading, writing back and closing block the thread on the device "disk": 5 ms to open a file, 5 ms for each 64 KiB
begun that is read or written back, as in CPython through a buffer of 8192 bytes. Left out: `seek` to other places than start
and end, encodings (all text is UTF-8), file descriptors. A file holds 10 million characters at most.
"""

import os.path

import _machine

DEFAULT_BUFFER_SIZE = 8192
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
_ACCESS_S = 0.005
_BLOCK = 65536
_MOST = 10_000_000


class UnsupportedOperation(OSError, ValueError):
    """Raised when a file is read that is open for writing, or the other way round."""


class _Text:
    """What text files and `StringIO` have in common: a text with a place in it."""

    def _check_open(self):
        if self.closed:
            raise ValueError("I/O operation on closed file.")

    def _check_readable(self):
        self._check_open()
        if not self._readable:
            raise UnsupportedOperation("not readable")

    def _check_writable(self):
        self._check_open()
        if not self._writable:
            raise UnsupportedOperation("not writable")

    def readable(self):
        self._check_open()
        return self._readable

    def writable(self):
        self._check_open()
        return self._writable

    def seekable(self):
        return True

    def isatty(self):
        return False

    def read(self, size=-1, /):
        """The next `size` characters, all that are left if it is negative or None."""
        if size is not None and not isinstance(size, int):
            raise TypeError(f"argument should be integer or None, not {type(size).__name__!r}")
        self._check_readable()
        text = self._content()
        end = len(text) if size is None or size < 0 else self._place + size
        return self._taken(text[self._place:end])

    def readline(self, size=-1, /):
        """The next line with its newline character; nothing at the end."""
        self._check_readable()
        text = self._content()
        newline = text.find("\n", self._place)
        end = len(text) if newline < 0 else newline + 1
        if size is not None and size >= 0:
            end = min(end, self._place + size)
        return self._taken(text[self._place:end])

    def _taken(self, part):
        before, self._place = self._place, self._place + len(part)
        self._have_read(before, self._place)
        return part

    def readlines(self, hint=-1, /):
        """The lines that are left."""
        lines = []
        while True:
            line = self.readline()
            if not line:
                return lines
            lines.append(line)

    def write(self, text, /):
        """Write at the place where the last reading or writing ended; return the number of characters."""
        self._check_open()
        if not isinstance(text, self._kind):
            raise TypeError(self._refusal(text))
        self._check_writable()
        if self._place + len(text) > _MOST:
            raise OSError(28, "No space left on device")
        content = self._content()
        place = len(content) if self._appends else self._place
        self._place = place + len(text)
        self._change(content[:place] + text + content[self._place:])
        return len(text)

    _kind = str
    _appends = False

    def _refusal(self, text):
        return f"write() argument must be str, not {type(text).__name__}"

    def writelines(self, lines, /):
        """Write several texts."""
        self._check_open()
        for line in lines:
            self.write(line)

    def tell(self):
        self._check_open()
        return self._place

    def seek(self, cookie, whence=0, /):
        """Go to a place: any from the start, or the end."""
        self._check_open()
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if whence and cookie:
            raise UnsupportedOperation(f"can't do nonzero {'end' if whence == 2 else 'cur'}-relative seeks")
        if cookie < 0:
            raise ValueError(f"negative seek position {cookie!r}")
        self._place = (cookie, self._place, len(self._content()))[whence]
        return self._place

    def truncate(self, size=None, /):
        """Cut off what comes after so many characters."""
        self._check_writable()
        size = self._place if size is None else size
        self._change(self._content()[:size])
        return size

    def __iter__(self):
        self._check_open()
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def __enter__(self):
        self._check_open()
        return self

    def __exit__(self, kind, error, trace):
        self.close()


class TextIOWrapper(_Text):
    """A text file.

    Args:
        name: Its name.
        mode: As for `open`.
    """

    __module__ = "_io"
    encoding = "UTF-8"
    errors = "strict"

    def __init__(self, name, mode):
        self.name = name
        self.mode = mode
        self.closed = False
        self._key = _key(name)
        self._readable = "r" in mode or "+" in mode
        self._writable = "r" not in mode or "+" in mode
        self._appends = "a" in mode
        self._place = 0
        # What was written stays in the buffer until it is flushed, and what was read ahead costs nothing.
        self._buffered = 0
        self._draft = None
        self._read_to = 0

    def _content(self):
        if self._draft is not None:
            return self._draft
        return _machine.files().get(self._key, "")

    def _have_read(self, start, end):
        """Block for what was not read ahead; finding the end costs nothing."""
        if end > self._read_to:
            _machine.device("disk", _ACCESS_S * ((end - self._read_to + _BLOCK - 1) // _BLOCK))
            # CPython reads its buffer's size at least.
            self._read_to = max(end, start + DEFAULT_BUFFER_SIZE)

    def _change(self, content):
        self._buffered += max(1, len(content) - len(self._content()))
        self._draft = content
        if self._buffered > DEFAULT_BUFFER_SIZE:
            self.flush()

    def flush(self):
        """Write back what is in the buffer."""
        self._check_open()
        if self._draft is None:
            return
        blocks = (self._buffered + _BLOCK - 1) // _BLOCK
        self._write_back()
        _machine.device("disk", _ACCESS_S * blocks)

    def _write_back(self):
        files = _machine.files()
        if sum(len(text) for text in files.values()) + self._buffered > _MOST:
            raise OSError(28, "No space left on device")
        files[self._key] = self._draft
        self._draft, self._buffered = None, 0

    def close(self):
        """Write back what is in the buffer, and close the file."""
        if not self.closed:
            try:
                self.flush()
            finally:
                self.closed = True

    def fileno(self):
        self._check_open()
        return 3

    def __repr__(self):
        return f"<_io.TextIOWrapper name={self.name!r} mode={self.mode!r} encoding='UTF-8'>"


class StringIO(_Text):
    """A text in memory that is used like a file.

    Args:
        initial_value: The text.
    """

    __module__ = "_io"
    _readable = _writable = True

    def __init__(self, initial_value="", newline="\n"):
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(f"initial_value must be str or None, not {type(initial_value).__name__}")
        self.closed = False
        self._value = initial_value or ""
        self._place = 0

    def _content(self):
        return self._value

    def _have_read(self, start, end):
        """Costs nothing."""

    def _change(self, content):
        self._value = content

    def _refusal(self, text):
        return f"string argument expected, got {type(text).__name__!r}"

    def getvalue(self):
        """The whole text."""
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._value

    def flush(self):
        self._check_open()

    def close(self):
        self.closed = True

    def __repr__(self):
        return f"<_io.StringIO object at {id(self):#x}>"


def _key(file):
    return os.path._as_text(file)


def _checked_mode(mode):
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    if not all(letter in "rwxabt+" for letter in mode) or any(mode.count(letter) > 1 for letter in mode):
        raise ValueError(f"invalid mode: {mode!r}")
    if "b" in mode and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    if sum(letter in mode for letter in "rwxa") != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if "b" in mode:
        raise UnsupportedOperation("binary files are not simulated")


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True, opener=None):
    """Open a simulated text file: "r" to read, "w" to write it anew, "a" to append, "x" to create it; "+" for both."""
    key = _key(file)
    _checked_mode(mode)
    _machine.device("disk", _ACCESS_S)
    files = _machine.files()
    if not key or ("r" in mode and key not in files and not os.path.isdir(key)):
        raise FileNotFoundError(2, "No such file or directory", file)
    if os.path.isdir(key):
        raise IsADirectoryError(21, "Is a directory", file)
    if "x" in mode and key in files:
        raise FileExistsError(17, "File exists", file)
    if "w" in mode or key not in files:
        files[key] = ""
    made = TextIOWrapper(file, mode)
    if "a" in mode:
        made._place = len(files[key])
    return made
