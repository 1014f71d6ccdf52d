"""The first module of the bundled program: PyInstaller starts a script, not a package."""

from __future__ import annotations

import os
import sys
import zipimport
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import MutableMapping

#: On Linux, the program that runs, whatever stands under its name by now, and the files that it has open.
RUNNING = "/proc/self/exe"
OPENED = "/proc/self/fd"


def keep_modules() -> None:
    """Have modules read from the program that runs, and not from what an update has put in its place.

    PyInstaller opens the program's file by its name whenever a module is imported for the first time, as Python does
    with its own archive. Packages of Linux replace such files under a program that runs, which could not open a dialog
    any more.
    """
    import pyimod02_importers  # type: ignore[import-not-found]  # noqa: PLC0415 - PyInstaller's, in bundles only

    pyimod02_importers.pyz_archive._filename = RUNNING  # noqa: SLF001
    for finder in sys.path_importer_cache.values():
        if isinstance(finder, zipimport.zipimporter):
            finder.archive = f"{OPENED}/{os.open(finder.archive, os.O_RDONLY)}"


def forget_bundle(variables: MutableMapping[str, str]) -> None:
    """Take out of the environment what lets this process find the bundle, before others inherit it.

    On Linux, the bootloader adds the bundle's folder to the loader's search path, which was read when this process
    began. A file manager or a browser that Coreloom opens would look there, too, and come up with the bundle's Qt in
    place of its own. Coreloom's own further processes begin as the first one did.

    Args:
        variables: The environment, such as ``os.environ``.
    """
    variables.pop("LD_LIBRARY_PATH", None)
    if original := variables.get("LD_LIBRARY_PATH_ORIG"):
        variables["LD_LIBRARY_PATH"] = original
    for name in [name for name in variables if name.startswith("_PYI_")]:
        del variables[name]


if __name__ == "__main__":
    if sys.platform.startswith("linux"):
        forget_bundle(os.environ)
        if os.path.exists(RUNNING):  # noqa: PTH110 - no more is imported than has to be
            keep_modules()
    from desktop_app.__main__ import main

    raise SystemExit(main())
