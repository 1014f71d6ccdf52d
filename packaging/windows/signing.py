"""Signing for Windows, where a certificate is configured: ``signing.py FILE`` signs a program, and is silent else.

Environment variables say how; the release workflow sets them from its secrets.

CORELOOM_SIGN_COMMAND
    A whole command, for certificates that live in hardware or in a cloud, with ``{file}`` for the program.
CORELOOM_SIGN_PFX, CORELOOM_SIGN_PASSWORD
    Otherwise a certificate with its key in a file. signtool (Windows) or osslsigncode (elsewhere) uses it.
CORELOOM_SIGN_TIMESTAMP
    The time stamp server, without which a signature ends with its certificate. Default: DigiCert's; empty: none.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# A script of its own, too: makensis starts it for the uninstaller, which exists only while it runs.
if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from failures import SetUpError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TIMESTAMP = "http://timestamp.digicert.com"
#: Where the Windows SDK has signtool, by version; the newest is the last one.
_SDK = Path("C:/Program Files (x86)/Windows Kits/10/bin")


def configured(variables: Mapping[str, str] = os.environ) -> bool:
    """Say whether programs are to be signed."""
    return bool(variables.get("CORELOOM_SIGN_COMMAND") or variables.get("CORELOOM_SIGN_PFX"))


def sign(program: Path, variables: Mapping[str, str] = os.environ) -> None:
    """Sign a program in place, if that is configured.

    Raises:
        SetUpError: It is configured and does not work.
    """
    if not configured(variables):
        return
    signed = program.with_name(f"{program.stem}-signed{program.suffix}")
    command = sign_command(program, signed, variables)
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
        if done.returncode != 0:
            # Not the command: it may have the password.
            raise SetUpError(f"{program.name} cannot be signed by {command[0]}:\n{done.stdout}{done.stderr}")
        if signed.exists():
            signed.replace(program)
    except OSError as error:
        raise SetUpError(f"{program.name} cannot be signed: {error}") from error
    finally:
        signed.unlink(missing_ok=True)


def sign_command(program: Path, signed: Path, variables: Mapping[str, str]) -> list[str]:
    """Return the command that signs.

    Args:
        program: The program.
        signed: Where it goes signed, by a tool that reads one file and writes another.
        variables: Environment variables.

    Raises:
        SetUpError: There is no tool for it.
    """
    whole = variables.get("CORELOOM_SIGN_COMMAND", "")
    if whole:
        words = shlex.split(whole, posix=os.name != "nt")
        return [word.strip('"').replace("{file}", str(program)) for word in words]
    certificate = variables["CORELOOM_SIGN_PFX"]
    password = variables.get("CORELOOM_SIGN_PASSWORD", "")
    server = variables.get("CORELOOM_SIGN_TIMESTAMP", _TIMESTAMP)
    signtool = _signtool()
    if signtool:
        stamp = ["/tr", server, "/td", "sha256"] if server else []
        return [signtool, "sign", "/f", certificate, "/p", password, "/fd", "sha256", *stamp, str(program)]
    osslsigncode = shutil.which("osslsigncode")
    if osslsigncode:
        stamp = ["-ts", server] if server else []
        name = ["-n", "Coreloom", "-h", "sha256"]
        files = ["-in", str(program), "-out", str(signed)]
        return [osslsigncode, "sign", "-pkcs12", certificate, "-pass", password, *name, *stamp, *files]
    raise SetUpError(
        "CORELOOM_SIGN_PFX names a certificate, and there is neither signtool (Windows SDK) nor osslsigncode "
        "(apt-get install osslsigncode) to use it."
    )


def _signtool() -> str | None:
    found = shutil.which("signtool")
    return found or next((str(path) for path in sorted(_SDK.glob("10.*/x64/signtool.exe"), reverse=True)), None)


def main(arguments: list[str]) -> int:
    """Sign the program that is named, and return 0 when that worked or nothing is configured, else 2."""
    try:
        sign(Path(arguments[0]))
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
