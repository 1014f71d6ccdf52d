"""A scenario changed in a few words, such as ``cores=4`` or ``policy=sjf,quantum=2ms``."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Final

from desktop_app.model.errors import ScenarioError
from desktop_app.model.scenario import Scenario
from desktop_app.storage.overriding import apply_overrides
from desktop_app.storage.wording import did_you_mean, written

#: What can be changed, by the names of the command line's options.
VARIANT_KEYS: Final = tuple(
    name.replace("_", "-")
    for name, parameter in inspect.signature(apply_overrides).parameters.items()
    if parameter.kind is parameter.KEYWORD_ONLY
)
#: Longer texts are no variants but mistakes.
_MOST_CHARS: Final = 500


def parse_variant(text: str, *, file: str) -> dict[str, str]:
    """Return the options that a text such as ``cores=4,policy=sjf`` stands for, by name; none for an empty text.

    Args:
        text: Options as the command line has them, without their dashes, with a comma between two.
        file: Whence the text comes, for error messages, such as ``--variant``.

    Raises:
        ScenarioError: For an option that there is not or that is there twice, and for one without a value.
    """
    if len(text) > _MOST_CHARS:
        raise ScenarioError(file, "", f"{len(text)} characters long", f"at most {_MOST_CHARS} characters")
    found: dict[str, str] = {}
    for part in text.split(",") if text.strip() else []:
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value:
            raise ScenarioError(file, "", written(text), 'options with their values, such as "cores=4,policy=sjf"')
        if key not in VARIANT_KEYS:
            expected = f"one of {', '.join(VARIANT_KEYS)}{did_you_mean(key, VARIANT_KEYS)}"
            raise ScenarioError(file, "", written(key), expected)
        if key in found:
            raise ScenarioError(file, key, "there twice", "one value")
        found[key] = value
    return found


def apply_options(scenario: Scenario, options: Mapping[str, str]) -> Scenario:
    """Return the scenario with options by their names (`VARIANT_KEYS`) in place of its own values.

    Raises:
        ScenarioError: For the first value that is not allowed; ``file`` is the option, such as ``--quantum``.
    """
    return apply_overrides(scenario, **{key.replace("-", "_"): value for key, value in options.items()})


def apply_variant(scenario: Scenario, text: str, *, file: str) -> Scenario:
    """Return the scenario as a text such as ``cores=4,policy=sjf`` wants it.

    Raises:
        ScenarioError: When the text is no variant, or one of its values is not allowed; ``file`` is in its message.
    """
    options = parse_variant(text, file=file)
    try:
        return apply_options(scenario, options)
    except ScenarioError as error:
        raise ScenarioError(
            f"{file} {written(text)}", error.file.removeprefix("--"), error.value, error.expected, error.verb
        ) from None
