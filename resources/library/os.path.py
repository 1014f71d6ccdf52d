"""Simulated `os.path`: names of files, as on Linux, and which simulated files there are.

Left out: `realpath` beyond `abspath`, times of files, links and mount points.
"""

import _machine

sep = "/"
curdir = "."
pardir = ".."


def _as_text(path, function=None):
    if isinstance(path, str):
        return path
    convert = getattr(path, "__fspath__", None)
    if convert is not None:
        return convert()
    kind = type(path).__name__
    if function is not None:
        raise TypeError(f"{function}() argument must be str, bytes, or os.PathLike object, not '{kind}'")
    raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")


def join(a, *p):
    """One path of several parts; an absolute part makes those before it void."""
    joined = _as_text(a)
    for part in p:
        text = _as_text(part, "join")
        if text.startswith("/"):
            joined = text
        elif not joined or joined.endswith("/"):
            joined += text
        else:
            joined += "/" + text
    return joined


def split(p):
    """All before the last slash, and what comes after it."""
    text = _as_text(p)
    head, tail = text[:text.rfind("/") + 1], text[text.rfind("/") + 1:]
    return (head.rstrip("/") or head), tail


def basename(p):
    return split(p)[1]


def dirname(p):
    return split(p)[0]


def splitext(p):
    """All before the name's last dot, and the rest; dots at the name's start do not count."""
    text = _as_text(p)
    name = text[text.rfind("/") + 1:]
    dot = name.rfind(".")
    if dot <= 0 or not name[:dot].strip("."):
        return text, ""
    cut = len(text) - len(name) + dot
    return text[:cut], text[cut:]


def isabs(s):
    return _as_text(s).startswith("/")


def normpath(path):
    """A path without empty parts, "." and what ".." undoes."""
    text = _as_text(path)
    root = "//" if text.startswith("//") and not text.startswith("///") else "/" if text.startswith("/") else ""
    parts = []
    for part in text.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif part != ".." or not root:
            parts.append(part)
    return root + "/".join(parts) or "."


def abspath(path):
    """A path from the root on."""
    return normpath(join("/home/user", path))


realpath = abspath


def expanduser(path):
    """A path with the user's directory for "~"."""
    text = _as_text(path)
    return "/home/user" + text[1:] if text == "~" or text.startswith("~/") else text


def exists(path):
    """Whether there is a simulated file of that name, or it is the working directory."""
    return isfile(path) or isdir(path)


lexists = exists


def isfile(path):
    return _as_text(path) in _machine.files()


def isdir(s):
    """Whether it is the working directory, or simulated files have names in it."""
    text = _as_text(s)
    inside = text.rstrip("/") + "/"
    return text in (".", "./", "/", "/home/user") or any(name.startswith(inside) for name in _machine.files())


def islink(path):
    return False


def getsize(filename):
    """How many bytes a simulated file has."""
    text = _as_text(filename)
    if text not in _machine.files():
        raise FileNotFoundError(2, "No such file or directory", filename)
    return len(_machine.files()[text].encode())
