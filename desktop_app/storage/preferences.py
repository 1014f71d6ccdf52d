"""What a user likes: colours, keys, the layout of the window; remembered from one session to the next."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from desktop_app.model.errors import FileError
from desktop_app.storage.atomic import write_atomically
from desktop_app.storage.places import settings_folder
from desktop_app.storage.regular_file import read_regular_file

_MAX_BYTES: Final = 1 << 20
#: Raised when what older versions of Coreloom would make of a file is wrong.
VERSION: Final = 1
_Keys = Annotated[list[Annotated[str, Meta(max_length=100)]], Meta(max_length=8)]
_Blob = Annotated[str, Meta(max_length=200_000)]
Appearance = Literal["system", "dark", "light", "contrast-dark", "contrast-light"]


_Count = Annotated[int, Meta(ge=0, le=1_000_000_000)]
_Amount = Annotated[float, Meta(ge=0, le=1e12)]
_Name = Annotated[str, Meta(max_length=100)]


class PracticeScore(msgspec.Struct, frozen=True, kw_only=True):
    """How somebody has done in one topic of practice.

    Attributes:
        right: How many answers were right.
        wrong: How many were not.
        streak: How many in a row were right, up to now.
        best: The longest streak.
        level: How hard the next question is, from 1.
        steps: At this level, how many in a row were right, or wrong where it is negative.
    """

    right: _Count = 0
    wrong: _Count = 0
    streak: _Count = 0
    best: _Count = 0
    level: Annotated[int, Meta(ge=1, le=100)] = 1
    steps: Annotated[int, Meta(ge=-100, le=100)] = 0


class ExportRate(msgspec.Struct, frozen=True, kw_only=True):
    """What the last export of a kind took on this computer.

    Attributes:
        start_s: Seconds until it began to write: the run was simulated by then.
        item_s: Seconds a frame or a page, after that.
        item_bytes: Bytes a frame or a page.
    """

    start_s: _Amount = 0.0
    item_s: _Amount = 0.0
    item_bytes: _Amount = 0.0


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is remembered.

    Attributes:
        version: How the file is put together. One of a higher version than this is not read.
        appearance: A palette's name, or ``system`` for the one that the system prefers.
        reduce_motion: Whether nothing travels; None for what the system prefers.
        slow_at_switches: Whether the speed eases to a readable pace at context switches.
        binary_bytes: Whether bytes are shown as zeros and ones.
        save_battery: Whether fewer pictures a second are drawn while the computer runs on its battery.
        notes_px: Height of the speaker's notes in a presentation's console, in logical pixels.
        welcomed: Whether the page that welcomes people was closed before.
        welcome_at_start: Whether it comes at every start without a file.
        keys: The keys of actions that have others than they come with, by the action's name, in Qt's portable form.
        geometry: Where the window stood, as Qt saves it, in base 64; empty when it never did.
        layout: Where its panels stood, likewise.
        compare_geometry: Where the window with several runs stood, likewise.
        practice: How somebody has done in each topic of practice, by its name.
        practised: The topic that was practised last; empty before the first.
        exported: The format of the last export, by its name; empty before the first.
        export_folder: The folder of the last export; empty before the first.
        export_choices: What was chosen last for each format.
        export_rates: What exports took, by what they were like.
    """

    version: int = VERSION
    appearance: Appearance = "system"
    reduce_motion: bool | None = None
    slow_at_switches: bool = False
    binary_bytes: bool = True
    save_battery: bool = True
    notes_px: Annotated[int, Meta(ge=10, le=72)] = 24
    welcomed: bool = False
    welcome_at_start: bool = False
    keys: Annotated[dict[str, _Keys], Meta(max_length=1000)] = {}
    geometry: _Blob = ""
    layout: _Blob = ""
    compare_geometry: _Blob = ""
    practice: Annotated[dict[Annotated[str, Meta(max_length=100)], PracticeScore], Meta(max_length=100)] = {}
    practised: Annotated[str, Meta(max_length=100)] = ""
    exported: Annotated[str, Meta(max_length=100)] = ""
    export_folder: Annotated[str, Meta(max_length=10_000)] = ""
    export_choices: Annotated[
        dict[_Name, Annotated[dict[_Name, _Name], Meta(max_length=50)]], Meta(max_length=200)
    ] = {}
    export_rates: Annotated[dict[_Name, ExportRate], Meta(max_length=200)] = {}


def preferences_path() -> Path:
    """Return where this user's preferences are kept; neither the file nor its folder need exist."""
    return settings_folder() / "preferences.json"


class StoredPreferences(msgspec.Struct, frozen=True, kw_only=True):
    """What was found where preferences are kept.

    Attributes:
        preferences: What is remembered, or the usual.
        problem: Why it is the usual, for people; empty where nothing is wrong.
        is_safe: Whether the file may be written: nothing is lost by that.
    """

    preferences: Preferences
    problem: str = ""
    is_safe: bool = True


class _Version(msgspec.Struct, frozen=True):
    version: int = VERSION


def read_preferences(store: Path) -> StoredPreferences:
    """Return what is remembered; the usual when the file is missing.

    A damaged file, or one of a later version that is put together in another way, is kept aside under another name, so
    that it can be looked at or put back. A file that cannot be read stays as it is.

    Args:
        store: The file, as `preferences_path` returns it.
    """
    try:
        data = read_regular_file(store, maximum_bytes=_MAX_BYTES)
    except FileError as error:
        if not os.path.lexists(store):
            return StoredPreferences(preferences=Preferences())
        return StoredPreferences(preferences=Preferences(), problem=str(error), is_safe=False)
    try:
        version = msgspec.json.decode(data, type=_Version).version
        if version <= VERSION:
            return StoredPreferences(preferences=msgspec.json.decode(data, type=Preferences))
        return _put_aside(store, f"version-{version}", "it was written by a later version of Coreloom")
    except (msgspec.DecodeError, RecursionError):
        return _put_aside(store, "damaged", "it is damaged")


def _put_aside(store: Path, name: str, why: str) -> StoredPreferences:
    aside = store.with_name(f"{store.name}.{name}")
    try:
        store.replace(aside)
    except OSError:
        problem = f"{store}: {why}; it stays as it is, and nothing is remembered"
        return StoredPreferences(preferences=Preferences(), problem=problem, is_safe=False)
    return StoredPreferences(preferences=Preferences(), problem=f"{store}: {why}; it is kept as {aside.name}")


def write_preferences(store: Path, preferences: Preferences) -> None:
    """Remember them.

    Raises:
        FileError: When the file cannot be written.
    """
    with suppress(OSError):  # what is wrong with the folder, writing says better
        store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(store, msgspec.json.format(msgspec.json.encode(preferences), indent=2) + b"\n", private=True)
