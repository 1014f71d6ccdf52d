"""What the script does with keys: macOS's `security` and the build are stood in for by scripts that write down."""

from __future__ import annotations

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "macos" / "build_with_keys.sh"
SECURITY = """#!/bin/bash
echo "security $*" >> "$LOG"
case "$1 $*" in
    "create-keychain "*) touch "${@: -1}" ;;
    "delete-keychain "*) rm "$2" ;;
    "import "*) cat "$2" >> "$LOG" ;;
    *-s*) ;;
    "list-keychains "*) printf '    "/Users/a b/login.keychain-db"\\n' ;;
esac
"""
BUILD = """#!/bin/bash
key="$(cat "${CORELOOM_NOTARY_KEY:-/dev/null}")"
echo "python $* key=$key left=${CERTIFICATE-}${KEY-}${CERTIFICATE_PASSWORD-}" >> "$LOG"
exit "${CODE:-0}"
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32" or shutil.which("openssl") is None, reason="no bash or openssl")


def run(folder: Path, **variables: str) -> tuple[int, list[str]]:
    """Run the script and return its exit code and what was done, without what differs from run to run."""
    (folder / "bin").mkdir()
    for name, text in {"security": SECURITY, "python": BUILD}.items():
        (folder / "bin" / name).write_text(text, encoding="utf-8")
        (folder / "bin" / name).chmod(0o755)
    (folder / "tmp").mkdir()
    log = folder / "log"
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", SCRIPT], env={"PATH": path, "LOG": str(log), "TMPDIR": str(folder / "tmp"), **variables},
        capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.stderr == ""
    assert list((folder / "tmp").iterdir()) == [], "keys must not stay"
    return done.returncode, log.read_text(encoding="utf-8").splitlines()


def test_without_keys_it_only_builds(tmp_path: Path) -> None:
    code, done = run(tmp_path, CERTIFICATE="", KEY="", CERTIFICATE_PASSWORD="")
    assert code == 0
    assert done == ["security list-keychains -d user", "python packaging/dev.py installer key= left="]


@pytest.mark.parametrize("code", ["0", "3"])
def test_keys_are_there_for_the_build_alone_and_gone_afterwards(tmp_path: Path, code: str) -> None:
    certificate = base64.b64encode(b"a certificate\n").decode()
    ended, done = run(tmp_path, CERTIFICATE=certificate, CERTIFICATE_PASSWORD="pass", KEY="a key", CODE=code)
    assert str(ended) == code
    assert "a certificate" in done
    build = done.index("python packaging/dev.py installer key=a key left=")
    commands = [line.split()[1] for line in done if line.startswith("security")]
    assert commands[:3] == ["list-keychains", "create-keychain", "set-keychain-settings"]
    assert commands[-2:] == ["list-keychains", "delete-keychain"]
    assert done[build - 1].endswith("release.keychain-db /Users/a b/login.keychain-db")
    assert done[build + 1] == "security list-keychains -d user -s /Users/a b/login.keychain-db"
