"""The first module of the bundled program: PyInstaller starts a script, not a package."""

import os
import sys
import zipimport
from pathlib import Path

from desktop_app.__main__ import main

#: On Linux, the program that runs, whatever stands under its name by now, and the files that it has open.
RUNNING = Path("/proc/self/exe")
OPENED = Path("/proc/self/fd")


def keep_modules() -> None:
    """Have modules read from the program that runs, and not from what an update has put in its place.

    PyInstaller opens the program's file by its name whenever a module is imported for the first time, as Python does
    with its own archive. Packages of Linux replace such files under a program that runs, which could not open a dialog
    any more.
    """
    import pyimod02_importers  # type: ignore[import-not-found]  # noqa: PLC0415 - PyInstaller's, in bundles only

    pyimod02_importers.pyz_archive._filename = str(RUNNING)  # noqa: SLF001
    for finder in sys.path_importer_cache.values():
        if isinstance(finder, zipimport.zipimporter):
            finder.archive = str(OPENED / str(os.open(finder.archive, os.O_RDONLY)))


if __name__ == "__main__":
    if RUNNING.exists():
        keep_modules()
    raise SystemExit(main())
