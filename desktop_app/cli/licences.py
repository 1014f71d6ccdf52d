"""``coreloom --licences``: what Coreloom is made of, with the texts of all licences."""

from __future__ import annotations

from desktop_app.cli.output import write_output
from desktop_app.storage.licences import Licensed, everything_licensed, licence_text

_RULE = "=" * 80


def licences() -> int:
    """Print a list of all parts and then their licences, the same text once, and return the exit code.

    Raises:
        CoreloomError: The list, or a text, cannot be read.
    """
    parts = everything_licensed()
    write_output("".join(f"{_title(part)}\n" for part in parts))
    printed: dict[str, str] = {}
    for part in parts:
        source = f"Source: {part.source}\n" if part.source else ""
        text = licence_text(part)
        before = printed.setdefault(text, _title(part))
        said = text if before == _title(part) else f"The text is that of {before}."
        write_output(f"\n{_RULE}\n{_title(part)}\n{source}\n{said}\n")
    return 0


def _title(part: Licensed) -> str:
    name = f"{part.name} {part.version}".rstrip()
    came = f" (came with {part.within})" if part.within else ""
    return f"{name}: {part.licence}{came}"
