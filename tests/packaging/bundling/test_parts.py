from __future__ import annotations

from types import ModuleType

import pytest

NUMPY = ("numpy/_core/_multiarray_umath.cpython-311-x86_64-linux-gnu.so", "/site/numpy/_core/umath.so", "EXTENSION")
BLAS = ("numpy.libs/libopenblas-1.so", "/site/numpy.libs/libopenblas-1.so", "BINARY")
BLAS_LINK = ("libopenblas-1.so", "numpy.libs/libopenblas-1.so", "SYMLINK")
PLUGIN = ("PySide6/Qt/plugins/platforms/libqxcb.so", "/site/PySide6/Qt/plugins/platforms/libqxcb.so", "BINARY")
QT = ("PySide6/Qt/lib/libQt6Core.so.6", "/site/PySide6/Qt/lib/libQt6Core.so.6", "BINARY")
UNUSED = ("libepoxy.so.0", "/site/x/libepoxy.so.0", "BINARY")
PYTHON = ("libpython3.11.so.1.0", "/python/lib/libpython3.11.so.1.0", "BINARY")
AV = ("av/_core.abi3.so", "/site/av/_core.abi3.so", "EXTENSION")
CODEC = ("av.libs/libavcodec-2.so", "/site/av.libs/libavcodec-2.so", "BINARY")
CODEC_LINK = ("libavcodec-2.so", "av.libs/libavcodec-2.so", "SYMLINK")
SOUND = ("libsound.so.2", "/site/x/libsound.so.2", "BINARY")
DATA = ("resources/programs/app.py", "/checkout/resources/programs/app.py", "DATA")
PROGRAM = [NUMPY, BLAS, BLAS_LINK, PLUGIN, QT, PYTHON, DATA]
VIDEO = [AV, CODEC, CODEC_LINK]

IMPORTS = {
    NUMPY[1]: {"libopenblas-1.so", "libc.so.6"},
    PLUGIN[1]: {"libQt6Core.so.6"},
    PYTHON[1]: {"libc.so.6"},
    AV[1]: {"libavcodec-2.so", "libsound.so.2", "libopenblas-1.so"},
}


@pytest.fixture
def parts(packaging_module) -> ModuleType:
    return packaging_module("bundling.parts")


def test_video_lies_apart_with_what_only_it_loads(parts):
    divided = parts.divide([*PROGRAM, *VIDEO, SOUND], IMPORTS.__getitem__)
    assert set(divided.program) == set(PROGRAM)
    assert set(divided.video) == {*VIDEO, SOUND}


def test_a_library_that_nothing_loads_is_in_neither_part(parts):
    divided = parts.divide([*PROGRAM, *VIDEO, UNUSED], IMPORTS.__getitem__)
    assert UNUSED not in divided.program
    assert UNUSED not in divided.video


def test_where_it_cannot_be_told_who_loads_a_library_it_stays(parts):
    divided = parts.divide([*PROGRAM, *VIDEO, UNUSED, SOUND], None)
    assert set(divided.program) == {*PROGRAM, UNUSED, SOUND}
    assert set(divided.video) == set(VIDEO)


def test_windows_paths_are_understood(parts):
    windows = [(r"av\_core.pyd", r"C:\av\_core.pyd", "EXTENSION"), (r"av.libs\avcodec.dll", r"C:\avcodec.dll", "DATA")]
    assert parts.divide(windows, None).video == windows


def test_modules_of_video_become_files_that_can_be_laid_over_the_program(parts):
    modules = [
        ("desktop_app.export.video", "/checkout/desktop_app/export/video/__init__.py", "PYMODULE"),
        ("av", "/site/av/__init__.py", "PYMODULE"),
        ("av.about", "/site/av/about.py", "PYMODULE"),
        ("av.video", "/site/av/video/__init__.py", "PYMODULE"),
        ("average", "/site/average.py", "PYMODULE"),
    ]
    divided = parts.divide_modules(modules)
    assert [module.destination for module in divided.program] == ["desktop_app.export.video", "average"]
    assert divided.video == [
        ("av/__init__.py", "/site/av/__init__.py", "DATA"),
        ("av/about.py", "/site/av/about.py", "DATA"),
        ("av/video/__init__.py", "/site/av/video/__init__.py", "DATA"),
    ]
