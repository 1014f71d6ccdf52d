"""The system libraries that Qt needs on Linux: which are missing, and the one command that brings them.

PySide6's wheels carry Qt itself but not the libraries that every desktop has (OpenGL, X11, Wayland, fonts). A server or
a container lacks them, and Qt then ends with an ImportError about one of them at a time, or with an abort.
"""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from failures import SetUpError


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A shared library and the package that holds it, by package manager.

    Attributes:
        soname: The name the loader looks for.
        packages: Package names in the order of MANAGERS.
        window: True when only a window on a screen needs it, not offscreen drawing.
    """

    soname: str
    packages: tuple[str, str, str, str]
    window: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageManager:
    """A package manager and how it installs packages without a question."""

    program: str
    install: tuple[str, ...]


APT = PackageManager(program="apt-get", install=("apt-get", "install", "-y", "--no-install-recommends"))
DNF = PackageManager(program="dnf", install=("dnf", "install", "-y"))
PACMAN = PackageManager(program="pacman", install=("pacman", "-S", "--needed", "--noconfirm"))
ZYPPER = PackageManager(program="zypper", install=("zypper", "--non-interactive", "install"))
MANAGERS = (APT, DNF, PACMAN, ZYPPER)


def _drawing(soname: str, *packages: str) -> Library:
    apt, dnf, pacman, zypper = packages
    return Library(soname=soname, packages=(apt, dnf, pacman, zypper))


def _window(soname: str, *packages: str) -> Library:
    apt, dnf, pacman, zypper = packages
    return Library(soname=soname, packages=(apt, dnf, pacman, zypper), window=True)


# What Qt's libraries and platform plug-ins are linked against and the wheel lacks, read from their NEEDED entries.
LIBRARIES = (
    _drawing("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", "Mesa-libEGL1"),
    _drawing("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", "Mesa-libGL1"),
    _drawing("libX11.so.6", "libx11-6", "libX11", "libx11", "libX11-6"),
    _drawing("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", "libdbus-1-3"),
    # Of Debian's own Python, when that is bundled. fontconfig needs it as well, and both have to find the same one.
    _drawing("libexpat.so.1", "libexpat1", "expat", "expat", "libexpat1"),
    _drawing("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", "libfontconfig1"),
    _drawing("libfreetype.so.6", "libfreetype6", "freetype", "freetype2", "libfreetype6"),
    _drawing("libgcc_s.so.1", "libgcc-s1", "libgcc", "gcc-libs", "libgcc_s1"),
    _drawing("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libglib-2_0-0"),
    _drawing("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5", "krb5"),
    _drawing("libgthread-2.0.so.0", "libglib2.0-0", "glib2", "glib2", "libgthread-2_0-0"),
    _drawing("libstdc++.so.6", "libstdc++6", "libstdc++", "gcc-libs", "libstdc++6"),
    _drawing("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", "libxkbcommon0"),
    _drawing("libz.so.1", "zlib1g", "zlib", "zlib", "libz1"),
    _drawing("libzstd.so.1", "libzstd1", "libzstd", "zstd", "libzstd1"),
    _drawing("libbrotlicommon.so.1", "libbrotli1", "libbrotli", "brotli", "libbrotlicommon1"),
    _drawing("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli", "libbrotlidec1"),
    _window("libX11-xcb.so.1", "libx11-xcb1", "libX11-xcb", "libx11", "libX11-xcb1"),
    _window("libwayland-client.so.0", "libwayland-client0", "libwayland-client", "wayland", "libwayland-client0"),
    _window("libwayland-cursor.so.0", "libwayland-cursor0", "libwayland-cursor", "wayland", "libwayland-cursor0"),
    _window("libwayland-egl.so.1", "libwayland-egl1", "libwayland-egl", "wayland", "libwayland-egl1"),
    _window("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", "libxcb-cursor0"),
    _window("libxcb-glx.so.0", "libxcb-glx0", "libxcb", "libxcb", "libxcb-glx0"),
    _window("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", "libxcb-icccm4"),
    _window("libxcb-image.so.0", "libxcb-image0", "xcb-util-image", "xcb-util-image", "libxcb-image0"),
    _window("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", "libxcb-keysyms1"),
    _window("libxcb-randr.so.0", "libxcb-randr0", "libxcb", "libxcb", "libxcb-randr0"),
    _window(
        "libxcb-render-util.so.0",
        "libxcb-render-util0", "xcb-util-renderutil", "xcb-util-renderutil", "libxcb-render-util0",
    ),
    _window("libxcb-render.so.0", "libxcb-render0", "libxcb", "libxcb", "libxcb-render0"),
    _window("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", "libxcb-shape0"),
    _window("libxcb-shm.so.0", "libxcb-shm0", "libxcb", "libxcb", "libxcb-shm0"),
    _window("libxcb-sync.so.1", "libxcb-sync1", "libxcb", "libxcb", "libxcb-sync1"),
    _window("libxcb-util.so.1", "libxcb-util1", "xcb-util", "xcb-util", "libxcb-util1"),
    _window("libxcb-xfixes.so.0", "libxcb-xfixes0", "libxcb", "libxcb", "libxcb-xfixes0"),
    _window("libxcb.so.1", "libxcb1", "libxcb", "libxcb", "libxcb1"),
    _window("libxcb-xkb.so.1", "libxcb-xkb1", "libxcb", "libxcb", "libxcb-xkb1"),
    _window(
        "libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", "libxkbcommon-x11-0"
    ),
)  # fmt: skip

_LOADER = """
import ctypes, json, sys
missing = []
for soname in sys.argv[1:]:
    try:
        ctypes.CDLL(soname)
    except OSError:
        missing.append(soname)
