"""Where the files are that ship with Coreloom: in a checkout, an installed wheel or a PyInstaller bundle."""

from __future__ import annotations

from pathlib import Path

from desktop_app.model.errors import FileError
from desktop_app.model.shipped import shipped_folder


def resource_path(relative: str) -> Path:
    """Return where a shipped file or folder is.

    Args:
        relative: Its place in the resources, such as ``scenarios/two-processes.toml``.

    Raises:
        FileError: When it is missing: the installation is damaged.
    """
    path = shipped_folder() / relative
    if not path.exists():
        raise FileError(str(path), "it belongs to Coreloom and is missing; install Coreloom again")
    return path


def example_programs() -> tuple[Path, ...]:
    """Return the Python programs that ship as examples, by name."""
    return tuple(sorted(resource_path("programs").glob("*.py")))


def example_scenarios() -> tuple[Path, ...]:
    """Return the scenarios that ship as examples, by name."""
    return tuple(sorted(resource_path("scenarios").glob("*.toml")))
