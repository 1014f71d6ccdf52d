"""The licences of what a bundle holds: collected while it is built, checked, and told in other forms.

`python packaging/licences.py check BUNDLE` says what is in a bundle, and fails where a file has no licence;
`... copyright BUNDLE` prints what Debian keeps as /usr/share/doc/PACKAGE/copyright; `... bom BUNDLE OUT.json` writes a
bill of materials as CycloneDX has it.

The texts lie in the bundle (packaging/bill/index.py says where). Two licences matter to the whole: the program is under
the MIT licence with libraries under the LGPL, which lie beside it as files that anybody can replace, so nothing that
demands the GPL may be part of it; video, which has x264 and x265, is handed out separately, under the GPL.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from bill import collecting, index, terms
from bill.component import Bill
from failures import SetUpError

CHECKOUT = Path(__file__).resolve().parent.parent
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
            "These would put the whole program under the GPL; leave them out (packaging/pruning.py): "
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


def debian_copyright(bundle: Path) -> str:
    """Return the statement of copyright, in Debian's machine-readable form, for a package of a bundle.

    Args:
        bundle: The folder of the program, or that of video.

    Raises:
        SetUpError: It has no bill.
    """
    from bill.debian_copyright import statement  # noqa: PLC0415 - only where it is asked for

    return statement(index.bills(bundle))


def write_bom(bundle: Path, out: Path) -> None:
    """Write a bundle's bill of materials as CycloneDX has it, checked against its schema.

    Raises:
        SetUpError: It has no bill.
    """
    from bill.cyclonedx_bom import bom_json  # noqa: PLC0415 - needs cyclonedx-python-lib

    out.write_text(bom_json(index.bills(bundle)), encoding="utf-8", newline="\n")


def main(argv: list[str] | None = None) -> int:
    """Run one command and return its exit code; 2 means that it was refused, and standard error says why."""
    parser = argparse.ArgumentParser(prog="licences.py", description="The licences of what a bundle holds.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, told in (
        ("check", "list what is in it; fail where a file has no licence"),
        ("copyright", "print Debian's machine-readable statement of copyright"),
        ("bom", "write a bill of materials (CycloneDX)"),
    ):
        commands.add_parser(name, help=told).add_argument("bundle", type=Path, metavar="BUNDLE")
    commands.choices["bom"].add_argument("out", type=Path, metavar="OUT")
    arguments = parser.parse_args(argv)
    try:
        _run(arguments)
    except (SetUpError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _run(arguments: argparse.Namespace) -> None:
    if arguments.command == "copyright":
        print(debian_copyright(arguments.bundle), end="")
    elif arguments.command == "bom":
        write_bom(arguments.bundle, arguments.out)
    else:
        for bill in check(arguments.bundle):
            print(f"{bill.name} {bill.version}: {bill.licence}")
            for each in bill.components:
                print(f"  {each.name} {each.version}: {each.licence}")


if __name__ == "__main__":
    raise SystemExit(main())
