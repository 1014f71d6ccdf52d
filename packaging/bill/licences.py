"""The licences of what a bundle holds: collected while it is built, and checked afterwards.

The texts lie in the bundle (index.py says where). Two licences matter to the whole: the program is under the MIT
licence with libraries under the LGPL, which lie beside it as files that anybody can replace, so nothing that demands
the GPL may be part of it; video, which has x264 and x265, is handed out separately, under the GPL.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from checkout import CHECKOUT
from failures import SetUpError

from bill import collecting, index, terms
from bill.component import Bill

PROGRAM, VIDEO = "coreloom", "coreloom-video"
#: Under which licence each is handed out as a whole; its parts keep their own.
LICENCES = {PROGRAM: "MIT", VIDEO: "GPL-3.0-or-later"}
#: Files of a bundle that are the program itself, or made for it.
_OWN_FILES = ("coreloom", "coreloom.exe", "coreloomw.exe", "Info.plist", "PkgInfo", "CodeResources")


def entries(name: str, version: str, listed: collecting.Entries, folder: Path) -> list[tuple[str, str, str]]:
    """Collect the licences of what PyInstaller lists, and return the entries that put them into the bundle.

    Args:
        name: ``coreloom`` for the program or ``coreloom-video``.
        version: Its version.
        listed: All files, modules and scripts of that part, as (place, source, kind).
        folder: Where the files are written before they are copied.

    Raises:
        SetUpError: A file is nobody's, a licence or its text is missing, or a part of the program demands the GPL.
    """
    bill = collecting.collect(name, version, LICENCES[name], listed, collecting.surroundings(CHECKOUT))
    refuse_gpl(bill)
    index.write(bill, folder)
    inside = index.FOLDER if name == PROGRAM else index.VIDEO_FOLDER
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return [(f"{inside}/{path.relative_to(folder).as_posix()}", str(path), "DATA") for path in files]


def refuse_gpl(bill: Bill) -> None:
    """Refuse a program of which a part demands the GPL; video is under the GPL as it is.

    Raises:
        SetUpError: There is such a part.
    """
    found = [f"{each.name} ({each.licence}): {', '.join(each.files)}" for each in bill.components
             if bill.name == PROGRAM and terms.demands_gpl(each.licence)]  # fmt: skip
    if found:
        raise SetUpError(
            "These would put the whole program under the GPL; leave them out (packaging/bundling/pruning.py): "
            + "; ".join(found)
        )


def check(bundle: Path) -> list[Bill]:
    """Hold a bundle against its bill, and return that.

    Raises:
        SetUpError: It has none, or it has a file that no component owns.
    """
    found = index.bills(bundle)
    owned = {path for bill in found for component in bill.components for path in component.files}
    strangers = sorted(path for path in _files(bundle) if path not in owned and not _is_ours(path))
    if strangers:
        raise SetUpError(f"{bundle} has files that no licence is known for: {', '.join(strangers)}")
    return found


def check_built(checkout: Path) -> None:
    """Hold all that was built into dist against its bills.

    Raises:
        SetUpError: As `check`.
    """
    dist = checkout / "dist"
    for place in (dist / PROGRAM, dist / VIDEO, *sorted(dist.glob("*.app"))):
        check(place)


def _files(bundle: Path) -> Iterable[str]:
    """Yield the files of a bundle, as PyInstaller lists them; what a link stands for is found by itself."""
    contents = index.contents_folder(bundle)
    data = contents.with_name("Resources")  # an app of macOS has data apart, and dots of folders written out
    for path in bundle.rglob("*"):
        if path.is_symlink() or not path.is_file():
            continue
        base = next((each for each in (contents, data) if each in path.parents), None)
        yield path.name if base is None else path.relative_to(base).as_posix().replace("__dot__", ".")


def _is_ours(path: str) -> bool:
    icon = "/" not in path and path.endswith(".icns")
    return path in _OWN_FILES or path.startswith(f"{index.FOLDER}/") or icon
