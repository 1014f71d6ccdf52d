"""What to say where Qt cannot be loaded: pip brings Qt along, and not the libraries of a desktop that Qt needs."""

from __future__ import annotations

import re
from typing import Final

#: What a Debian or Ubuntu without a desktop lacks, for a window and for pictures.
DEBIAN_PACKAGES: Final = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libgssapi-krb5-2",
    "libwayland-cursor0",
    "libwayland-egl1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "libxkbcommon-x11-0",
)
_LOADER = re.compile(r"(?P<library>lib[^\s:]+\.so[.\d]*): cannot open shared object file")


def explained(error: ImportError) -> str | None:
    """Return what to do about an import that failed; None when it has another reason than a library of the system."""
    said = _LOADER.search(str(error))
    if said is None:
        return None
    return (
        f"Qt, which draws windows and pictures, needs {said['library']}, and this system does not have it. "
        f"On Debian or Ubuntu, this installs it and what else may be missing:\n"
        f"  sudo apt install {' '.join(DEBIAN_PACKAGES)}\n"
        "Other systems have it in packages with similar names. `coreloom run` needs none of them."
    )
