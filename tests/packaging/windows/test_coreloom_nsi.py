"""What the scripts for NSIS must have in common with the application; how they behave, wine/trial.py tries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs
import pytest
from platformdirs.windows import Windows

from desktop_app.app.taskbar import APPLICATION_ID
from desktop_app.program import own_program
from desktop_app.storage.endings import ENDINGS, FileKind
from desktop_app.storage.places import log_folder
from desktop_app.storage.preferences import preferences_path
from desktop_app.storage.recent import recent_list_path
from desktop_app.storage.recovery import recovery_root

if TYPE_CHECKING:
    from collections.abc import Callable

WINDOWS = Path(__file__).resolve().parents[3] / "packaging" / "windows"
CLASSES = {
    FileKind.PROGRAM: "Coreloom.Program",
    FileKind.SCENARIO: "Coreloom.Scenario",
    FileKind.LESSON: "Coreloom.Lesson",
    FileKind.TRACE: "Coreloom.Trace",
}


@pytest.fixture(scope="module")
def scripts() -> str:
    return "".join(path.read_text(encoding="utf-8") for path in sorted(WINDOWS.glob("*.ns[ih]")))


def types(scripts: str, action: str) -> dict[str, tuple[str, ...]]:
    """The file types with what is said of them, by ending."""
    lines = re.findall(rf'!insertmacro \$\{{{action}\}} "([^"]+)" (.+)', scripts)
    return {ending: tuple(re.findall(r'"([^"]+)"', rest)) for ending, rest in lines}


def test_it_opens_the_files_that_are_nobody_elses(scripts: str) -> None:
    own = types(scripts, "DO_OWN")
    expected = {endings[0]: kind for kind, endings in ENDINGS.items() if kind is not FileKind.PROGRAM}
    assert {ending: said[0] for ending, said in own.items()} == {
        ending: CLASSES[kind] for ending, kind in expected.items()
    }
    for ending, (_class, name, icon, mime) in own.items():
        word = "recorded run" if expected[ending] is FileKind.TRACE else expected[ending].name.lower()
        assert (name, icon) == (f"Coreloom {word}", expected[ending].name.lower())
        assert mime == f"application/vnd.coreloom.{icon}"
        assert (WINDOWS.parents[1] / "resources/icons" / f"{icon}.ico").is_file()


def test_files_of_editors_it_only_offers_to_open(scripts: str) -> None:
    offered = {ending: kind for kind, endings in ENDINGS.items() for ending in endings} | {}
    for ending in types(scripts, "DO_OWN"):
        del offered[ending]
    assert {ending: said[0] for ending, said in types(scripts, "DO_OTHER").items()} == {
        ending: CLASSES[kind] for ending, kind in offered.items()
    }
    macro = re.search(r"!macro REGISTER_OTHER.*?!macroend", scripts, re.DOTALL)
    assert macro is not None
    written = re.findall(r'WriteReg\w+ HKCU "([^"]+)"', macro[0])
    assert written == ["${CLASSES}\\${ENDING}\\OpenWithProgids", "${APPLICATION_KEY}\\SupportedTypes"]


def test_the_taskbar_takes_the_window_and_the_shortcut_for_one(scripts: str) -> None:
    assert re.search(r'!define APPLICATION_ID "([^"]+)"', scripts)[1] == APPLICATION_ID  # type: ignore[index]
    assert "PKEY_AppUserModel_ID" in scripts
    assert '"AppUserModelID" "${APPLICATION_ID}"' in scripts


def test_no_version_stands_in_the_scripts(scripts: str, packaging_module: Callable[[str], Any]) -> None:
    version = packaging_module("checkout").version_of(WINDOWS.parents[1])
    assert version not in scripts
    assert '"DisplayVersion" "${VERSION}"' in scripts


def test_the_list_of_applications_gets_all_it_shows(scripts: str) -> None:
    names = set(re.findall(r'HKCU "\$\{UNINSTALL_KEY\}" "(\w+)"', scripts))
    assert names == {
        "DisplayName", "DisplayVersion", "DisplayIcon", "Publisher", "InstallLocation", "UninstallString",
        "QuietUninstallString", "EstimatedSize", "NoModify", "NoRepair",
    }  # fmt: skip


def test_it_takes_no_administrator_and_writes_for_one_user_only(scripts: str) -> None:
    assert "RequestExecutionLevel user" in scripts
    assert not re.search(r"\b(?:HKLM|HKCR|SHCTX)\b", scripts)
    assert "SetShellVarContext all" not in scripts


def test_the_one_folder_that_goes_as_a_whole_is_the_settings_and_only_when_asked(scripts: str) -> None:
    assert re.findall(r"RMDir /r.*", scripts) == ['RMDir /r "${SETTINGS}"']
    assert 'Section /o "un.My settings" UNSEC_SETTINGS\n  RMDir /r' in scripts


def test_the_settings_are_where_the_application_has_them(
    scripts: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("platformdirs.windows.get_win_folder", lambda _name: str(tmp_path))
    monkeypatch.setattr(platformdirs, "PlatformDirs", Windows)
    settings = re.search(r'!define SETTINGS "\$LOCALAPPDATA\\(\w+)"', scripts)
    assert settings is not None
    for path in (log_folder(), preferences_path(), recent_list_path(), recovery_root()):
        assert path.is_relative_to(tmp_path / settings[1])


def test_programs_are_named_as_the_application_knows_them(scripts: str) -> None:
    for name in (own_program._WINDOWED, own_program._FOR_TERMINALS):
        assert f'StrCpy $2 "${{FOLDER}}\\{name}.exe"' in scripts
    assert '"$INSTDIR\\coreloomw.exe" "%1"' in scripts
