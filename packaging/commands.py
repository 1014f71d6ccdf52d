"""The commands of ``packaging/dev.py``, for the Pythons that Coreloom supports."""

from __future__ import annotations

import argparse
import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import installer
import release.check
import release.files
import release.wheel
from bill import index, licences
from bundling import bundle, smoke
from checkout import CHECKOUT, version_of
from developing import gate, system_libraries, virtual_environment, window
from failures import SetUpError

DIST = CHECKOUT / "dist"
EXAMPLE = CHECKOUT / "resources" / "programs" / "app.py"
SCREENSHOTS = CHECKOUT / "build" / "screenshots"


def _trial(module: str) -> Callable[[list[str]], int]:
    # Imported by name and only here: each needs what only Linux has.
    def conduct(arguments: list[str]) -> int:
        if not sys.platform.startswith("linux"):
            raise SetUpError("Trials are made on Linux.")
        main_of_it: Callable[[list[str]], int] = importlib.import_module(module).main
        return main_of_it(arguments)

    return conduct


#: Commands whose arguments are read by what they start.
_PASSED_ON: dict[str, Callable[[list[str]], int]] = {
    "test": gate.test,
    "trial": _trial("linux.trials.command"),
    "wine-bundle": _trial("windows.wine.bundle"),
    "wine-trial": _trial("windows.wine.trial"),
}


