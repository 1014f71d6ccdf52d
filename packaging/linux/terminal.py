"""Adds what a terminal knows of Coreloom: the manual page and the completions of three shells.

``python -m linux.terminal EPOCH SHARE`` writes them below the folder SHARE. The Python needs Coreloom's requirements
and shtab; EPOCH is the manual page's date, in seconds since 1970.
"""

from __future__ import annotations

import sys
from pathlib import Path

from linux import completions, manual_page, shares
from linux.places import COMPLETIONS


def add(share: Path, epoch_s: int) -> None:
    """Write them below a folder."""
    shares.write_compressed(share / "man" / "man1" / "coreloom.1.gz", manual_page.page(epoch_s))
    for shell, place in COMPLETIONS.items():
        shares.write(share / place, completions.script(shell))


if __name__ == "__main__":
    add(Path(sys.argv[2]), int(sys.argv[1]))
