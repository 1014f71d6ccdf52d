"""What the workflows of CI call is there, and they may do no more than they should. Whether they run, only CI shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((CHECKOUT / ".github" / "workflows").glob("*.yml"))
RELEASE = CHECKOUT / ".github" / "workflows" / "release.yml"


def jobs_of(path: Path) -> dict[str, str]:
    """The text of each job of a workflow, by name."""
    _, _, jobs = path.read_text(encoding="utf-8").partition("\njobs:\n")
    parts = re.split(r"(?m)^  (\w+):$", jobs)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_there_are_workflows_with_jobs() -> None:
    assert {path.name for path in WORKFLOWS} >= {"check.yml", "release.yml"}
    assert set(jobs_of(RELEASE)) >= {"ready", "check", "linux", "windows", "macos", "wheel", "draft"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_of_github_or_our_own_and_held_to_a_version(path: Path) -> None:
    used = re.findall(r"uses: (\S+)", path.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"actions/[a-z-]+@v\d+|\./\.github/workflows/\w+\.yml", action)
        assert not action.startswith("./") or (CHECKOUT / action).is_file()


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_every_job_ends_some_time(path: Path) -> None:
    for name, text in jobs_of(path).items():
        assert "timeout-minutes: " in text or "    uses: ./" in text, name


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_what_is_called_is_there(path: Path, packaging_module: Callable[[str], Any]) -> None:
    text = path.read_text(encoding="utf-8")
    for called in re.findall(r"(?<![\w/])packaging/[\w/]+\.\w+", text):
        assert (CHECKOUT / called).is_file(), called
    parser = packaging_module("commands")._parser()
    known = set(parser._subparsers._group_actions[0].choices)
    assert set(re.findall(r"packaging/dev\.py ([\w-]+)", text)) <= known


def test_only_the_draft_may_write_and_every_job_of_a_release_says_what_it_may() -> None:
    text = RELEASE.read_text(encoding="utf-8")
    assert "\npermissions: {}\n" in text
    for name, job in jobs_of(RELEASE).items():
        assert "    permissions:\n" in job, name
        assert (": write" in job) is (name == "draft"), name


def test_nothing_is_published_and_nothing_is_drafted_without_a_tag() -> None:
    draft = jobs_of(RELEASE)["draft"]
    assert re.search(r"gh release create .* --draft --verify-tag ", draft)
    assert "if: github.event_name == 'push' && github.ref_type == 'tag'" in draft
    needed = re.search(r"needs: \[(.*)\]", jobs_of(RELEASE)["together"])
    assert needed is not None
    assert set(needed[1].split(", ")) == set(jobs_of(RELEASE)) - {"together", "draft"}


def test_keys_reach_single_steps_of_the_jobs_that_sign() -> None:
    for name, job in jobs_of(RELEASE).items():
        lines = [line for line in job.splitlines() if "secrets" in line]
        assert bool(lines) is (name in {"windows", "macos"}), name
        for line in lines:
            assert re.fullmatch(r" {10}[A-Z_]+: \$\{\{ secrets\.[A-Z_]+ \}\}", line), line


def test_what_is_uploaded_by_jobs_are_all_kinds_of_files_of_a_release(packaging_module: Callable[[str], Any]) -> None:
    patterns = re.findall(r"^ +dist/\*(\S+)$", RELEASE.read_text(encoding="utf-8"), re.MULTILINE)
    expected = packaging_module("release.files").expected("1.2.3")
    for name in expected:
        assert name.endswith(tuple(patterns)), name
    for pattern in patterns:
        assert any(name.endswith(pattern) for name in expected), pattern


def test_windows_is_uninstalled_from_where_its_installer_installs() -> None:
    job = jobs_of(RELEASE)["windows"]
    script = (CHECKOUT / "packaging" / "windows" / "coreloom.nsi").read_text(encoding="utf-8-sig")
    place = re.search(r'(?m)^InstallDir "\$LOCALAPPDATA\\([^"]+)"', script)
    uninstaller = re.search(r'(?m)^!define UNINSTALLER "([^"]+)"', script)
    assert place is not None
    assert uninstaller is not None
    assert set(re.findall(r"\$env:LOCALAPPDATA\\([^\"]+)\"", job)) == {place[1]}
    assert set(re.findall(r"[\w-]*uninstall[\w-]*\.exe", job)) == {uninstaller[1]}
