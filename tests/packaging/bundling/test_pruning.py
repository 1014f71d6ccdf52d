from __future__ import annotations

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[3]
#: The module in ``import a.b`` and ``from a.b import c``.
IMPORTED = re.compile(r"^\s*(?:import|from)\s+([\w.]+)", re.MULTILINE)


@pytest.fixture(scope="module")
def source():
    """All that stands in Coreloom's own modules."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((CHECKOUT / "desktop_app").rglob("*.py")))


@pytest.fixture
def pruning(packaging_module):
    return packaging_module("bundling.pruning")


@pytest.mark.parametrize(
    "kept",
    [
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6OpenGL.so.6",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "PySide6/Qt/lib/libQt6WaylandClient.so.6",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "resources/programs/app.py",
    ],
)
def test_what_a_window_needs_is_kept(pruning, kept):
    assert pruning.keeps(kept)


@pytest.mark.parametrize(
    "dropped",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6\\Qt6Quick.dll",
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/translations/designer_de.qm",
        "pyqtgraph/Qt/__init__.pyi",
    ],
)
def test_what_nothing_loads_is_left_out(pruning, dropped):
    assert not pruning.keeps(dropped)


@pytest.mark.parametrize("folder", ["/usr/lib/x86_64-linux-gnu", "/lib64", "/lib/aarch64-linux-gnu"])
def test_of_the_building_machines_own_libraries_only_what_cannot_clash_comes_along(pruning, folder):
    def keeps(name):
        return pruning.keeps(name, f"{folder}/{name}", "BINARY")

    assert not any(
        map(keeps, ("libstdc++.so.6", "libfontconfig.so.1", "libX11.so.6", "libz.so.1", "libxkbcommon.so.0"))
    )
    assert all(map(keeps, ("libffi.so.8", "libxcb-cursor.so.0", "libxcb-icccm.so.4", "libpython3.11.so.1.0")))


def test_libraries_of_wheels_and_pythons_own_modules_come_along_from_wherever_they_are(pruning):
    assert pruning.keeps(
        "numpy.libs/libz.so.1", "/home/me/.venv/lib/python3.11/site-packages/numpy.libs/libz.so.1", "BINARY"
    )
    assert pruning.keeps("python3.11/lib-dynload/zlib.so", "/usr/lib/python3.11/lib-dynload/zlib.so", "EXTENSION")


def test_qts_translations_are_left_out_as_long_as_nothing_loads_them(pruning, source):
    assert pruning.keeps("PySide6/Qt/translations/qtbase_de.qm") == ("QTranslator" in source)


def test_no_module_of_coreloom_imports_what_is_left_out(pruning, source):
    imported = set(IMPORTED.findall(source))
    assert {"PySide6.QtWidgets", "av.codec", "PIL", "json"} < imported
    assert not [name for name in imported for left in pruning.MODULES if name == left or name.startswith(f"{left}.")]
