"""Writes qt.toml and texts/qt: what other people's code Qt's own libraries hold, by Qt's own account of it.

Wheels of PySide6 do not carry that account; Qt's sources do, in qt_attribution.json files. To be run when PySide6 moves
to another minor version of Qt:  python packaging/bill/qt_attributions.py VERSION qtbase-everywhere-src-VERSION
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
#: Attributions of what is no part of a library on a desktop, by how their paths begin.
_NOT_SHIPPED = re.compile(r"(?:examples|tests|cmake|doc|util)/|src/(?:testinternal|3rdparty/(?:android|gradle|wasm)/)")
#: What only one system's libraries hold.
_ONLY = {
    "D3D12 Memory Allocator": "win32",
    "Mipmap generator for D3D12": "win32",
    "QEventDispatcher on macOS": "darwin",
    "Cocoa Platform Plugin": "darwin",
    "forkfd": "linux",
    "libdbus-1 headers": "linux",
    "XCB-XInput": "linux",
    "X Server helper": "linux",
}
_PROTOCOLS = "3rdparty/wayland/protocols"


def attributions(source: Path) -> list[dict[str, Any]]:
    """Return Qt's attributions of what its libraries hold, each with the text of its licence as ``text``.

    Raises:
        FileNotFoundError: A licence's text is not where Qt says.
    """
    lenient = json.JSONDecoder(strict=False)  # copyright lines there contain tabs
    found: list[dict[str, Any]] = []
    for path in sorted(source.rglob("qt_attribution*.json")):
        if _NOT_SHIPPED.match(path.relative_to(source).as_posix()):
            continue
        read = lenient.decode(path.read_text(encoding="utf-8"))
        entries = read if isinstance(read, list) else [read]
        found += [
            {**entry, "text": _text(source, path.parent, entry), "protocol": _PROTOCOLS in path.as_posix()}
            for entry in entries
            if "tools" not in entry.get("QtParts", [])
        ]
    return found


def _text(source: Path, folder: Path, entry: dict[str, Any]) -> str:
    named = entry.get("LicenseFiles") or entry.get("LicenseFile") or []
    files = [folder / name for name in ([named] if isinstance(named, str) else named)]
    if not files:
        kinds = re.split(r" AND | OR | WITH ", entry["LicenseId"])
        files = [source / "LICENSES" / f"{kind}.txt" for kind in kinds]
    return "\n\n".join(file.read_text(encoding="utf-8", errors="replace").strip() for file in files)


def merged(entries: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return a table for each attribution; protocols of Wayland under one licence become one."""
    tables: dict[str, dict[str, str]] = {}
    for entry in entries:
        licence = entry["LicenseId"]
        name = f"Wayland protocols ({licence})" if entry["protocol"] else entry["Name"]
        who = entry.get("Copyright") or ""
        lines = "\n".join(who) if isinstance(who, list) else who
        version = "" if entry["protocol"] else str(entry.get("Version", ""))
        new = {
            "name": name,
            "version": version if len(version) < len("f128d39b7a95b4235bd228d231646278") else version[:12],
            "licence": licence,
            "only": _ONLY.get(name, "linux" if entry["protocol"] else ""),
            "source": entry.get("Homepage", ""),
            "copyright": lines,
            "text": entry["text"],
        }
        known = tables.setdefault(name, new)
        if known is not new:
            together = [*known["copyright"].splitlines(), *lines.splitlines()]
            known["copyright"] = "\n".join(dict.fromkeys(line.strip() for line in together))
    return sorted(tables.values(), key=lambda table: table["name"].casefold())


def write(version: str, tables: list[dict[str, str]], folder: Path) -> None:
    """Write the tables as qt.toml and each different text once."""
    texts = folder / "texts" / "qt"
    texts.mkdir(parents=True, exist_ok=True)
    for old in texts.glob("*.txt"):
        old.unlink()
    names: dict[str, str] = {}
    lines = [f"# Written by qt_attributions.py from the sources of Qt {version}.", f'version = "{version}"']
    for table in tables:
        text = f"{table.pop('text')}\n"
        slug = re.sub(r"[^a-z0-9]+", "-", table["name"].casefold()).strip("-")
        name = names.setdefault(text, f"qt/{slug[:40]}.txt")
        (folder / "texts" / name).write_text(text, encoding="utf-8")
        lines += [
            "",
            "[[component]]",
            *(f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in table.items()),
        ]
        lines.append(f'texts = ["{name}"]')
    (folder / "qt.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(sys.argv[1], merged(attributions(Path(sys.argv[2]))), HERE)
