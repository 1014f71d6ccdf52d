"""What Coreloom's command line accepts, for what is made of it: the manual page and the completions."""

from __future__ import annotations

import argparse
import re

from desktop_app.cli import COMMANDS, arguments
from desktop_app.export.formats import Quality
from desktop_app.model.lesson import Shown
from desktop_app.model.machine import GilMode
from desktop_app.model.scenario import Placement
from desktop_app.policies.registry import POLICIES
from desktop_app.teaching.practice.situation import LEVELS
from desktop_app.teaching.practice.topics import TOPICS

#: What options take that the parser leaves to the command to check.
VALUES: dict[str, tuple[str, ...]] = {
    "policy": tuple(POLICIES),
    "placement": tuple(each.value for each in Placement),
    "gil": tuple(each.value for each in GilMode),
    "show": tuple(each.value for each in Shown),
    "quality": tuple(each.value for each in Quality),
    "codec": ("vp9", "av1"),
    "topic": tuple(TOPICS),
    "level": tuple(str(level) for level in range(1, LEVELS + 1)),
}
# A path that any file may have.
ANY_FILE = frozenset({"out", "output"})
_ENDING = re.compile(r"\.[a-z0-9]+\b")


def command_parsers() -> dict[str, argparse.ArgumentParser]:
    """Return the parsers of the commands, by name, in the order in which ``coreloom --help`` lists them in the end."""
    parsers = {name: getattr(arguments, f"{name}_parser")() for name in COMMANDS}
    listed = arguments.window_parser().format_help()
    return dict(sorted(parsers.items(), key=lambda item: listed.rfind(f"  coreloom {item[0]}")))


def positionals(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return what stands in its place without an option's name."""
    return [action for action in shown(parser) if not action.option_strings]


def shown(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    """Return the arguments that are for people."""
    return [action for group in groups(parser) for action in group[1]]


def groups(parser: argparse.ArgumentParser) -> list[tuple[str, list[argparse.Action]]]:
    """Return the arguments that are for people by the heading of their group, as --help has them."""
    return [
        (group.title or "", [action for action in group._group_actions if action.help != argparse.SUPPRESS])  # noqa: SLF001 - argparse says it nowhere else, and shtab reads it, too
        for group in parser._action_groups  # noqa: SLF001
    ]


def endings(action: argparse.Action) -> list[str]:
    """Return the endings of files that an argument takes, such as ``.py``; what it takes is said in its help."""
    return sorted(set(_ENDING.findall(action.help or "")))
