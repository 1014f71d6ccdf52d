from __future__ import annotations

import shutil
import subprocess

import pytest


@pytest.fixture
def called(packaging_module, monkeypatch):
    stripping, commands = packaging_module("bundling.stripping"), []
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/strip")
    monkeypatch.setattr(subprocess, "run", lambda command, **_options: commands.append(command))
    return stripping, commands


def test_only_pythons_own_libraries_are_stripped(called, packaging_module, tmp_path):
    stripping, commands = called
    entry = packaging_module("bundling.parts").Entry
    pythons = [
        entry("libpython3.11.so.1.0", "/python/lib/libpython3.11.so.1.0", "BINARY"),
        entry("python3.11/lib-dynload/_json.so", "/python/lib/python3.11/lib-dynload/_json.so", "EXTENSION"),
    ]
    others = [
        entry("numpy.libs/libopenblas.so", "/site/numpy.libs/libopenblas.so", "BINARY"),
        entry("libpython3.so", "libpython3.11.so", "SYMLINK"),
        entry("PySide6/QtCore.abi3.so", "/site/PySide6/QtCore.abi3.so", "EXTENSION"),
    ]
    stripped = stripping.strip_python([*pythons, *others], tmp_path)
    assert stripped == [
        *(one._replace(source=str(tmp_path / one.destination)) for one in pythons),
        *others,
    ]
    assert [command[-1] for command in commands[::2]] == [one.source for one in pythons]
    assert [command[-2:] for command in commands[1::2]] == [
        ["--remove-rpath", tmp_path / one.destination] for one in pythons
    ]


def test_without_the_program_nothing_is_stripped(called, packaging_module, monkeypatch, tmp_path):
    stripping, commands = called
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    python = packaging_module("bundling.parts").Entry("libpython3.11.so.1.0", "/python/libpython3.11.so.1.0", "BINARY")
    assert stripping.strip_python([python], tmp_path) == [python]
    assert commands == []
