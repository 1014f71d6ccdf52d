"""The scripts of ``packaging``, imported as they import each other: by name, from their own folder."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


@pytest.fixture(scope="module")
def packaging_module() -> Iterator[Callable[[str], ModuleType]]:
    """What imports one by its name, such as ``bundle`` or ``linux.deb``; forgotten after the tests of a file."""
    sys.path.insert(0, str(PACKAGING))
    try:
        yield importlib.import_module
    finally:
        sys.path.remove(str(PACKAGING))
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", None) or "").startswith(str(PACKAGING)):
                sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def set_up_error(packaging_module: Callable[[str], ModuleType]) -> type[Exception]:
    """The one way in which packaging fails."""
    error: type[Exception] = packaging_module("failures").SetUpError
    return error