def main(argv: list[str]) -> int:
    """Run one command and return its exit code; 2 means that it was refused, and standard error says why."""
    try:
        # Before argparse, which would reorder what is theirs.
        passed_on = _PASSED_ON.get(next(iter(argv), ""))
        return _command(_parser().parse_args(argv)) if passed_on is None else passed_on(argv[1:])
    except (SetUpError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 130


def _command(arguments: argparse.Namespace) -> int:
    does: dict[str, Callable[[], int]] = {
        "run": lambda: window.run(arguments.source),
        "check": gate.check,
        "screenshots": lambda: take_screenshots(arguments.only, store=arguments.store),
        "artwork": draw,
        "libraries": say_libraries,
        "bundle": make_bundle,
        "smoke": lambda: try_bundle(arguments.place),
        "installer": lambda: make_installer(arguments.system, ready=arguments.ready),
        "licences": lambda: say_licences(arguments.bundle),
        "bills": make_bills,
        "wheel": make_wheel,
        "release": lambda: check_release(arguments.tag, arguments.notes),
        "sums": lambda: add_up(arguments.folder),
    }
    return does[arguments.command]()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py",
        description="Coreloom from a checkout. Every command first sets up what it needs, in .venv.",
        allow_abbrev=False,
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_development(commands)
    commands.add_parser("bundle", help="dist/coreloom, which runs without a Python, and its smoke test")
    smoke_parser = commands.add_parser("smoke", help="try a bundle, or an installed Coreloom, from where it lies")
    smoke_parser.add_argument("place", type=Path, metavar="BUNDLE", help="the folder that holds the program")
    installer_parser = commands.add_parser(
        "installer", help="dist/…, what this platform installs by a double click, from a bundle that was tried"
    )
    installer_parser.add_argument("--ready", action="store_true", help="from the bundle that is in dist already")
    installer_parser.add_argument("--system", default=sys.platform, help="as Python calls it (default: %(default)s)")
    licences_parser = commands.add_parser("licences", help="list what is in a bundle, and under which licences")
    licences_parser.add_argument("bundle", type=Path, metavar="BUNDLE", help="the folder that holds the program")
    commands.add_parser("bills", help="bills of materials of the bundles in dist, and where sources are")
    commands.add_parser("trial", help="install Debian packages on fresh systems and try them; needs root on Debian")
    commands.add_parser("wine-bundle", help="dist/coreloom as for Windows, built under Wine, for trying the installer")
    commands.add_parser("wine-trial", help="install under Wine what installs on Windows, and try it")
    commands.add_parser("wheel", help="the wheel and the sdist in dist, which pip and pipx install")
    release_parser = commands.add_parser("release", help="hold a tag against version and changelog; print the version")
    release_parser.add_argument("notes", type=Path, metavar="NOTES", help="the file to write the release's text to")
    release_parser.add_argument("--tag", help="such as v0.1.0; without one, what is not ready is said and no fault")
    sums_parser = commands.add_parser("sums", help="check that all files of a release are there, and write SHA256SUMS")
    sums_parser.add_argument("folder", type=Path, metavar="FOLDER", help="the folder with all of them")
    return parser


def _add_development(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    run_parser = commands.add_parser(
        "run", help="open the window on an example, playing; without a display draw pictures"
    )
    run_parser.add_argument(
        "source", nargs="?", type=Path, default=EXAMPLE, help="a program or scenario (default: %(default)s)"
    )
    commands.add_parser("test", help="the whole suite, offscreen; further arguments go to pytest")
    commands.add_parser("check", help="ruff, mypy --strict and the import contracts")
    pictures = commands.add_parser("screenshots", help="pictures of the real window on many states, to look at")
    pictures.add_argument("--only", default="", metavar="TEXT", help="only those whose name has this in it")
    pictures.add_argument("--store", action="store_true", help="instead, those of software centres and the README")
    commands.add_parser("artwork", help="icons and the installers' pictures, from their SVGs")
    commands.add_parser("libraries", help="install the system packages that Qt needs on Linux, or say which")


def say_libraries() -> int:
    """Provide the system packages, say that they are there, and return 0.

    Raises:
        SetUpError: They are missing and cannot be installed from here.
    """
    system_libraries.provide_missing()
    print("All system libraries are there.")
    return 0


def take_screenshots(only: str, *, store: bool) -> int:
    """Take pictures of the real window, on a screen of its own where that is possible, into build/screenshots.

    Args:
        only: Take only those whose name has this in it; empty for all.
        store: Take those that software centres show instead, in place of the committed ones.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    system_libraries.provide_missing(extra_packages=_screen_packages())
    environment = virtual_environment.make_ready(CHECKOUT, ())
    if store:
        return _on_screen(environment, "1600x900", {}, "artwork.store_screenshots")
    for scale in ("1", "2"):
        variables = {"QT_SCALE_FACTOR": scale}
        code = _on_screen(environment, "1920x1080", variables, "artwork.screenshots", SCREENSHOTS, "--only", only)
        if code != 0:
            return code
    return 0


def _on_screen(
    environment: virtual_environment.VirtualEnvironment,
    size: str,
    variables: dict[str, str],
    module: str,
    *arguments: str | Path,
) -> int:
    screen = ["xvfb-run", "-a", "-s", f"-screen 0 {size}x24"] if shutil.which("xvfb-run") else []
    changed: dict[str, str | None] = {**dict.fromkeys(gate.DESKTOP_SETTINGS), **variables}
    return virtual_environment.run_module(environment, module, *arguments, variables=changed, under=screen)


def draw() -> int:
    """Draw the icons and the installers' pictures from their SVGs, in place of the committed ones; return 0.

    Raises:
        SetUpError: Coreloom cannot be set up here.
    """
    system_libraries.provide_missing(window=False)
    environment = virtual_environment.make_ready(CHECKOUT, ())
    offscreen = {"QT_QPA_PLATFORM": "offscreen"}
    codes = [
        virtual_environment.run_module(environment, module, variables=offscreen)
        for module in ("artwork.draw_icons", "artwork.draw_installer_pictures")
    ]
    return max(codes)


def make_bundle() -> int:
    """Build dist/coreloom and dist/coreloom-video, and try them; return 0 when they work.

    Raises:
        SetUpError: PyInstaller cannot be set up here, or misses something.
    """
    system_libraries.provide_missing(extra_packages=(*_bundle_packages(), *_screen_packages()))
    environment = virtual_environment.make_ready(CHECKOUT, ("bundle",))
    bundle.build(environment.python, CHECKOUT, virtual_environment.clean_environment())
    licences.check_built(CHECKOUT)
    return smoke.try_built(CHECKOUT)


def try_bundle(place: Path) -> int:
    """Try a bundle where it lies, and return 0 when all of it works.

    Args:
        place: The folder that holds the program, ``Coreloom.app``, or the program itself.

    Raises:
        SetUpError: There is no program, or what it is tried with cannot be set up here.
    """
    reading = () if shutil.which("objdump") else ("binutils",)
    system_libraries.provide_missing(extra_packages=(*_screen_packages(), *reading))
    return smoke.smoke_test(place, CHECKOUT)


def make_installer(system: str, *, ready: bool) -> int:
    """Build what a platform installs by a double click; return 0 when it is there.

    Args:
        system: Its ``sys.platform``; another than this one's needs its bundle in ``dist``.
        ready: Whether the bundle is in ``dist`` already.

    Raises:
        SetUpError: There is none for this platform, or what it needs cannot be set up here.
    """
    build = installer.builder(system)
    code = 0 if ready else make_bundle()
    if code == 0:
        installer.report(build(CHECKOUT))
    return code


def say_licences(place: Path) -> int:
    """List what is in a bundle, and return 0.

    Raises:
        SetUpError: It has a file that no licence is known for.
    """
    for bill in licences.check(place):
        print(f"{bill.name} {bill.version}: {bill.licence}")
        for each in bill.components:
            print(f"  {each.name} {each.version}: {each.licence}")
    return 0


def make_bills() -> int:
    """Write bills of materials of both bundles in dist, and where their sources are; return 0 when that worked.

    Raises:
        SetUpError: What that takes cannot be set up here, or a bundle is missing.
    """
    environment = virtual_environment.make_ready(CHECKOUT, ("bundle",))
    version, platform = version_of(CHECKOUT), release.files.platform_name()
    for name in release.files.BUNDLES:
        out = DIST / release.files.bill_name(name, version, platform)
        code = virtual_environment.run_module(environment, "bill.cyclonedx_bom", DIST / name, out)
        if code != 0:
            return code
        note = DIST / release.files.sources_name(name, version, platform)
        shutil.copyfile(index.note(DIST / name), note)
        print(out, note, sep="\n")
    return 0


def make_wheel() -> int:
    """Build the wheel and the sdist into dist, say where they are, and return 0.

    Raises:
        SetUpError: They cannot be built, or are not as they should be.
    """
    system_libraries.provide_missing(window=False)
    print(*release.wheel.build(CHECKOUT), sep="\n")
    return 0


def check_release(tag: str | None, notes: Path) -> int:
    """Hold a tag against version and changelog, write the release's text, print its version, and return 0.

    Raises:
        SetUpError: They do not agree.
    """
    print(release.check.check(CHECKOUT, tag, notes))
    return 0


def add_up(folder: Path) -> int:
    """Write the sums of a release's files, say where they are, and return 0.

    Raises:
        SetUpError: A file is missing, or is none of a release.
    """
    print(release.files.write_sums(folder, version_of(CHECKOUT)))
    return 0


def _screen_packages() -> tuple[str, ...]:
    return ("xvfb", "xauth") if sys.platform.startswith("linux") and not shutil.which("xvfb-run") else ()


def _bundle_packages() -> tuple[str, ...]:
    # PyInstaller reads libraries with objdump. Debian's python3 is linked statically; its library is another package.
    packages = [] if shutil.which("objdump") else ["binutils"]
    name = f"libpython{sys.version_info.major}.{sys.version_info.minor}"
    if sys.base_prefix == "/usr" and not system_libraries.loads(f"{name}.so.1.0"):
        packages.append(name)
    return tuple(packages)
