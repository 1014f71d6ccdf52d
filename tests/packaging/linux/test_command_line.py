"""What is read from the parsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop_app.cli import COMMANDS, arguments
from desktop_app.storage.endings import ENDINGS, FileKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType


@pytest.fixture(scope="module")
def command_line(packaging_module: Callable[[str], ModuleType]) -> ModuleType:
    return packaging_module("linux.command_line")


def test_commands_come_in_the_order_of_the_help(command_line):
    names = list(command_line.command_parsers())
    assert set(names) == set(COMMANDS)
    places = [arguments.window_parser().format_help().rindex(f"  coreloom {name} ") for name in names if name != "quiz"]
    assert places == sorted(places)
    assert names[0] == "run"


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("window", FileKind),
        ("run", (FileKind.PROGRAM, FileKind.SCENARIO, FileKind.TRACE)),
        ("explore", (FileKind.PROGRAM, FileKind.SCENARIO)),
        ("compare", (FileKind.PROGRAM, FileKind.SCENARIO)),
        ("lesson", (FileKind.LESSON,)),
        ("export", FileKind),
    ],
)
def test_endings_are_read_from_the_help(command_line, name, kinds):
    action = command_line.positionals(getattr(arguments, f"{name}_parser")())[0]
    assert command_line.endings(action) == sorted(ending for kind in kinds for ending in ENDINGS[kind])


def test_every_option_whose_values_are_known_exists(command_line):
    parsers = [arguments.window_parser(), *command_line.command_parsers().values()]
    known = {action.dest for parser in parsers for action in command_line.shown(parser)}
    assert set(command_line.VALUES) <= known
    assert known >= command_line.ANY_FILE


def test_values_are_those_that_the_help_names(command_line):
    for parser in command_line.command_parsers().values():
        for action in command_line.shown(parser):
            if action.dest in {"placement", "gil", "show", "quality", "codec"}:
                assert all(value in action.help for value in command_line.VALUES[action.dest])
