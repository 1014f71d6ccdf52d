"""Where this user's settings, state and logs are kept: in each platform's own places.

=========  ======================================  ===================================  ==============================
what       Linux                                   Windows                              macOS
=========  ======================================  ===================================  ==============================
settings   $XDG_CONFIG_HOME or ~/.config           %LOCALAPPDATA%                       ~/Library/Application Support
state      $XDG_STATE_HOME or ~/.local/state       %LOCALAPPDATA%                       ~/Library/Application Support
log        the state's folder, in ``log``          %LOCALAPPDATA%, in ``Logs``          ~/Library/Logs
=========  ======================================  ===================================  ==============================

Each in a folder ``coreloom``. The folders need not exist. Where a user has no home folder, no file can be made in what
is returned, and whoever tries is told so by the system.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

import platformdirs

_NAME: Final = "coreloom"
_PROBE_BYTES: Final = 8192
#: There can be no file in this: it is no folder.
_NOWHERE: Final = Path(os.path.abspath(os.devnull)) / _NAME  # noqa: PTH100 - os.devnull is "nul" on Windows


def settings_folder() -> Path:
    """Return where settings are kept."""
    return _usable(platformdirs.user_config_path)


def state_folder() -> Path:
    """Return where is kept what a user would not miss: the recent files, unsaved work."""
    return _usable(platformdirs.user_state_path)


def log_folder() -> Path:
    """Return where the log is kept."""
    return _usable(platformdirs.user_log_path)


def home_folder() -> Path:
    """Return where files are looked for first: the user's home, or the current folder where there is none."""
    try:
        home = Path.home()
    except RuntimeError:  # nobody knows this user
        return Path.cwd()
    return home if home.is_dir() else Path.cwd()


def problem_with(folder: Path) -> str:
    """Return why nothing can be kept in a folder, for people; empty where something can, which is tried."""
    if _NOWHERE in {folder, *folder.parents}:
        return "this user has no home folder"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".coreloom-", suffix=".tmp") as probe:
            probe.write(bytes(_PROBE_BYTES))  # a full disk has room for empty files
            probe.flush()
    except OSError as error:
        return error.strerror or str(error)
    return ""


def _usable(find: Callable[..., Path]) -> Path:
    """Return a folder, or one in which nothing can be kept where it is in no certain place.

    Without a home, ``~`` stays what it is, and would be a folder of that name wherever one happens to be; platformdirs
    may refuse that. The XDG specification has paths that are relative ignored.
    """
    try:
        folder = find(_NAME, appauthor=False)
    except RuntimeError:
        return _NOWHERE
    return folder if folder.is_absolute() else _NOWHERE
