"""What the platform installs by double click: a bundle, tried, in the form that each platform has for it.

Each platform has a folder here with what only it needs, and in it one function that takes the checkout, with the bundle
in ``dist``, and returns the files it made there.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


#: By the beginning of ``sys.platform``, the module that has the function.
_BUILDERS = {"linux": "linux.deb", "win32": "windows.setup", "darwin": "macos.dmg"}


def builder(system: str = sys.platform) -> Callable[[Path], list[Path]]:
    """Return what makes the installers of a platform.

    Args:
        system: Its ``sys.platform``.

    Raises:
        SetUpError: There is none for it.
    """
    module = next((name for start, name in _BUILDERS.items() if system.startswith(start)), None)
    if module is None:
        raise SetUpError(f"There is no installer for {system}; `pip install .` makes the same application.")
    # Imported by name and only here: each may need what only its platform has.
    build: Callable[[Path], list[Path]] = importlib.import_module(module).build
    return build


def report(made: list[Path]) -> None:
    """Print what was made and how large it is, in millions of bytes."""
    for path in made:
        print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")
