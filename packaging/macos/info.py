"""What macOS reads about Coreloom.app: its Info.plist, beyond what PyInstaller writes into it.

Keys are those of Apple's *Information Property List*. Nothing here has been run on macOS by whoever wrote it; tests
hold it to the file types that the application opens, and to Apple's rules as far as they are written down.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

IDENTIFIER = "org.coreloom.Coreloom"
#: The oldest macOS. Libraries of Qt 6.12 say 14.4, those of numpy and PyAV 14.0; minimum.py reads it off every one.
OLDEST = (14, 4)
#: Icons of documents, which the Finder looks for beside the application's own.
DOCUMENT_ICONS = ("scenario.icns", "lesson.icns", "trace.icns")
_TEXT = ("public.utf8-plain-text", "public.content")


def plist(version: str, checkout: Path) -> dict[str, Any]:
    """Return the keys of Info.plist.

    Args:
        version: Three whole numbers with dots between.
        checkout: Where LICENSE is, which says whose Coreloom is.
    """
    return {
        "CFBundleName": "Coreloom",
        "CFBundleDisplayName": "Coreloom",
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": _document_types(),
        "UTExportedTypeDeclarations": _exported_types(),
        "LSMinimumSystemVersion": ".".join(map(str, OLDEST)),
        "LSApplicationCategoryType": "public.app-category.education",
        "NSHighResolutionCapable": True,
        "NSRequiresAquaSystemAppearance": False,  # dark where the system is
        "NSSupportsAutomaticGraphicsSwitching": True,  # nothing is drawn by a graphics card that takes more power
        "NSHumanReadableCopyright": copyright_of(checkout),
    }


def copyright_of(checkout: Path) -> str:
    """Return the line of LICENSE that says who has the copyright.

    Raises:
        ValueError: There is none.
    """
    for line in (checkout / "LICENSE").read_text(encoding="utf-8").splitlines():
        if line.startswith("Copyright"):
            return f"{line.strip()}. MIT licence."
    raise ValueError("LICENSE: no line begins with Copyright")


def _document_types() -> list[dict[str, Any]]:
    own = [
        _opens("Coreloom Scenario", "Editor", "org.coreloom.scenario", "scenario.icns"),
        _opens("Coreloom Lesson", "Editor", "org.coreloom.lesson", "lesson.icns"),
        _opens("Coreloom Recorded Run", "Viewer", "org.coreloom.trace", "trace.icns"),
    ]
    # Files of editors: Coreloom is offered under Open With, and is never what a double click starts.
    others = [
        ("Python Program", "Editor", {"LSItemContentTypes": ["public.python-script"]}),
        # macOS has no type for these two that can be counted on.
        ("TOML Scenario", "Editor", {"CFBundleTypeExtensions": ["toml"]}),
        ("Markdown Lesson", "Editor", {"CFBundleTypeExtensions": ["md"]}),
    ]
    return [
        *own,
        *(
            {"CFBundleTypeName": name, "CFBundleTypeRole": role, "LSHandlerRank": "Alternate", **which}
            for name, role, which in others
        ),
    ]


def _opens(name: str, role: str, type_name: str, icon: str) -> dict[str, Any]:
    return {
        "CFBundleTypeName": name,
        "CFBundleTypeRole": role,
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [type_name],
        "CFBundleTypeIconFile": icon,
    }


def _exported_types() -> list[dict[str, Any]]:
    return [
        _type("org.coreloom.scenario", "Coreloom Scenario", "coreloom", "scenario.icns", _TEXT),
        _type("org.coreloom.lesson", "Coreloom Lesson", "corelesson", "lesson.icns", _TEXT),
        _type("org.coreloom.trace", "Coreloom Recorded Run", "coretrace", "trace.icns", ("public.data",)),
    ]


def _type(name: str, description: str, ending: str, icon: str, is_a: tuple[str, ...]) -> dict[str, Any]:
    return {
        "UTTypeIdentifier": name,
        "UTTypeDescription": description,
        "UTTypeConformsTo": list(is_a),
        "UTTypeIconFile": icon,
        "UTTypeTagSpecification": {
            "public.filename-extension": [ending],
            "public.mime-type": [f"application/vnd.coreloom.{name.rpartition('.')[2]}"],
        },
    }
