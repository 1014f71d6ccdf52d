"""The manual page says what the command line accepts, and roff understands it."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from desktop_app.cli import COMMANDS, arguments
from desktop_app.export.formats import FORMATS
from desktop_app.policies.registry import POLICIES
from desktop_app.storage.preferences import preferences_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

EPOCH_S = 1_796_000_000


@pytest.fixture(scope="module")
def manual(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.manual_page")


@pytest.fixture(scope="module")
def page(manual: ModuleType) -> str:
    return manual.page(EPOCH_S)


def plain(page: str) -> str:
    """The page without fonts and escapes, its lines joined."""
    text = re.sub(r"\\f[BIR]|\\&", "", page)
    return " ".join(text.replace("\\-", "-").split())


@pytest.mark.parametrize("name", ["window", *COMMANDS])
def test_every_option_for_people_is_there(page, name):
    text = plain(page)
    parser = getattr(arguments, f"{name}_parser")()
    for option in re.findall(r"--[a-z-]+", parser.format_usage()):
        assert option in text


def test_what_is_not_for_people_is_not(page):
    text = plain(page)
    assert not any(option in text for option in ("--smoke-test", "--progress-json", "--worker", "--compile-child"))


def test_what_commands_share_is_described_once(page):
    assert page.count("\n\\&\\fB\\-\\-placement\\fR") == 1
    assert "run, compare and export" in plain(page)


def test_policies_and_formats_are_there(page):
    text = plain(page)
    assert all(f".TP {name} {info.title}" in text for name, info in POLICIES.items())
    assert all(each.sentence in text for each in FORMATS)


def test_places_of_files_are_those_of_anybodys_home(page, monkeypatch):
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    monkeypatch.setenv("HOME", "/home/lovelace")
    assert str(preferences_path()).replace("/home/lovelace", "~") in plain(page)
    assert "/HOME" not in page


def test_the_environment_is_as_it_was(manual, monkeypatch):
    monkeypatch.setenv("HOME", "/home/lovelace")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/elsewhere")
    manual.page(EPOCH_S)
    assert preferences_path().is_relative_to("/elsewhere")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("--cores", "\\-\\-cores"),
        (".png and more", "\\&.png and more"),
        ("'tis", "\\&'tis"),
        ("a\\b", "a\\eb"),
        ("One. Two. three", "One.\nTwo. three"),
    ],
)
def test_roff_takes_nothing_for_a_request(manual, text, expected):
    assert manual.escaped(text) == expected


def test_no_line_is_a_request_that_roff_does_not_have(page):
    known = {"TH", "SH", "SS", "SY", "OP", "YS", "TP", "PP", "RS", "RE", "EX", "EE", "UR", "UE", "B", "I", "BR", "RB"}
    known |= {"IR", "RI", '\\"'}
    assert {line[1:].split()[0] for line in page.splitlines() if line.startswith((".", "'"))} <= known


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is not installed")
def test_groff_has_nothing_to_say_about_it(page):
    ran = subprocess.run(
        ["groff", "-man", "-ww", "-z", "-Kutf8", "-rLL=80n", "-Tutf8"],
        input=page, capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert ran.stderr == ""
