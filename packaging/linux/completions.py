"""Completions of the shells, from what the command line accepts.

shtab makes them of a parser with subparsers. ``coreloom`` has commands *or* a source in the first place, which such a
parser cannot say; what follows here per shell adds that, in the terms that shtab documents (``complete``, ``preamble``)
and with the names that it generates, so it belongs to one minor version of shtab.
"""

from __future__ import annotations

import argparse
import re
from typing import Any

import shtab

from desktop_app.cli.arguments import window_parser
from linux.command_line import ANY_FILE, VALUES, command_parsers, endings, positionals, shown

# bash-completion's own function knows quoting, blanks and tildes. The name must have "_file" in it for shtab to have
# what comes out quoted.
BASH_FILES = """
{name}() {{
  local cur=$1 COMPREPLY=()
  _filedir '@({endings})'
  printf '%s\\n' "${{COMPREPLY[@]}}"
}}
"""
FISH_FILES = """
function {name}
  for path in (__fish_complete_path (commandline -ct | string unescape))
    string match -qr -- '(/|\\.({endings}))$' (string split -m1 \\t -- $path)[1]
    and printf '%s\\n' $path
  end
end
"""
BASH_FIRST = """
_coreloom_first_file() {{
  [[ $COMP_CWORD -eq 1 ]] && compgen -W "{commands}" -- "$1"
  {sources} "$1"
}}
"""
# Bash takes --option=value for three words, which shtab does not expect.
BASH_LAST = """
_coreloom() {
  local index words=() cword=$COMP_CWORD
  for index in "${!COMP_WORDS[@]}"; do
    if [[ ${COMP_WORDS[index]} != = || ${COMP_WORDS[index - 1]} != --* ]]; then
      words+=("${COMP_WORDS[index]}")
    elif (( index == COMP_CWORD )); then
      words+=("")
    elif (( index < COMP_CWORD )); then
      (( cword-- ))
    fi
  done
  local COMP_WORDS=("${words[@]}") COMP_CWORD=$cword
  _shtab_coreloom
}
complete -o bashdefault -F _coreloom coreloom
"""
# After a source, the window's options and nothing else; before it, commands as well.
ZSH = """
_coreloom_window_options=("${{_shtab_coreloom_options[@]}}")
functions[_coreloom_command]=$functions[_shtab_coreloom]
_coreloom_sources() {{ {sources} }}
_coreloom_first() {{
  _alternative 'commands:command:_shtab_coreloom_commands' 'sources:source:_coreloom_sources'
}}
_shtab_coreloom() {{
  if (( CURRENT > 2 )) && [[ $words[2] == ({commands}) ]]; then
    _coreloom_command
  else
    _arguments -s $_coreloom_window_options '1:source or command:_coreloom_first' '*:source:_coreloom_sources'
  fi
}}
"""
# In zsh's terms, an option whose value stands behind a blank; with an equals sign, either will do.
_WITH_VALUE = re.compile(r'^(  "--[a-z-]+)(\[.*\]:)', re.MULTILINE)
FISH_LAST = """
complete -c coreloom -n 'not __fish_seen_subcommand_from {commands}' -ka "{sources}"
"""


def script(shell: str) -> str:
    """Return the completion of a shell: bash, zsh or fish."""
    window = window_parser()
    root = argparse.ArgumentParser(prog="coreloom", description=window.description, add_help=False)
    for action in shown(window):
        if action.option_strings:
            root._add_action(action)  # noqa: SLF001 - what add_argument does with the action that it has made
    source = positionals(window)[0]
    commands = command_parsers()
    sources = _files(endings(source))
    if shell == "bash":
        first: Any = root.add_argument("source", nargs="*")
        also = BASH_FIRST.format(commands=" ".join(commands), sources=sources["bash"])
        first.complete = {
            "bash": "_coreloom_first_file",
            "preamble": {"bash": sources["preamble"]["bash"] + also},
        }
    subparsers = root.add_subparsers()
    for name, parser in commands.items():
        parser.description = (parser.description or "").split(". ")[0].rstrip(".")
        subparsers.add_parser(name, help=parser.description)
        subparsers.choices[name] = parser  # in place of the empty one, of the same name
    for parser in (root, *commands.values()):
        _say_what_completes(parser)
    preamble = {
        "bash": "",
        "zsh": ZSH.format(sources=sources["zsh"], commands="|".join(commands)),
        "fish": sources["preamble"]["fish"],
    }
    last = {
        "bash": BASH_LAST,
        "zsh": "",
        "fish": FISH_LAST.format(commands=" ".join(commands), sources=sources["fish"]),
    }
    text: str = shtab.complete(root, shell, preamble=preamble[shell])
    if shell == "zsh":
        text = _WITH_VALUE.sub(r"\1=\2", text)
    return f"{text}\n{last[shell]}"


def _say_what_completes(parser: argparse.ArgumentParser) -> None:
    for action in shown(parser):
        described: Any = action
        if action.dest in VALUES:
            action.choices = VALUES[action.dest]
        elif action.dest in ANY_FILE:
            described.complete = shtab.FILE
        elif not action.option_strings and (taken := endings(action)):
            described.complete = _files(taken)


def _files(taken: list[str]) -> dict[str, Any]:
    plain = [ending.removeprefix(".") for ending in taken]
    name = f"_coreloom_file_{'_'.join(plain)}"
    filled = {"name": name, "endings": "|".join(plain)}
    return {
        "bash": name,
        "zsh": f"_files -g '(*.{'|*.'.join(plain)})'",
        "fish": f"({name})",
        "preamble": {"bash": BASH_FILES.format(**filled), "fish": FISH_FILES.format(**filled)},
    }
