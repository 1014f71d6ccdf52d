"""The bundle: building it with PyInstaller, and trying what came out."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from failures import SetUpError

# Generous: the first start of a new program on Windows or macOS waits for the virus scanner.
LIMIT_S = 120
#: What is exported to try it, with options that let it be quick.
EXPORTS = {
    ".png": ("--at", "0.4ms", "--size", "1280x720"),
    ".svg": ("--at", "0.4ms"),
    ".mp4": ("--to", "0.2ms", "--size", "640x360"),
    ".webm": ("--to", "0.2ms", "--size", "640x360"),
    ".gif": ("--to", "0.2ms", "--size", "640x360"),
    ".apng": ("--to", "0.2ms", "--size", "640x360"),
    ".webp": ("--to", "0.2ms", "--size", "640x360"),
    ".html": ("--speed", "2ms", "--size", "640x360"),
    ".pptx": ("--size", "640x360"),
    ".coretrace": (),
}
#: What only a bundle with video can write.
VIDEO = {".mp4", ".webm"}
#: What is among the first bytes of such files.
BEGINS = {
    ".png": b"\x89PNG\r\n\x1a\n",
    ".svg": b"<?xml",
    ".mp4": b"ftyp",
    ".webm": b"\x1aE\xdf\xa3",
    ".gif": b"GIF89a",
    ".apng": b"\x89PNG\r\n\x1a\n",
    ".webp": b"WEBP",
    ".html": b"<!DOCTYPE",
    ".pptx": b"PK",
    ".coretrace": b"\x89CORETRACE",
}


def build_command(python: Path, checkout: Path) -> list[str | Path]:
    """Return the command that builds dist/coreloom."""
    folders: list[str | Path] = ["--distpath", checkout / "dist", "--workpath", checkout / "build" / "pyinstaller"]
    pyinstaller: list[str | Path] = [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"]
    return [*pyinstaller, *folders, checkout / "packaging" / "coreloom.spec"]


def programs(checkout: Path, system: str = sys.platform) -> list[Path]:
    """Return the bundle's programs, the one for a terminal first."""
    folder = checkout / "dist" / "coreloom"
    return [folder / "coreloom.exe", folder / "coreloomw.exe"] if system == "win32" else [folder / "coreloom"]


def smoke_test(checkout: Path, example: Path) -> int:
    """Try the bundle outside the checkout, as a user would, and return 0 when all of it works, else 1.

    It names its version, runs the example to z = 30, exports it in each way that needs a library of its own, and in the
    window it opens each panel and dialog once, draws a picture of the gallery and plays the example to its end.
    """
    folder = programs(checkout)[0].parent
    with tempfile.TemporaryDirectory(prefix="coreloom-bundle-") as scratch:
        source = Path(shutil.copy(example, scratch))
        try:
            for program in programs(checkout):
                _try_program(program, source)
        except (SetUpError, subprocess.TimeoutExpired) as error:
            print(f"The bundle does not work: {error}", file=sys.stderr)
            return 1
    size_bytes = sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())
    print(f"{folder}: {size_bytes / 1e6:.0f} MB; it starts, runs, exports and plays.")
    return 0


def _try_program(program: Path, source: Path) -> None:
    _run(program, "--version")
    value = z_of(_run(program, "run", source.name, "--json", folder=source.parent))
    if value != "30":
        raise SetUpError(f"{program.name} run {source.name} --json: z is {value!r}, not '30'")
    video = (program.parent / "_internal" / "av").is_dir()
    for name, options in EXPORTS.items():
        if name in VIDEO and not video:
            continue
        out = source.with_name(f"{program.stem}{name}")
        _run(program, "export", source.name, out.name, *options, folder=source.parent)
        if not out.is_file() or BEGINS[out.suffix] not in out.read_bytes()[:12]:
            raise SetUpError(f"{program.name} export wrote no {out.suffix}")
    _run(program, source.name, "--smoke-test", folder=source.parent)


def z_of(output: str) -> str | None:
    """Return the value of z in what ``coreloom run --json`` printed, None when there is none."""
    try:
        value = json.loads(output)["processes"][0]["globals"]["z"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None
    return value if isinstance(value, str) else None


def _run(program: Path, *arguments: str, folder: Path | None = None) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    ran = subprocess.run(
        [program, *arguments], cwd=folder, env=environment | {"QT_QPA_PLATFORM": "offscreen"}, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", errors="replace", timeout=LIMIT_S, check=False,
    )  # fmt: skip
    if ran.returncode != 0:
        raise SetUpError(f"{program.name} {' '.join(arguments)} ended with {ran.returncode}:\n{ran.stdout}{ran.stderr}")
    print(f"  {program.name} {' '.join(arguments)}: ok", flush=True)
    return ran.stdout
