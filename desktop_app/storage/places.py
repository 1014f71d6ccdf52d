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
from pathlib import Path
from typing import Final

import platformdirs

_NAME: Final = "coreloom"
#: There can be no file in this: it is no folder.
_NOWHERE: Final = Path(os.path.abspath(os.devnull)) / _NAME  # noqa: PTH100 - os.devnull is "nul" on Windows


def settings_folder() -> Path:
    """Return where settings are kept."""
    return _usable(platformdirs.user_config_path(_NAME, appauthor=False))


def state_folder() -> Path:
    """Return where is kept what a user would not miss: the recent files, unsaved work."""
    return _usable(platformdirs.user_state_path(_NAME, appauthor=False))


def log_folder() -> Path:
    """Return where the log is kept."""
    return _usable(platformdirs.user_log_path(_NAME, appauthor=False))


def has_home(folder: Path) -> bool:
    """Return whether a folder of these is one at all."""
    return _NOWHERE not in {folder, *folder.parents}


def _usable(folder: Path) -> Path:
    """Return a folder, or one in which nothing can be kept where it is in no certain place.

    Without a home, ``~`` stays what it is, and would be a folder of that name wherever one happens to be; and the XDG
    specification has paths that are relative ignored.
    """
    return folder if folder.is_absolute() else _NOWHERE
