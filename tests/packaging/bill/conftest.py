"""A small environment to build from: a checkout, installed packages and a Python, as folders with a few files."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PathDistribution
from types import SimpleNamespace

import pytest

METADATA = "Metadata-Version: 2.4\nName: {name}\nVersion: {version}\n{more}\n"


@pytest.fixture
def bill(packaging_module) -> SimpleNamespace:
    """The modules of packaging/bill that need nothing else."""
    names = (
        "component",
        "collecting",
        "debian_packages",
        "debian_copyright",
        "index",
        "known",
        "python_packages",
        "terms",
    )
    failures = packaging_module("failures")
    modules = {name: packaging_module(f"bill.{name}") for name in names}
    return SimpleNamespace(**modules, SetUpError=failures.SetUpError)


@pytest.fixture
def install(tmp_path):
    """What installs a package of some files, and returns its distribution."""

    def installed(name, files, more="License-Expression: MIT", version="1.2"):
        site = tmp_path / "site-packages"
        folder = f"{name}-{version}.dist-info"
        metadata = METADATA.format(name=name, version=version, more=more)
        every = {
            f"{folder}/METADATA": metadata,
            f"{folder}/licenses/LICENSE": f"Copyright 2020 {name} people\n",
            **files,
        }
        every = {path: content for path, content in every.items() if content is not None}
        for path, content in every.items():
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_text(content, encoding="utf-8")
        record = "".join(f'"{path}",,\n' for path in [*every, f"{folder}/RECORD"])
        (site / folder / "RECORD").write_text(record, encoding="utf-8")
        return PathDistribution(site / folder)

    return installed


@pytest.fixture
def around(tmp_path, bill):
    """What makes the surroundings of a build from distributions, and from what is known besides."""

    def made(*distributions, packages=(), insides=(), debian=None, stated=None):
        checkout, python = tmp_path / "checkout", tmp_path / "python"
        checkout.mkdir(exist_ok=True)
        python.mkdir(exist_ok=True)
        (checkout / "LICENSE").write_text("MIT License\nCopyright (c) 2026 us\n", encoding="utf-8")
        (python / "LICENSE.txt").write_text("PSF License\n", encoding="utf-8")
        known = bill.known.Known(
            packages={each.name: each for each in packages},
            stated=stated or {},
            insides=tuple(insides),
            debian=debian or {},
        )
        found = bill.python_packages.PythonPackages(distributions)
        return bill.collecting.Surroundings(
            checkout=checkout, packages=found, known=known, python=(python,), documentation=tmp_path / "doc"
        )

    return made


@pytest.fixture
def a_bill(bill):
    """A bill of a program: our own, a package, a library inside of it and one from Debian."""
    component, text = bill.component.Component, bill.component.Text
    shared = bill.component.shared_text("LGPL-2.1.txt")
    mine = (text(name="Coreloom.txt", content="MIT\n"),)
    own = component(name="Coreloom", version="0.1.0", licence="MIT", texts=mine, modules=("desktop_app",))
    package = component(
        name="picture",
        version="2.0",
        licence="MIT",
        texts=(text(name="LICENSE.txt", content="Copyright 2020 Ann\n"),),
        source="https://pypi.org/project/picture/2.0/#files",
        purl="pkg:pypi/picture@2.0",
        files=("picture/_core.so", "picture/a [b].ttf"),
        modules=("picture",),
    )
    theirs = (text(name="LICENSE.txt", content="Copyright 2021 Bob\n"),)
    inside = component(name="codec", version="", licence="BSD-2-Clause", texts=theirs, within="picture 2.0")
    debian = component(
        name="glib2.0",
        version="2.74.6-2+deb12u9",
        licence="LGPL-2.1-or-later",
        texts=(text(name="debian-glib2.0.txt", content=f"Copyright: 1999 Red Hat\n{'x' * 5000}\n"), shared),
        purl="pkg:deb/debian/glib2.0@2.74.6-2%2Bdeb12u9?arch=source",
        files=("libglib-2.0.so.0",),
    )
    whole = bill.component.Bill(
        name="coreloom",
        version="0.1.0",
        licence="MIT",
        system="linux-x86_64",
        components=(own, package, inside, debian),
    )
    return SimpleNamespace(whole=whole, own=own, package=package, inside=inside, debian=debian, replace=replace)
