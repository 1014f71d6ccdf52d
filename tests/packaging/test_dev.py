"""What ``packaging/dev.py`` decides; it creates no environment and reaches no network here."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.app.panels import PANELS
from desktop_app.app.registry.table import ACTIONS
from desktop_app.views.theme import THEMES

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGING = CHECKOUT / "packaging"
NAMES = (
    "dev",
    "commands",
    "release_wheel",
    "system_libraries",
    "virtual_environment",
    "failures",
    "screenshots",
)


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules beside dev.py, and dev.py itself."""
    return SimpleNamespace(**{name: packaging_module(name) for name in NAMES})


class TestTheGate:
    @pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
    def test_supported_pythons_pass(self, tools: SimpleNamespace, version: tuple[int, int]) -> None:
        assert tools.dev.refusal(version) is None

    @pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15), (4, 0)])
    def test_others_are_told_what_is_needed_and_how_to_start_it(
        self, tools: SimpleNamespace, version: tuple[int, int]
    ) -> None:
        message = tools.dev.refusal(version, "linux")
        assert "3.11 to 3.14" in message
        assert f"this is Python {version[0]}.{version[1]}" in message
        assert "python3.13 packaging/dev.py" in message

    def test_windows_is_told_about_its_launcher(self, tools: SimpleNamespace) -> None:
        assert "py -3.13 packaging\\dev.py" in tools.dev.refusal((3, 9), "win32")

    def test_an_old_python_can_parse_the_gate(self) -> None:
        ast.parse((PACKAGING / "dev.py").read_text(encoding="utf-8"), feature_version=(3, 8))

    def test_the_gate_and_the_project_name_the_same_pythons(self, tools: SimpleNamespace) -> None:
        requires = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
            "requires-python"
        ]
        oldest, newest = tools.dev.OLDEST, tools.dev.NEWEST
        assert requires == f">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"

    def test_main_refuses_before_it_imports_anything_new(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setattr(tools.dev, "OLDEST", (9, 0))
        monkeypatch.setitem(sys.modules, "commands", None)  # importing it would fail
        assert tools.dev.main(["run"]) == 2
        assert "Coreloom needs Python" in capsys.readouterr().err


class TestRequirements:
    def test_a_group_holds_the_groups_it_includes(self, tools: SimpleNamespace) -> None:
        project = {"dependency-groups": {"test": ["pytest"], "all": [{"include-group": "test"}, "ruff"]}}
        assert tools.virtual_environment.group_requirements(project, "all") == ["pytest", "ruff"]

    @pytest.mark.parametrize(
        ("groups", "fault"),
        [
            ({"test": []}, "'all' is not one of test"),
            ({"all": [{"include-group": "all"}]}, "'all' includes itself"),
            ({"all": [{"include-group": "b"}], "b": [{"include-group": "all"}]}, "'all' includes itself"),
        ],
    )
    def test_a_group_that_is_unknown_or_circular_is_named(
        self, tools: SimpleNamespace, groups: Any, fault: str
    ) -> None:
        with pytest.raises(tools.failures.SetUpError, match=fault):
            tools.virtual_environment.group_requirements({"dependency-groups": groups}, "all")

    def test_the_project_has_every_group_that_a_command_installs(self, tools: SimpleNamespace) -> None:
        project = tools.virtual_environment.read_project(CHECKOUT)
        for group in ("test", "check", "bundle"):
            assert tools.virtual_environment.group_requirements(project, group)

    def test_fingerprints_follow_requirements_and_not_the_settings_of_checkers(self, tools: SimpleNamespace) -> None:
        def prints(dependency: str, pytest_version: str, ruff: int) -> dict[str, str]:
            project = {
                "project": {"dependencies": [dependency]},
                "dependency-groups": {"test": [pytest_version]},
                "tool": {"ruff": {"line-length": ruff}},
            }
            found: dict[str, str] = tools.virtual_environment.fingerprints(project, ("test",))
            return found

        before = prints("numpy", "pytest>=8", 100)
        assert prints("numpy", "pytest>=8", 120) == before
        assert prints("numpy", "pytest>=9", 100)[""] == before[""]
        assert prints("numpy", "pytest>=9", 100)["test"] != before["test"]
        assert prints("numpy>=2", "pytest>=8", 100)[""] != before[""]


class TestStamp:
    @pytest.fixture
    def environment(self, tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
        """A folder that looks like an environment; its python starts as long as the file is there."""
        monkeypatch.setattr(tools.virtual_environment, "_starts", lambda python: python.exists())
        made = tools.virtual_environment.VirtualEnvironment(folder=tmp_path / "py3.11", windows=False)
        (made.folder / "lib/python3.11/site-packages/numpy-2.0.dist-info").mkdir(parents=True)
        made.python.parent.mkdir()
        made.python.write_bytes(b"")
        self.write(made, maker="this python", groups={"": "a"}, installed=["numpy-2.0.dist-info"])
        return made

    @staticmethod
    def write(environment: Any, **fields: object) -> None:
        environment.stamp.write_text(json.dumps(fields), encoding="utf-8")

    def test_a_whole_environment_is_used_as_it_is(self, tools: SimpleNamespace, environment: Any) -> None:
        stamp = tools.virtual_environment.sound_stamp(environment, "this python")
        assert stamp.covers({"": "a"})
        assert not stamp.covers({"": "changed"})
        assert not stamp.covers({"": "a", "test": "b"})

    def test_another_python_or_checkout_needs_another(self, tools: SimpleNamespace, environment: Any) -> None:
        assert tools.virtual_environment.sound_stamp(environment, "another python") is None

    def test_a_lost_package_is_noticed(self, tools: SimpleNamespace, environment: Any) -> None:
        (environment.folder / "lib/python3.11/site-packages/numpy-2.0.dist-info").rmdir()
        assert tools.virtual_environment.sound_stamp(environment, "this python") is None

    def test_a_python_that_is_gone_is_noticed(self, tools: SimpleNamespace, environment: Any) -> None:
        environment.python.unlink()
        assert tools.virtual_environment.sound_stamp(environment, "this python") is None

    def test_a_python_starts_or_not(
        self, tools: SimpleNamespace, environment: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        assert tools.virtual_environment._starts(Path(sys.executable))
        assert not tools.virtual_environment._starts(environment.folder / "uninstalled")

    def test_an_installation_that_was_cut_off_leaves_no_stamp(self, tools: SimpleNamespace, environment: Any) -> None:
        environment.stamp.unlink()
        assert tools.virtual_environment.sound_stamp(environment, "this python") is None

    @pytest.mark.parametrize(
        "text", ["", "{", "[]", '"stamp"', '{"maker": "m"}', '{"maker": 1, "groups": 2, "installed": 3}']
    )
    def test_a_damaged_stamp_is_no_stamp(self, tools: SimpleNamespace, tmp_path: Path, text: str) -> None:
        (tmp_path / "stamp").write_text(text, encoding="utf-8")
        assert tools.virtual_environment.read_stamp(tmp_path / "stamp") is None

    def test_the_maker_names_the_checkout(self, tools: SimpleNamespace) -> None:
        maker = tools.virtual_environment.maker
        assert maker(Path("/a")) != maker(Path("/b"))

    def test_programs_have_their_place_on_each_system(self, tools: SimpleNamespace) -> None:
        make = tools.virtual_environment.VirtualEnvironment
        assert make(folder=Path("v"), windows=True).program("ruff") == Path("v/Scripts/ruff.exe")
        assert make(folder=Path("v"), windows=False).program("ruff") == Path("v/bin/ruff")


class TestMakingReady:
    @pytest.fixture
    def checkout(self, tools: SimpleNamespace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
        """A checkout whose environment is made without venv and pip; ``steps`` lists what would have run."""
        steps: list[Any] = []

        def create(environment: Any) -> None:
            steps.append("create")
            environment.python.parent.mkdir(parents=True, exist_ok=True)
            environment.python.write_bytes(b"")

        def install(environment: Any, _checkout: Path, requirements: list[str]) -> None:
            assert not environment.stamp.exists(), "a stamp during a change would hide that it was cut off"
            steps.append(requirements)

        monkeypatch.setattr(tools.virtual_environment, "_create", create)
        monkeypatch.setattr(tools.virtual_environment, "_install", install)
        monkeypatch.setattr(tools.virtual_environment, "_starts", lambda _python: True)
        self.write(tmp_path, "numpy")
        return SimpleNamespace(folder=tmp_path, steps=steps)

    @staticmethod
    def write(folder: Path, dependency: str) -> None:
        text = f'[project]\ndependencies = ["{dependency}"]\n[dependency-groups]\ntest = ["pytest"]\ncheck = ["ruff"]\n'
        (folder / "pyproject.toml").write_text(text, encoding="utf-8")

    def test_a_second_call_does_nothing(self, tools: SimpleNamespace, checkout: SimpleNamespace) -> None:
        first = tools.virtual_environment.make_ready(checkout.folder, ("test",))
        assert first.folder == checkout.folder / ".venv" / f"py{sys.version_info.major}.{sys.version_info.minor}"
        tools.virtual_environment.make_ready(checkout.folder, ("test",))
        tools.virtual_environment.make_ready(checkout.folder, ())
        assert checkout.steps == ["create", ["pytest"]]
        assert sorted(path.name for path in first.folder.parent.iterdir()) == [
            first.folder.name,
            f"{first.folder.name}.lock",
        ]

    def test_a_further_group_is_added_and_the_first_kept(
        self, tools: SimpleNamespace, checkout: SimpleNamespace
    ) -> None:
        for groups in (("test",), ("check",), ("test", "check")):
            tools.virtual_environment.make_ready(checkout.folder, groups)
        assert checkout.steps == ["create", ["pytest"], ["ruff"]]

    def test_a_changed_requirement_is_installed_without_starting_over(
        self, tools: SimpleNamespace, checkout: SimpleNamespace
    ) -> None:
        tools.virtual_environment.make_ready(checkout.folder, ())
        self.write(checkout.folder, "numpy>=2")
        tools.virtual_environment.make_ready(checkout.folder, ())
        assert checkout.steps == ["create", [], []]

    def test_a_failed_installation_starts_over(
        self, tools: SimpleNamespace, checkout: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_arguments: object) -> None:
            raise tools.failures.SetUpError("no network")

        with monkeypatch.context() as patched:
            patched.setattr(tools.virtual_environment, "_install", fail)
            with pytest.raises(tools.failures.SetUpError):
                tools.virtual_environment.make_ready(checkout.folder, ())
        tools.virtual_environment.make_ready(checkout.folder, ())
        assert checkout.steps == ["create", "create", []]


class TestPip:
    def test_the_checkout_is_installed_editable_with_the_requirements(self, tools: SimpleNamespace) -> None:
        environment = tools.virtual_environment.VirtualEnvironment(folder=Path("v"), windows=False)
        command = tools.virtual_environment.pip_command(environment, Path("/work"), ["pytest>=8"])
        assert command[:4] == [str(Path("v/bin/python")), "-m", "pip", "install"]
        assert command[-3:] == ["--editable", str(Path("/work")), "pytest>=8"]

    @pytest.mark.parametrize("name", ["PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_USER"])
    def test_settings_that_lead_elsewhere_are_dropped(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, name: str
    ) -> None:
        monkeypatch.setenv(name, "elsewhere")
        monkeypatch.setenv("HTTPS_PROXY", "http://proxy")
        environment = tools.virtual_environment.clean_environment()
        assert name not in environment
        assert environment["HTTPS_PROXY"] == "http://proxy"

    def test_only_large_downloads_and_the_last_step_are_shown(self, tools: SimpleNamespace) -> None:
        progress = tools.virtual_environment.progress_of
        assert progress("  Downloading pyside6.whl (80.3 MB)\n") == "  Downloading pyside6.whl (80.3 MB)"
        assert progress("Installing collected packages: a, b\n") == "  Installing ..."
        assert progress("  Downloading small.whl (9 kB)\n") is None
        assert progress("Collecting numpy\n") is None
        assert "trying again" in progress("WARNING: Retrying (Retry(total=1)) after connection broken by ...")

    def test_a_failure_keeps_what_pip_said_and_tells_a_network_from_another_cause(self, tools: SimpleNamespace) -> None:
        offline = "WARNING: Retrying ... NewConnectionError('Temporary failure in name resolution')\nERROR: No matching"
        failure = tools.virtual_environment.failure_of
        assert failure(offline).startswith(offline)
        assert "index could not be reached" in failure(offline)
        assert "index could not be reached" not in failure("ERROR: a conflict")


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


class TestCommands:
    @pytest.mark.parametrize(
        ("variables", "system", "named"),
        [
            ({}, "linux", False),
            ({"DISPLAY": ""}, "linux", False),
            ({"DISPLAY": ":0"}, "linux", True),
            ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
            ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
            ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen:configfile=screens.json"}, "linux", False),
            ({}, "win32", True),
            ({}, "darwin", True),
        ],
    )
    def test_a_display_is_named_by_the_environment(
        self, tools: SimpleNamespace, variables: dict[str, str], system: str, named: bool
    ) -> None:
        assert tools.commands.display_is_named(variables, system) is named

    def test_the_suite_runs_offscreen_whatever_the_desktop_says(self, tools: SimpleNamespace) -> None:
        changed = tools.commands.test_variables({"QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "xcb", "HOME": "/h"})
        assert changed == {"QT_SCALE_FACTOR": None, "QT_QPA_PLATFORM": "offscreen"}

    def test_pytest_gets_its_arguments_as_they_are(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        given: list[list[str]] = []

        def suite(arguments: list[str]) -> int:
            given.append(arguments)
            return 5

        monkeypatch.setattr(tools.commands, "test", suite)
        assert tools.commands.main(["test", "-k", "a or b", "--help", "tests/model"]) == 5
        assert given == [["-k", "a or b", "--help", "tests/model"]]

    def test_an_impossible_set_up_ends_with_2_and_its_reason(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def refuse(**_options: object) -> None:
            raise tools.failures.SetUpError("install this")

        monkeypatch.setattr(tools.commands, "libraries", refuse)
        assert tools.commands.main(["check"]) == 2
        assert capsys.readouterr().err == "install this\n"

    def test_all_checks_run_even_when_one_fails(
        self, tools: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        environment = tools.virtual_environment.VirtualEnvironment(folder=Path("v"), windows=False)
        started: list[str] = []

        def start(command: list[Any]) -> int:
            started.append(Path(command[0]).name)
            return int(started[-1] == "mypy")

        monkeypatch.setattr(tools.commands, "libraries", lambda **_options: None)
        monkeypatch.setattr(tools.virtual_environment, "make_ready", lambda *_arguments: environment)
        monkeypatch.setattr(tools.commands, "_start", start)
        assert tools.commands.check() == 1
        assert started == ["ruff", "ruff", "mypy", "lint-imports"]
        assert capsys.readouterr().out.splitlines()[-1] == "Failed: mypy --strict desktop_app"

    def test_a_process_ended_by_a_signal_is_reported_as_a_shell_does(self, tools: SimpleNamespace) -> None:
        assert tools.commands.exit_code(-6) == 134
        assert tools.commands.exit_code(5) == 5


def test_the_folder_does_not_hide_the_package_of_the_same_name() -> None:
    """``packaging`` on PyPI is what pytest and PyInstaller import; an ``__init__.py`` here would break both."""
    assert not (PACKAGING / "__init__.py").exists()
    assert not (CHECKOUT / "tests" / "packaging" / "__init__.py").exists()
    imported = subprocess.run(
        [sys.executable, "-c", "import packaging.version; print(packaging.version.__file__)"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert CHECKOUT / "packaging" not in Path(imported.stdout.strip()).parents


class TestTheScreenshots:
    def test_every_panel_and_dialog_has_its_picture(self, tools: SimpleNamespace) -> None:
        panels = tuple(panel.name for panel in PANELS)
        states = tools.screenshots.all_states(panels)
        assert len({state.name for state in states}) == len(states)
        assert {state.panel for state in states} == {"", *panels}
        known = {spec.name for spec in ACTIONS}
        assert {name for state in states for name in state.actions} <= known
        assert all((tools.screenshots.RESOURCES / state.source).is_file() for state in states)
        assert {state.cores for state in states} >= {0, 16}
        assert {state.theme for state in states} == set(THEMES)
        assert {state.size for state in states} >= {(1366, 768), (1920, 1080)}
        assert {state.scale for state in states} == {1, 2}


class TestTheSuite:
    @pytest.mark.parametrize("arguments", [[], ["tests/app"], ["-k", "stage"], ["-q"]])
    def test_it_runs_on_all_cores(self, tools: SimpleNamespace, arguments: list[str]) -> None:
        assert tools.commands.parallel(arguments)[:2] == ["-n", "auto"]

    @pytest.mark.parametrize(
        "arguments", [["-n", "0"], ["-n4"], ["tests/app/test_docks.py"], ["tests/test_main.py::test_x"], ["--pdb"]]
    )
    def test_who_names_single_tests_or_says_how_many_is_left_alone(
        self, tools: SimpleNamespace, arguments: list[str]
    ) -> None:
        assert tools.commands.parallel(arguments) == []
