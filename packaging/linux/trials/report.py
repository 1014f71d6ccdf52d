"""What was tried and how it went, a line for each."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path


class BrokenTrialError(Exception):
    """The trial itself cannot go on: nothing is said about the package."""


@dataclass(slots=True, kw_only=True)
class Report:
    """Prints each check as it is made, and keeps those that failed.

    Attributes:
        folder: Where screenshots and outputs are put.
        failed: What failed, in words.
    """

    folder: Path
    failed: list[str] = field(default_factory=list)

    def title(self, text: str) -> None:
        """Begin a step."""
        print(f"== {text}", flush=True)

    def note(self, text: str) -> None:
        """Say what is neither right nor wrong, such as a measurement."""
        print(f"  note    {text}", flush=True)

    def check(self, what: str, *, fine: bool, found: object = "") -> bool:
        """Say how a check went; what was found is shown where it failed. Return whether it went well."""
        print(f"  {'ok     ' if fine else 'FAILED '} {what}", flush=True)
        if not fine:
            self.failed.append(what)
            for line in str(found).strip().splitlines()[-30:]:
                print(f"          | {line}", flush=True)
        return fine

    def nothing(self, what: str, found: list[str]) -> bool:
        """Check that nothing was found that should not be there."""
        return self.check(what, fine=not found, found="\n".join(found))

    def keep(self, name: str, text: str) -> Path:
        """Keep an output in a file, and return the file."""
        place = self.folder / name
        place.write_text(text, encoding="utf-8", errors="backslashreplace")
        return place
