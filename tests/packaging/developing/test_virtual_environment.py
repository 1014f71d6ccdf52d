"""When an environment is whole, what is installed, and what is said of it; none is made here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def tools(packaging_module: Callable[[str], ModuleType]) -> SimpleNamespace:
    """The modules that are tried."""
    return SimpleNamespace(
        **{name.rpartition(".")[2]: packaging_module(name) for name in ("developing.virtual_environment", "failures")}
    )


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


class TestRunning:
    def test_a_process_ended_by_a_signal_is_reported_as_a_shell_does(self, tools: SimpleNamespace) -> None:
        assert tools.virtual_environment.exit_code(-6) == 134
        assert tools.virtual_environment.exit_code(5) == 5

    def test_a_module_of_packaging_finds_the_others(self, tools: SimpleNamespace) -> None:
        environment = SimpleNamespace(python=sys.executable)
        assert tools.virtual_environment.run_module(environment, "checkout") == 0
