"""The file ``copyright`` of each package, in Debian's machine-readable format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bill import index
from bill.debian_copyright import statement

from linux.places import COMPLETIONS

if TYPE_CHECKING:
    from pathlib import Path

# The only files beside the bundle that are not our own: shtab puts its functions into what it writes.
_COMPLETIONS = """
Files: {files}
Copyright: 2020-2026 Casper da Costa-Luis
 The Coreloom authors
License: MPL-2.0 and MIT
 The full text of the former is in /usr/share/common-licenses/MPL-2.0.
Comment:
 Written by shtab from what Coreloom's command line accepts.
 Source: https://github.com/tqdm/shtab
"""


def of_program(bundle: Path) -> str:
    """Return what is stated of the program.

    Raises:
        SetUpError: The bundle has no list of what is in it.
    """
    files = "\n ".join(f"usr/share/{place}" for place in COMPLETIONS.values())
    return statement(index.bills(bundle)) + _COMPLETIONS.format(files=files)


def of_video(video: Path) -> str:
    """Return what is stated of video; see `of_program`."""
    return statement(index.bills(video))
