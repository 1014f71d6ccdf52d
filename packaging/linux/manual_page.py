"""The manual page, from what the command line accepts.

What people wrote about it stands in coreloom.1.in; this fills in options, commands, policies, formats and places of
files, so that none of them can be out of date. argparse-manpage lists the options of one parser after the other: the
same eleven for four commands, and no place for the rest of a manual page.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import textwrap
from pathlib import Path

import desktop_app
from desktop_app.cli.arguments import window_parser
from desktop_app.export.formats import FORMATS
from desktop_app.policies.registry import POLICIES
from desktop_app.storage.places import log_folder
from desktop_app.storage.preferences import preferences_path
from desktop_app.storage.recent import recent_list_path
from desktop_app.storage.recovery import recovery_root
from linux.command_line import command_parsers, groups, positionals, shown

TEMPLATE = Path(__file__).resolve().parent / "coreloom.1.in"
HOME = "/HOME"
XDG = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
# Headings of argparse's own; what stands under another one may be shared by several commands.
OWN_GROUPS = {"positional arguments", "options"}


def page(epoch_s: int) -> str:
    """Return the page.

    Args:
        epoch_s: Its date, in seconds since 1970.
    """
    window = window_parser()
    commands = command_parsers()
    title, overrides = _overrides(window)
    sharing = [name for name, parser in commands.items() if title in dict(groups(parser))]
    parts = {
        "DATE": dt.datetime.fromtimestamp(epoch_s, dt.UTC).date().isoformat(),
        "VERSION": desktop_app.__version__,
        "SYNOPSIS": "\n".join([_synopsis(window, title), *(_synopsis(each, title) for each in commands.values())]),
        "WINDOW": _options([action for action in shown(window) if action.option_strings and action not in overrides]),
        "OVERRIDES_TITLE": escaped(title[0].upper() + title[1:]),
        "OVERRIDES_OF": ",\n".join(f"\\fB{name}\\fR" for name in sharing[:-1]) + f" and\n\\fB{sharing[-1]}\\fR",
        "OVERRIDES": _options(overrides),
        "COMMANDS": "\n".join(_command(name, parser, title) for name, parser in commands.items()),
        "POLICIES": "\n".join(_item(f"\\fB{escaped(name)}\\fR", info.title) for name, info in POLICIES.items()),
        "FILES": "\n".join(_item(f"\\fI{escaped(place)}\\fR", what) for place, what in _files().items()),
    }
    return re.sub(r"@([A-Z_]+)@", lambda found: parts[found[1]], TEMPLATE.read_text(encoding="utf-8"))


def escaped(text: str) -> str:
    """Return text for roff: hyphens that can be copied, and nothing that would be taken for a request.

    Each sentence begins a line, and lines are short, as those expect who read the page's source.
    """
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    text = "\n".join(textwrap.fill(sentence, 72, break_long_words=False) for sentence in sentences)
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)


def _overrides(window: argparse.ArgumentParser) -> tuple[str, list[argparse.Action]]:
    return next((title, actions) for title, actions in groups(window) if title not in OWN_GROUPS)


def _synopsis(parser: argparse.ArgumentParser, shared: str) -> str:
    """Return one form of the command, without what several commands share and without --help."""
    lines = [f".SY {escaped(parser.prog).replace(' ', chr(92) + ' ')}"]
    lines += [
        f".OP {escaped(action.option_strings[0])} {_value(action)}".rstrip()
        for title, actions in groups(parser)
        for action in actions
        if title != shared and action.option_strings and "--help" not in action.option_strings
    ]
    if shared in dict(groups(parser)):
        lines.append(".RI [ option \\~.\\|.\\|.]")
    for action in positionals(parser):
        name = escaped(str(action.metavar))
        several = {"*": f".RI [ {name} \\~.\\|.\\|.]", "+": f".IR {name} \\~.\\|.\\|."}
        lines.append(several.get(str(action.nargs), f".I {name}"))
    return "\n".join([*lines, ".YS"])


def _command(name: str, parser: argparse.ArgumentParser, shared: str) -> str:
    lines = [f".SS coreloom {escaped(name)}", escaped(parser.description or "")]
    lines += [_item(f"\\fI{escaped(str(action.metavar))}\\fR", action.help or "") for action in positionals(parser)]
    for title, actions in groups(parser):
        options = [action for action in actions if action.option_strings and "--help" not in action.option_strings]
        if options and title != shared:
            lines += [".PP", f"{escaped(title[0].upper() + title[1:])}:"] if title not in OWN_GROUPS else []
            lines.append(_options(options))
    if shared in dict(groups(parser)):
        lines += [".PP", "It takes what replaces a scenario's own as well, which stands above under", ".BR OPTIONS ."]
    if name == "export":
        lines += [".PP", "The ending of", ".I OUT", "says what is written:"]
        lines += [_item(_endings(each.endings), each.sentence) for each in FORMATS]
        lines += [".PP", "Video needs the package", ".B coreloom\\-video ;", "animations do not."]
    return "\n".join(lines)


def _endings(endings: tuple[str, ...]) -> str:
    names = ["folder/" if ending == "/" else ending for ending in endings]
    return ", ".join(f"\\fB{escaped(name)}\\fR" for name in names)


def _options(actions: list[argparse.Action]) -> str:
    return "\n".join(
        _item(
            ", ".join(f"\\fB{escaped(name)}\\fR" for name in action.option_strings)
            + (f" {_value(action)}" if _value(action) else ""),
            action.help or "",
        )
        for action in actions
    )


def _value(action: argparse.Action) -> str:
    if action.nargs == 0:
        return ""
    if action.choices:
        return "|".join(f"\\fB{escaped(str(choice))}\\fR" for choice in action.choices)
    return f"\\fI{escaped(str(action.metavar or action.dest.upper()))}\\fR"


def _item(head: str, text: str) -> str:
    return f".TP\n\\&{head}\n{escaped(_sentence(text))}"


def _sentence(text: str) -> str:
    # Not with a capital: many begin with a value, such as gil, that is written like this.
    return text if text.endswith(".") else f"{text}."


def _files() -> dict[str, str]:
    """Return the places of files in anybody's home, and what is there."""
    own = dict(os.environ)
    try:
        os.environ["HOME"] = HOME
        for variable in XDG:
            os.environ.pop(variable, None)
        return {str(path).replace(HOME, "~", 1): what for path, what in _places().items()}
    finally:
        os.environ.clear()
        os.environ.update(own)


def _places() -> dict[Path, str]:
    return {
        preferences_path(): "the settings, keys and layout of the window",
        recent_list_path(): "the files that were open last",
        recovery_root(): "work that was not saved yet, which the next start offers after a crash",
        log_folder(): "logs, for those who look for the cause of a crash",
    }
