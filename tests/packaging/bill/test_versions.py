import pytest


@pytest.fixture
def version(bill, packaging_module):
    """What returns the version of something inside of the package ``thing``, from files with some content."""
    module = packaging_module("bill.versions")

    def found(packages=None, libraries=(), of="thing", **more):
        inside = bill.known.Inside(of=of, name="codec", licence="MIT", texts=(), source="", **more)
        return module.version_of(inside, packages or bill.python_packages.PythonPackages([]), libraries)

    return found


def test_it_is_read_in_the_library_that_says_it(version, tmp_path):
    (tmp_path / "a.so").write_bytes(b"\x7fELF\x00nothing\x00")
    (tmp_path / "b.so").write_bytes(b"\x00libopus 1.6.1\x00")
    libraries = [tmp_path / "gone.so", tmp_path / "a.so", tmp_path / "b.so"]
    assert version(libraries=libraries, pattern=r"libopus (\d[\d.]*\d)") == "1.6.1"
    assert version(libraries=libraries, pattern=r"libx (\d+)") == ""


@pytest.mark.parametrize(
    ("said", "expected"),
    [((2, 14, 6), "2.14.6"), ("OpenSSL 3.0.19 27 Jan 2026", "3.0.19"), ("expat_2.5.0", "2.5.0"), (7, "7")],
)
def test_it_is_asked_of_a_module(version, monkeypatch, said, expected):
    monkeypatch.setattr("platform.SAID", said, raising=False)
    assert version(version="platform:SAID") == expected


@pytest.mark.parametrize("asked", ["platform:NOT_THERE", "no_such_module:VERSION"])
def test_what_other_versions_do_not_say_is_not_known(version, asked):
    assert version(version=asked) == ""


def test_it_is_taken_as_it_is_or_from_the_packages_own_bill(version, bill, install):
    assert version(version="1.0", of="cpython") == "1.0"
    stated = '{"components": [{"name": "codec", "version": "4.2"}]}'
    packages = bill.python_packages.PythonPackages([install("thing", {"thing-1.2.dist-info/sboms/a.json": stated})])
    assert version(packages) == "4.2"
    assert version(packages, bill="other") == ""
