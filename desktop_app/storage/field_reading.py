"""Reading single values of a scenario file, with errors that name their place."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec import UNSET, UnsetType

from desktop_app.model.errors import ScenarioError
from desktop_app.storage import limits
from desktop_app.storage.wording import written


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldReader:
    """Reads values of one file.

    Attributes:
        file: The file's name, for errors.
    """

    file: str

    def error(self, field: str, value: object, expected: str) -> ScenarioError:
        """Return the error for a value as it stands in the file."""
        return ScenarioError(self.file, field, written(value), expected)

    def label(self, field: str, text: str | UnsetType, *, otherwise: str) -> str:
        """Return a title or a name; ``otherwise`` when there is none.

        Raises:
            ScenarioError: When it could not be shown on one line.
        """
        if text is UNSET:
            return otherwise
        if not limits.is_label(text):
            raise self.error(field, text, limits.LABEL_FORM)
        return text

    def measure(self, field: str, text: str, allowed: limits.DurationRange | limits.SizeRange) -> int:
        """Return a duration in nanoseconds or a size in bytes.

        Raises:
            ScenarioError: When it is none that is allowed.
        """
        try:
            return allowed.parse(text)
        except ValueError as error:
            raise self.error(field, text, str(error)) from None

    def rate_ppm(self, field: str, number: float, allowed: limits.RateRange) -> int:
        """Return a number in millionths.

        Raises:
            ScenarioError: When it is none that is allowed.
        """
        try:
            return allowed.millionths(number)
        except ValueError as error:
            raise self.error(field, number, str(error)) from None

    def core_numbers(self, field: str, numbers: list[int]) -> tuple[int, ...]:
        """Return an affinity in ascending order.

        Raises:
            ScenarioError: When a core is named twice.
        """
        for index, number in enumerate(numbers):
            if number in numbers[:index]:
                raise self.error(f"{field}[{index}]", number, "every core no more than once")
        return tuple(sorted(numbers))
