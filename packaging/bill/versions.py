"""Versions of what is inside of packages: asked of the package, or read in the libraries, which mostly say it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterable
from pathlib import Path

from bill.known import Inside
from bill.python_packages import PythonPackages

_NUMBERS = re.compile(r"\d+(?:\.\d+)+")


def version_of(known: Inside, packages: PythonPackages, libraries: Iterable[Path]) -> str:
    """Return the version of what is inside of a package; empty where nothing says it.

    Args:
        known: What it is.
        packages: The environment's packages.
        libraries: Its own files, where they were copied from.
    """
    if known.pattern:
        return _read(re.compile(known.pattern.encode()), libraries)
    module, colon, attribute = known.version.partition(":")
    if colon:
        return _asked(module, attribute)
    if known.version or known.of in {"cpython", "*"}:
        return known.version
    return packages.stated_versions(known.of).get(known.bill or known.name, "")


def _read(pattern: re.Pattern[bytes], libraries: Iterable[Path]) -> str:
    found = (pattern.search(path.read_bytes()) for path in libraries if path.is_file())
    return next((match.group(1).decode("ascii", "replace") for match in found if match), "")


def _asked(module: str, attribute: str) -> str:
    try:
        value = getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError):
        return ""  # other versions of the package may not say it
    text = ".".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return next(iter(_NUMBERS.findall(text)), text)
