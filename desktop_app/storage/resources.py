"""Where the files are that ship with Coreloom: in a checkout, an installed wheel or a PyInstaller bundle."""

from __future__ import annotations

import sys
from pathlib import Path

import desktop_app
from desktop_app.model.errors import FileError


def resource_path(relative: str) -> Path:
    """Return where a shipped file or folder is.

    Args:
        relative: Its place in the resources, such as ``scenarios/two-processes.toml``.

    Raises:
        FileError: When it is missing: the installation is damaged.
    """
    path = _resources() / relative
    if not path.exists():
        raise FileError(str(path), "it belongs to Coreloom and is missing; install Coreloom again")
    return path


def example_programs() -> tuple[Path, ...]:
    """Return the Python programs that ship as examples, by name."""
    return tuple(sorted(resource_path("programs").glob("*.py")))


def example_scenarios() -> tuple[Path, ...]:
    """Return the scenarios that ship as examples, by name."""
    return tuple(sorted(resource_path("scenarios").glob("*.toml")))


def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    if bundle is not None:
        return Path(bundle) / "resources"
    package = Path(desktop_app.__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parent / "resources"
