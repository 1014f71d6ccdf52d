import shutil
import subprocess
from types import SimpleNamespace

import pytest

OWNED = """\
diversion by x from: /usr/lib/libz.so.1
diversion by x to: /usr/lib/libz.so.1.old
libx11-6:amd64: /usr/lib/x86_64-linux-gnu/libX11.so.6
libz1:amd64, libz1:i386: /lib/x86_64-linux-gnu/libz.so.1
"""


@pytest.fixture
def dpkg(monkeypatch):
    """A dpkg-query that knows two libraries."""
    asked = []

    def answer(command, **_settings):
        asked.append(command)
        if command[1] == "-S":
            return SimpleNamespace(stdout=OWNED)
        return SimpleNamespace(stdout=f"{command[-1].partition(':')[0]}-source\t2:1.8-1")

    monkeypatch.setattr(subprocess, "run", answer)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    return asked


def test_libraries_are_found_where_they_lay_before_usr_was_merged_too(bill, dpkg):
    paths = ["/lib/x86_64-linux-gnu/libX11.so.6", "/usr/lib/x86_64-linux-gnu/libz.so.1", "/opt/libmine.so"]
    found = bill.debian_packages.packages_of(paths)
    assert {path: package.name for path, package in found.items()} == {paths[0]: "libx11-6", paths[1]: "libz1"}
    assert found[paths[0]].source == "libx11-6-source"
    assert found[paths[0]].version == "2:1.8-1"


def test_elsewhere_than_on_debian_no_library_has_a_package(bill, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    assert bill.debian_packages.packages_of(["/usr/lib/libz.so.1"]) == {}


@pytest.fixture
def made(bill, tmp_path):
    def component(source, licences):
        folder = tmp_path / "libz1"
        folder.mkdir()
        (folder / "copyright").write_text("Copyright: 1995 J\n", encoding="utf-8")
        package = bill.debian_packages.Package(name="libz1", source=source, version="1:1.2+x")
        return bill.debian_packages.component([package], ["libz.so.1"], licences, tmp_path)

    return component


def test_a_library_has_debians_statement_as_its_text(made):
    component = made("gcc-14", {"gcc": "MIT", "gcc-*": "GPL-3.0-or-later WITH GCC-exception-3.1"})
    assert component.licence == "GPL-3.0-or-later WITH GCC-exception-3.1"
    assert component.texts[0].content == "Copyright: 1995 J\n"
    assert component.purl == "pkg:deb/debian/gcc-14@1%3A1.2%2Bx?arch=source"
    assert component.files == ("libz.so.1",)


def test_a_library_whose_licence_nobody_read_stops_the_build(bill, made):
    with pytest.raises(bill.SetUpError, match=r"libz\.so\.1 comes from Debian's unheard.*\[debian\]"):
        made("unheard", {"zlib": "Zlib"})


def test_a_package_without_a_statement_stops_the_build(bill, tmp_path):
    package = bill.debian_packages.Package(name="libz1", source="zlib", version="1")
    with pytest.raises(bill.SetUpError, match="cannot be handed on"):
        bill.debian_packages.component([package], ["libz.so.1"], {"zlib": "Zlib"}, tmp_path)
