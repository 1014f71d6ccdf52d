"""TOML from a file that nobody vouches for, as plain values or one error that names the line."""

from __future__ import annotations

import re
import tomllib
from typing import Any, Final

from desktop_app.model.errors import ScenarioError
from desktop_app.storage.wording import written

#: A key of more parts is refused: the time and memory that tomllib takes grow with the square of their number
#: (100,000 parts took 48 seconds), and a scenario never needs more than two.
_MAX_KEY_PARTS: Final = 100

_DOTTED_KEY = re.compile(
    r"(?<![A-Za-z0-9_.-])"
    r"(?:(?:[A-Za-z0-9_-]++|\"(?:[^\"\\\n]|\\.)*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"
    rf"{{{_MAX_KEY_PARTS}}}"
)
_PLACE = re.compile(r"(?P<problem>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_KEY_TUPLE = re.compile(r"\(('[^']*'(?:, '[^']*')*),?\)")
_EXPECTED: Final = 'TOML: key = value, [section], [[process]] or # comment; text stands in "double quotes"'


def load_toml(text: str, *, file: str) -> dict[str, Any]:
    """Return the values of a TOML document.

    Args:
        text: The document.
        file: Its name, for errors.

    Raises:
        ScenarioError: When it is not TOML; ``field`` is then the line and the column, both from 1.
    """
    deep = _DOTTED_KEY.search(text)
    if deep is not None:
        line = text.count("\n", 0, deep.start()) + 1
        raise ScenarioError(file, f"line {line}", "a key of very many parts", "keys of one or two parts")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _syntax_error(text, str(error), file) from None
    except RecursionError:
        raise ScenarioError(file, "", "nested very deeply", "arrays and tables one or two levels deep") from None
    except ValueError as error:  # Python's own limit on the digits of an integer, for one
        problem = str(error).partition(";")[0]
        raise ScenarioError(file, "", f"not readable ({problem})", "numbers of at most 64 bits") from None


def _syntax_error(text: str, message: str, file: str) -> ScenarioError:
    match = _PLACE.fullmatch(message)
    problem = match["problem"] if match else message
    problem = _KEY_TUPLE.sub(lambda keys: keys[1].replace("', '", ".").replace("'", '"'), problem)
    problem = problem[:1].lower() + problem[1:]
    lines = text.split("\n")
    if match and match["line"]:
        line, column = int(match["line"]), int(match["column"])
    else:
        line, column = len(lines), len(lines[-1]) + 1
    shown = written(lines[line - 1].strip()) if 1 <= line <= len(lines) else ""
    found = f"{shown} ({problem})" if shown not in {"", '""'} else f"the place where reading stopped ({problem})"
    return ScenarioError(file, f"line {line}, column {column}", found, _EXPECTED)
