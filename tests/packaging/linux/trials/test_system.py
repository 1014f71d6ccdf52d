"""What is removed of a trial, and what never is; nothing is mounted here."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

MOUNTS = r"""
36 35 98:0 /mnt1 /mnt/M\303\251 rw,noatime master:1 - ext3 /dev/root rw
40 36 0:42 / /work/My\040trial/Größe/root rw - overlay overlay rw
"""


@pytest.fixture(scope="module")
def system(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.trials.system")


def test_places_of_mounts_have_blanks_and_letters_of_all_kinds(system):
    assert system.mounts(MOUNTS.strip())[1] == Path("/work/My trial/Größe/root")


def test_a_folder_in_which_something_is_mounted_is_left_as_it_is(system, monkeypatch, tmp_path, packaging_module):
    (tmp_path / "scratch" / "root").mkdir(parents=True)
    monkeypatch.setattr(system, "mounts", lambda _listed: [tmp_path / "scratch" / "root"])
    broken = packaging_module("linux.trials.report").BrokenTrialError
    for folder in (tmp_path / "scratch", tmp_path / "scratch" / "root"):
        with pytest.raises(broken, match="is left as it is"):
            system.removed(folder)
    assert (tmp_path / "scratch" / "root").is_dir()


def test_another_is_removed_and_one_that_is_gone_does_no_harm(system, tmp_path):
    (tmp_path / "scratch" / "upper").mkdir(parents=True)
    (tmp_path / "scratch" / "link").symlink_to(tmp_path)
    for _ in range(2):
        system.removed(tmp_path / "scratch")
    assert list(tmp_path.iterdir()) == []
