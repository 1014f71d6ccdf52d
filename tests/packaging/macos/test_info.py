"""Info.plist and the entitlements, held to what the application opens; macOS itself is not asked."""

from __future__ import annotations

import plistlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.storage.endings import ENDINGS, FileKind

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[3]
#: The system's own types, with their endings.
SYSTEM_TYPES = {"public.python-script": (".py",)}


@pytest.fixture(scope="module")
def info(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("macos.info")


@pytest.fixture
def plist(info: Any) -> Any:
    """As macOS reads it: written to a file's bytes and read again."""
    return plistlib.loads(plistlib.dumps(info.plist("1.2.3", CHECKOUT)))


@pytest.fixture
def exported(plist: Any) -> dict[str, Any]:
    return {each["UTTypeIdentifier"]: each for each in plist["UTExportedTypeDeclarations"]}


def endings_of(document: Any, exported: dict[str, Any]) -> set[str]:
    """The endings of a document type, by the rules of Launch Services: types first, then plain endings."""
    if "LSItemContentTypes" not in document:
        return {f".{ending}" for ending in document["CFBundleTypeExtensions"]}
    found: set[str] = set()
    for name in document["LSItemContentTypes"]:
        tags = exported[name]["UTTypeTagSpecification"] if name in exported else {}
        found |= {f".{ending}" for ending in tags.get("public.filename-extension", ())} or set(SYSTEM_TYPES[name])
    return found


def test_every_ending_that_the_application_opens_is_declared_once(plist: Any, exported: dict[str, Any]) -> None:
    declared = [ending for each in plist["CFBundleDocumentTypes"] for ending in endings_of(each, exported)]
    assert sorted(declared) == sorted(ending for endings in ENDINGS.values() for ending in endings)


def test_a_double_click_belongs_to_coreloom_for_its_own_endings_only(plist: Any, exported: dict[str, Any]) -> None:
    owned = {
        ending
        for each in plist["CFBundleDocumentTypes"]
        if each["LSHandlerRank"] == "Owner"
        for ending in endings_of(each, exported)
    }
    assert owned == {ENDINGS[kind][0] for kind in FileKind if kind is not FileKind.PROGRAM}
    assert {each["LSHandlerRank"] for each in plist["CFBundleDocumentTypes"]} == {"Owner", "Alternate"}


def test_own_types_are_declared_and_conform_to_what_the_system_knows(plist: Any, exported: dict[str, Any]) -> None:
    named = {name for each in plist["CFBundleDocumentTypes"] for name in each.get("LSItemContentTypes", ())}
    assert set(exported) == named - set(SYSTEM_TYPES)
    for name, each in exported.items():
        assert re.fullmatch(r"org\.coreloom\.[a-z]+", name)
        assert each["UTTypeConformsTo"]
        assert all(parent.startswith("public.") for parent in each["UTTypeConformsTo"])
        assert each["UTTypeTagSpecification"]["public.mime-type"] == [f"application/vnd.coreloom.{name[13:]}"]
    text = {name for name, each in exported.items() if "public.utf8-plain-text" in each["UTTypeConformsTo"]}
    assert text == {"org.coreloom.scenario", "org.coreloom.lesson"}


def test_every_icon_that_is_named_is_among_those_that_are_put_there(info: Any, plist: Any) -> None:
    named = {each["UTTypeIconFile"] for each in plist["UTExportedTypeDeclarations"]}
    named |= {each["CFBundleTypeIconFile"] for each in plist["CFBundleDocumentTypes"] if "CFBundleTypeIconFile" in each}
    assert named == set(info.DOCUMENT_ICONS)
    for name in named:
        assert (CHECKOUT / "resources" / "icons" / name).read_bytes()[:4] == b"icns"


def test_version_copyright_and_the_oldest_system(info: Any, plist: Any) -> None:
    assert plist["CFBundleShortVersionString"] == plist["CFBundleVersion"] == "1.2.3"
    assert "The Coreloom authors" in plist["NSHumanReadableCopyright"]
    assert tuple(map(int, plist["LSMinimumSystemVersion"].split("."))) == info.OLDEST
    assert plist["NSHighResolutionCapable"] is True
    assert plist["NSRequiresAquaSystemAppearance"] is False
    assert "LSBackgroundOnly" not in plist


def test_a_licence_without_a_copyright_is_refused(info: Any, tmp_path: Path) -> None:
    (tmp_path / "LICENSE").write_text("MIT License\n")
    with pytest.raises(ValueError, match="LICENSE: no line begins with Copyright"):
        info.copyright_of(tmp_path)


def test_each_entitlement_is_a_yes_with_its_reason_before_it() -> None:
    text = (CHECKOUT / "packaging" / "macos" / "entitlements.plist").read_text(encoding="utf-8")
    entitlements = plistlib.loads(text.encode())
    assert entitlements == {"com.apple.security.cs.allow-unsigned-executable-memory": True}
    for name in entitlements:
        assert re.search(rf"-->\s*<key>{re.escape(name)}</key>", text)
