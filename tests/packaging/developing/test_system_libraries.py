"""Which system libraries are missing, and how they come; nothing is installed here."""

from __future__ import annotations

import re
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(
        **{name.rpartition(".")[2]: packaging_module(name) for name in ("developing.system_libraries", "failures")}
    )


class TestSystemLibraries:
    def test_only_what_the_loader_lacks_is_absent(self, tools: SimpleNamespace) -> None:
        if not sys.platform.startswith("linux"):
            pytest.skip("sonames are the names of Linux libraries")
        libraries = tools.system_libraries
        names = ("a", "b", "c", "d")
        there = libraries.Library(soname="libc.so.6", packages=names)
        missing = libraries.Library(soname="libcoreloom-has-no-such.so.9", packages=names)
        assert libraries.absent((there, missing)) == (missing,)
        assert libraries.loads("libc.so.6")

    def test_offscreen_drawing_does_not_ask_for_the_libraries_of_a_window(self, tools: SimpleNamespace) -> None:
        by_name = {library.soname: library for library in tools.system_libraries.LIBRARIES}
        cursor, gl = by_name["libxcb-cursor.so.0"], by_name["libGL.so.1"]
        needed = tools.system_libraries.needed
        assert needed((cursor,), window=False) == ()
        assert needed((cursor,), window=True) == (cursor,)
        assert needed((gl, cursor), window=False) == (gl, cursor)
        assert needed((), window=True) == ()

    def test_every_library_has_a_package_in_each_system(self, tools: SimpleNamespace) -> None:
        libraries = tools.system_libraries.LIBRARIES
        assert len({library.soname for library in libraries}) == len(libraries)
        for library in libraries:
            assert re.fullmatch(r"lib[\w.+-]+\.so\.\d+", library.soname)
            assert len(library.packages) == len(tools.system_libraries.MANAGERS)
            assert all(re.fullmatch(r"[A-Za-z0-9][\w.+-]*", package) for package in library.packages)

    @pytest.mark.parametrize(
        ("program", "packages"),
        [
            ("apt-get", ["libglib2.0-0", "libxcb-cursor0"]),
            ("dnf", ["glib2", "xcb-util-cursor"]),
            ("pacman", ["glib2", "xcb-util-cursor"]),
            ("zypper", ["libglib-2_0-0", "libgthread-2_0-0", "libxcb-cursor0"]),
        ],
    )
    def test_packages_are_named_once_for_each_manager(
        self, tools: SimpleNamespace, program: str, packages: list[str]
    ) -> None:
        libraries = tools.system_libraries
        wanted = {"libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0"}
        manager = next(manager for manager in libraries.MANAGERS if manager.program == program)
        missing = tuple(library for library in libraries.LIBRARIES if library.soname in wanted)
        assert libraries.packages_of(missing, manager) == packages

    def test_the_command_fits_who_runs_it(self, tools: SimpleNamespace) -> None:
        libraries = tools.system_libraries
        install = "apt-get install -y --no-install-recommends libgl1"
        command = libraries.command_for
        assert command(["libgl1"], libraries.APT, root=True, sudo=True) == install
        assert command(["libgl1"], libraries.APT, root=False, sudo=True) == f"sudo {install}"
        assert command(["libgl1"], libraries.APT, root=False, sudo=False) == f"su - -c '{install}'"
        refreshed = command(["libgl1"], libraries.APT, root=False, sudo=True, refresh=True)
        assert refreshed == f"sudo apt-get update && sudo {install}"
        assert command(["a", "b"], libraries.DNF, root=False, sudo=True, refresh=True) == "sudo dnf install -y a b"

    def test_a_user_gets_one_command_and_nothing_is_installed(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        libraries = tools.system_libraries
        monkeypatch.setattr(libraries, "package_manager", lambda: libraries.APT)
        monkeypatch.setattr(libraries, "_is_root", lambda: False)
        monkeypatch.setattr(libraries, "_has_package_lists", lambda: True)
        monkeypatch.setattr(libraries.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(libraries.subprocess, "run", self.refuse_to_run)
        with pytest.raises(tools.failures.SetUpError) as refused:
            libraries.provide(libraries.LIBRARIES[:1], ["python3.11-venv"])
        last = str(refused.value).splitlines()[-1].strip()
        assert last == "sudo apt-get install -y --no-install-recommends libegl1 python3.11-venv"

    def test_an_unknown_system_gets_the_names_of_the_libraries(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        libraries = tools.system_libraries
        monkeypatch.setattr(libraries, "package_manager", lambda: None)
        with pytest.raises(tools.failures.SetUpError, match=r"libEGL\.so\.1"):
            libraries.provide(libraries.LIBRARIES[:1], [])

    @pytest.mark.parametrize(
        ("lists", "codes", "steps"),
        [
            (True, [0], ["install"]),
            (True, [100, 0, 0], ["install", "update", "install"]),
            (False, [0, 0], ["update", "install"]),
        ],
    )
    def test_root_updates_the_package_lists_only_when_needed(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, lists: bool, codes: list[int], steps: list[str]
    ) -> None:
        libraries = tools.system_libraries
        ran: list[str] = []

        def run(command: list[str], **_options: object) -> SimpleNamespace:
            ran.append(command[1])
            return SimpleNamespace(returncode=codes[len(ran) - 1], stdout="")

        monkeypatch.setattr(libraries, "package_manager", lambda: libraries.APT)
        monkeypatch.setattr(libraries, "_is_root", lambda: True)
        monkeypatch.setattr(libraries, "_has_package_lists", lambda: lists)
        monkeypatch.setattr(libraries.subprocess, "run", run)
        libraries.provide(libraries.LIBRARIES[:1], [])
        assert ran == steps

    def test_a_failed_installation_shows_what_apt_said(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        libraries = tools.system_libraries
        failed = SimpleNamespace(returncode=100, stdout="E: Unable to locate package libegl1")
        monkeypatch.setattr(libraries, "package_manager", lambda: libraries.APT)
        monkeypatch.setattr(libraries, "_is_root", lambda: True)
        monkeypatch.setattr(libraries.subprocess, "run", lambda *_arguments, **_options: failed)
        with pytest.raises(tools.failures.SetUpError, match="Unable to locate package libegl1"):
            libraries.provide(libraries.LIBRARIES[:1], [])

    @staticmethod
    def refuse_to_run(*arguments: object, **_options: object) -> None:
        raise AssertionError(f"ran {arguments}")
