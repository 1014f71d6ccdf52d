"""What Windows says of a program before it runs: version, maker, icon, and what it may rely on (its manifest).

The spec (coreloom.spec) gives PyInstaller what `program_options` returns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from checkout import version_of

if TYPE_CHECKING:
    from pathlib import Path

PUBLISHER = "The Coreloom authors"
#: In the task manager and under "Open with" a program is called by its description.
DESCRIPTIONS = {"coreloom": "Coreloom (command line)", "coreloomw": "Coreloom"}
#: US English, UTF-16.
_LANGUAGE, _CODE_PAGE = 0x0409, 1200

#: PyInstaller adds the usual rights and controls. Beyond those: Windows 10; paths longer than 260 characters; the
#: sharp drawing on each screen that Qt has anyway, for what is shown before Qt; and file names in UTF-8 for libraries
#: that ask for the system's code page.
MANIFEST = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<assembly xmlns="urn:schemas-microsoft-com:asm.v1" manifestVersion="1.0">
  <compatibility xmlns="urn:schemas-microsoft-com:compatibility.v1">
    <application>
      <supportedOS Id="{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}"/>
    </application>
  </compatibility>
  <application xmlns="urn:schemas-microsoft-com:asm.v3">
    <windowsSettings>
      <longPathAware xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">true</longPathAware>
      <dpiAwareness xmlns="http://schemas.microsoft.com/SMI/2016/WindowsSettings">PerMonitorV2</dpiAwareness>
      <activeCodePage xmlns="http://schemas.microsoft.com/SMI/2019/WindowsSettings">UTF-8</activeCodePage>
    </windowsSettings>
  </application>
</assembly>
"""


def four_numbers(version: str) -> tuple[int, int, int, int]:
    """Return a version of three numbers as Windows has them: with a fourth one, 0."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major, minor, patch, 0


def resource(program: str, version: str) -> str:
    """Return a program's version resource in the notation that PyInstaller reads.

    Args:
        program: Its name without ``.exe``.
        version: Three numbers.
    """
    numbers = four_numbers(version)
    texts = {
        "CompanyName": PUBLISHER,
        "FileDescription": DESCRIPTIONS[program],
        "FileVersion": version,
        "InternalName": program,
        "LegalCopyright": "MIT licence; see the licences of its parts in Help, About",
        "OriginalFilename": f"{program}.exe",
        "ProductName": "Coreloom",
        "ProductVersion": version,
    }
    strings = "".join(f"StringStruct({name!r}, {text!r}), " for name, text in texts.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, OS=0x40004, fileType=1), "
        f"kids=[StringFileInfo([StringTable('{_LANGUAGE:04X}{_CODE_PAGE:04X}', [{strings}])]), "
        f"VarFileInfo([VarStruct('Translation', [{_LANGUAGE}, {_CODE_PAGE}])])])\n"
    )


def program_options(checkout: Path, workpath: Path, program: str) -> dict[str, object]:
    """Return the options of PyInstaller's EXE that only mean something on Windows.

    Args:
        checkout: The checkout, which has the version and the icon.
        workpath: PyInstaller's folder for what it needs while it builds; a file is written there.
        program: The program's name without ``.exe``.
    """
    file = workpath / f"{program}-version.txt"
    file.write_text(resource(program, version_of(checkout)), encoding="utf-8")
    icon = checkout / "resources" / "icons" / "coreloom.ico"
    return {"version": str(file), "icon": str(icon), "manifest": MANIFEST}
