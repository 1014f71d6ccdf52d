from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

PFX = {"CORELOOM_SIGN_PFX": "a.pfx", "CORELOOM_SIGN_PASSWORD": "secret"}


@pytest.fixture(scope="module")
def signing(packaging_module: Callable[[str], Any]) -> Any:
    return packaging_module("windows.signing")


@pytest.fixture
def tools(signing: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Says which tools there are."""

    def there_are(*names: str) -> None:
        monkeypatch.setattr(signing.shutil, "which", lambda name: f"/bin/{name}" if name in names else None)
        monkeypatch.setattr(signing, "_SDK", Path("no such folder"))

    return there_are


def test_without_a_certificate_nothing_happens(signing: Any, tmp_path: Path) -> None:
    assert not signing.configured({})
    signing.sign(tmp_path / "no such file", {})


def test_a_command_of_ones_own_goes_first(signing: Any) -> None:
    variables = PFX | {"CORELOOM_SIGN_COMMAND": 'cloud-sign --key "my key" {file}'}
    command = signing.sign_command(Path("a b.exe"), Path("signed.exe"), variables)
    assert command == ["cloud-sign", "--key", "my key", "a b.exe"]


def test_signtool_signs_in_place(signing: Any, tools: Callable[..., None]) -> None:
    tools("signtool", "osslsigncode")
    command = signing.sign_command(Path("a.exe"), Path("signed.exe"), PFX)
    assert command[:2] == ["/bin/signtool", "sign"]
    assert command[-1] == "a.exe"
    assert {"/f", "a.pfx", "/p", "secret", "/tr", "sha256"} <= set(command)


@pytest.mark.parametrize(("server", "stamped"), [("http://time.example", True), ("", False)])
def test_osslsigncode_reads_one_file_and_writes_another(
    signing: Any, tools: Callable[..., None], server: str, *, stamped: bool
) -> None:
    tools("osslsigncode")
    variables = PFX | {"CORELOOM_SIGN_TIMESTAMP": server}
    command = signing.sign_command(Path("a.exe"), Path("signed.exe"), variables)
    assert command[-4:] == ["-in", "a.exe", "-out", "signed.exe"]
    assert (server in command) is stamped is ("-ts" in command)


def test_without_a_tool_it_says_where_to_get_one(signing: Any, tools: Callable[..., None]) -> None:
    tools()
    with pytest.raises(signing.SetUpError, match="apt-get install osslsigncode"):
        signing.sign_command(Path("a.exe"), Path("signed.exe"), PFX)


def test_what_fails_is_told_without_the_password(signing: Any, tmp_path: Path) -> None:
    code = "import sys; sys.exit('no such key')"
    command = {"CORELOOM_SIGN_COMMAND": f'"{sys.executable}" -c "{code}" secret {{file}}'}
    with pytest.raises(signing.SetUpError, match=r"a\.exe cannot be signed by .*\n.*no such key") as told:
        signing.sign(tmp_path / "a.exe", command)
    assert "secret" not in str(told.value)


def test_a_file_that_cannot_be_signed_is_still_there(
    signing: Any, tools: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tools("osslsigncode")
    failed = subprocess.CompletedProcess([], 1, stdout="", stderr="bad password")
    monkeypatch.setattr(signing.subprocess, "run", lambda *_arguments, **_options: failed)
    program = tmp_path / "a.exe"
    program.write_bytes(b"MZ")
    with pytest.raises(signing.SetUpError, match="bad password"):
        signing.sign(program, PFX)
    assert [path.name for path in tmp_path.iterdir()] == ["a.exe"]
    assert program.read_bytes() == b"MZ"


def test_makensis_starts_it_as_a_script(signing: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "uninstall.exe"
    program.write_bytes(b"MZ")
    copy = "import shutil, sys; shutil.copy(sys.argv[1], sys.argv[1] + '.signed')"
    monkeypatch.setenv("CORELOOM_SIGN_COMMAND", f'"{sys.executable}" -c "{copy}" {{file}}')
    subprocess.run([sys.executable, signing.__file__, program], check=True, timeout=30)
    assert (tmp_path / "uninstall.exe.signed").exists()


@pytest.mark.skipif(shutil.which("osslsigncode") is None, reason="needs osslsigncode: apt-get install osslsigncode")
def test_osslsigncode_takes_these_options(signing: Any, tmp_path: Path) -> None:
    """It gets as far as the certificate, which is not one."""
    (tmp_path / "a.exe").write_bytes(b"MZ")
    (tmp_path / "a.pfx").write_bytes(b"")
    variables = {"CORELOOM_SIGN_PFX": str(tmp_path / "a.pfx"), "CORELOOM_SIGN_TIMESTAMP": ""}
    with pytest.raises(signing.SetUpError, match=r"a\.exe cannot be signed") as told:
        signing.sign(tmp_path / "a.exe", variables)
    assert "Usage" not in str(told.value)
