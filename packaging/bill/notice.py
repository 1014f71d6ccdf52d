"""The note beside the texts: what the folder is, and what the licences of libraries give to those who have a copy."""

from __future__ import annotations

import re

from bill.component import Bill

_PROGRAM = """\
Licences of what is in Coreloom {version}

Coreloom itself is under the MIT licence. It comes with all that it loads; index.json lists each part with its version,
its licence as an SPDX expression, its files, where its source code is to be had, and which files in the folder texts
have its licence. Coreloom shows the same under Help, About, and prints it by: coreloom --licences

Qt and PySide6 are used under the GNU Lesser General Public License, version 3. Their libraries are files of their own
in the folder PySide6 beside this one. You may replace them by others, built from the same version of their sources,
changed or not; Coreloom loads what it finds there. You may take apart what you need to see whether that works.
{replacing}
Source code of the parts whose licences ask that it be named:
"""
#: An application's signature holds its libraries, too.
_ON_MACOS = "Afterwards, sign the application for yourself: codesign --force --deep --sign - Coreloom.app\n"
_VIDEO = """\
Licences of what writes videos in Coreloom {version}

This part has x264 and x265 in it, and is handed out as a whole under the GNU General Public License, version 3 or, at
your choice, any later version (texts/GPL-3.0.txt). It is handed out apart from Coreloom, which is under the MIT
licence. index.json lists each part with its version, licence and source.

Source code of the parts whose licences ask that it be named is below. All of it, in the versions that were built, with
patches, options and scripts, is named by PyAV's build: the folder scripts of
https://github.com/PyAV-Org/PyAV/tree/v{pyav} says which release of https://github.com/PyAV-Org/pyav-ffmpeg
PyAV {pyav} was built with; that release's folders scripts and patches have the address and the checksum of each
library's source archive, how it is built, and what was changed.
"""
#: Licences that give everybody who has a copy the right to the source.
_COPYLEFT = re.compile(r"\b(?:A|L)?GPL-|\bMPL-|\bCC-BY-SA-")


def notice(bill: Bill) -> str:
    """Return the note for what a bill lists."""
    pyav = next((each.version for each in bill.components if each.name == "PyAV"), "")
    replacing = _ON_MACOS if bill.system.startswith("darwin") else ""
    template = _VIDEO if bill.name.endswith("-video") else _PROGRAM
    text = template.format(version=bill.version, pyav=pyav, replacing=replacing)
    parts = [each for each in bill.components if _COPYLEFT.search(each.licence)]
    lines = [f"\n{each.name} {each.version}".rstrip() + f" ({each.licence})\n    {each.source}\n" for each in parts]
    return text + "".join(lines)