print(json.dumps(missing))
"""


def absent(libraries: tuple[Library, ...] = LIBRARIES) -> tuple[Library, ...]:
    """Return those of the libraries that the loader cannot load.

    The loader is asked itself, in a process of its own: it knows the search path, the architecture and LD_LIBRARY_PATH,
    and a library that was installed a moment ago is found.

    Raises:
        SetUpError: This Python cannot load libraries at all.
    """
    missing = _not_loadable([library.soname for library in libraries])
    return tuple(library for library in libraries if library.soname in missing)


def loads(soname: str) -> bool:
    """Say whether the loader finds a library.

    Raises:
        SetUpError: This Python cannot load libraries at all.
    """
    return not _not_loadable([soname])


def _not_loadable(sonames: list[str]) -> set[str]:
    command = [sys.executable, "-I", "-S", "-c", _LOADER, *sonames]
    asked = subprocess.run(command, capture_output=True, text=True, check=False)
    if asked.returncode != 0:
        raise SetUpError(f"{sys.executable} cannot load shared libraries:\n{asked.stderr.strip()}")
    return set(json.loads(asked.stdout))


def needed(missing: tuple[Library, ...], *, window: bool) -> tuple[Library, ...]:
    """Return what has to be installed now: all that is missing, or nothing.

    Offscreen drawing alone does not ask for the libraries of a window; but once anything has to be installed, one
    command brings everything, so that opening a window later does not ask a second time.
    """
    return missing if any(window or not library.window for library in missing) else ()


def package_manager() -> PackageManager | None:
    """Return the package manager of this system, None when it is not one of MANAGERS."""
    return next((manager for manager in MANAGERS if shutil.which(manager.program)), None)


def packages_of(libraries: tuple[Library, ...], manager: PackageManager) -> list[str]:
    """Return the names of the packages that hold the libraries, each once, sorted."""
    column = MANAGERS.index(manager)
    return sorted({library.packages[column] for library in libraries})


def command_for(packages: list[str], manager: PackageManager, *, root: bool, sudo: bool, refresh: bool = False) -> str:
    """Return the one command line that installs the packages, ready to be pasted into a shell.

    Args:
        packages: Their names.
        manager: What installs them.
        root: Whether the command is for root.
        sudo: Whether this system has sudo; without it a user goes through su.
        refresh: Whether apt has no package lists yet and has to fetch them first.
    """
    steps = [["apt-get", "update"]] if refresh and manager is APT else []
    steps.append([*manager.install, *packages])
    line = " && ".join(" ".join(["sudo", *step] if sudo and not root else step) for step in steps)
    return line if root or sudo else f"su - -c '{line}'"


def provide_missing(*, window: bool = True, extra_packages: tuple[str, ...] = ()) -> None:
    """Provide the system packages that are missing, on Linux.

    Args:
        window: False when only drawing offscreen has to work.
        extra_packages: Further packages, in apt's names, needed on Debian and its relatives.

    Raises:
        SetUpError: They are missing and cannot be installed from here.
    """
    if not sys.platform.startswith("linux"):
        return
    missing = needed(absent(), window=window)
    extra = [package for package in extra_packages if package_manager() is APT]
    if _lacks_venv():
        extra.append(_venv_package())
    if missing or extra:
        provide(missing, extra)


def _lacks_venv() -> bool:
    # Debian ships that part of Python in a package of its own.
    return any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip"))


def _venv_package() -> str:
    if sys.base_prefix != "/usr" or package_manager() is not APT:
        raise SetUpError(
            f"{sys.executable} has no venv or no ensurepip module. Start this with a complete Python 3.11 to 3.14."
        )
    return f"python{sys.version_info.major}.{sys.version_info.minor}-venv"


def provide(libraries: tuple[Library, ...], extra_packages: list[str]) -> None:
    """Install the packages of the libraries, and others, where that may be done; otherwise say how.

    Args:
        libraries: What the loader did not find.
        extra_packages: Names of further packages, in the names of this system's package manager.

    Raises:
        SetUpError: They cannot be installed from here; the message holds the one command that does it.
    """
    manager = package_manager()
    if manager is None:
        wanted = ", ".join([*(library.soname for library in libraries), *extra_packages])
        raise SetUpError(f"Qt needs these, which are missing here; install them with your package manager:\n  {wanted}")
    packages = sorted({*packages_of(libraries, manager), *extra_packages})
    root = _is_root()
    if root and manager is APT:
        _install_with_apt(packages)
        return
    sudo = shutil.which("sudo") is not None
    command = command_for(packages, manager, root=root, sudo=sudo, refresh=not _has_package_lists())
    raise SetUpError(
        f"Coreloom needs system packages that are missing here. Install them, then start this again:\n  {command}"
    )


def _install_with_apt(packages: list[str]) -> None:
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*APT.install, *packages]
    attempts = [install, ["apt-get", "update"], install] if _has_package_lists() else [["apt-get", "update"], install]
    output = ""
    for attempt in attempts:
        ran = subprocess.run(
            attempt, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            text=True, errors="replace", check=False,
        )  # fmt: skip
        output = ran.stdout
        if ran.returncode == 0 and attempt is install:
            return
    command = " ".join(install)
    raise SetUpError(f"{output.rstrip()}\n\napt-get could not install them. Once it can, this does it:\n  {command}")


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _has_package_lists(lists: Path = Path("/var/lib/apt/lists")) -> bool:
    # Containers are shipped without the lists; where they are, an update would only cost time.
    return any(lists.glob("*_Packages*"))
