"""Collects the bill of a bundle from PyInstaller's lists of what goes into it, while it is being built.

Those lists say of every file and module where it was copied from, and that says whose it is: a Python package's record
of its files, Python's own folder, Debian's record of packages, or this checkout. What nobody owns stops the build.
"""

from __future__ import annotations

import os
import platform
import re
import sys
import sysconfig
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from failures import SetUpError

from bill import debian_packages, terms
from bill.component import Bill, Component, Text, shared_text
from bill.known import Inside, Known, read_known
from bill.python_packages import PythonPackages
from bill.versions import version_of

#: Files and modules as PyInstaller lists them: where they go, where they come from, and of what kind they are.
Entries = Iterable[tuple[str, str, str]]
_MODULES = {"PYMODULE", "PYMODULE-1", "PYMODULE-2", "PYSOURCE"}
#: Python's own, by where they go, as some are copies that lie elsewhere by then.
_PYTHONS = re.compile(
    r"^(?:base_library\.zip|python3[^/]*/lib-dynload/.*|(?:lib)?python3[\d.]*(?:\.dll|\.so[\d.]*|\.dylib)|Python)$"
)
OWN, PYTHON = "coreloom", "cpython"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """Where a bundle is built: what its files can come from.

    Attributes:
        checkout: This checkout.
        packages: The environment's packages.
        known: What they do not say themselves.
        python: Folders of the Python that the environment was made from.
        documentation: Where Debian keeps statements of copyright.
    """

    checkout: Path
    packages: PythonPackages
    known: Known
    python: tuple[Path, ...]
    documentation: Path = debian_packages.DOCUMENTATION


def surroundings(checkout: Path) -> Surroundings:
    """Return what surrounds the Python that runs this."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    # Of a Python that came with the system, the base holds everything else, too.
    whole = () if sys.base_prefix in {"/usr", "/"} else (Path(sys.base_prefix),)
    return Surroundings(
        checkout=checkout,
        packages=PythonPackages(),
        known=read_known(),
        python=(stdlib, stdlib / "lib-dynload", *whole),
    )


def collect(name: str, version: str, licence: str, entries: Entries, around: Surroundings) -> Bill:
    """Return the bill of what the entries are.

    Args:
        name: What is handed out.
        version: Its version.
        licence: Under which licence it is handed out as a whole.
        entries: Its files and modules.
        around: Where it is built.

    Raises:
        SetUpError: A file is nobody's, or a licence or its text is missing.
    """
    owned = _sorted_out(entries, around)
    problems: list[str] = []
    components = []
    if OWN in owned.names():
        components.append(_own(around, version, owned.files.pop(OWN, []), owned.modules.pop(OWN, set())))
    groups = [_tried(problems, partial(_with_inside, name, owned, around)) for name in owned.names()]
    # As people read it: Python first, then by name.
    for group in sorted(filter(None, groups), key=lambda group: (group[0].name != "Python", group[0].name.casefold())):
        components += group
    for rest in (_from_the_system, _from_debian):
        components += _tried(problems, partial(rest, owned.strangers, around))
    whole = [each for part in _together(components) for each in _tried(problems, partial(_completed, part))]
    if problems:
        raise SetUpError("\n".join(problems))
    system = f"{sys.platform}-{platform.machine().lower()}"
    return Bill(name=name, version=version, licence=licence, system=system, components=tuple(whole))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owned:
    """Files and top-level modules by who owns them, files of strangers, and where files come from."""

    files: dict[str, list[str]]
    modules: dict[str, set[str]]
    strangers: dict[str, str]
    sources: dict[str, str]

    def names(self) -> list[str]:
        return sorted(self.files.keys() | self.modules.keys())


def _sorted_out(entries: Entries, around: Surroundings) -> _Owned:
    owned = _Owned(files=defaultdict(list), modules=defaultdict(set), strangers={}, sources={})
    for place, source, kind in entries:
        path = place.replace("\\", "/")
        if kind == "SYMLINK" or (kind in _MODULES and source in {"", "-"}):  # a namespace is no file
            continue
        owner = _owner(path, source, around)
        if owner is None:
            owned.strangers[path] = source
        elif kind in _MODULES:
            owned.modules[owner].add(path.partition(".")[0])
        else:
            owned.files[owner].append(path)
            owned.sources[path] = source
    return owned


def _tried(problems: list[str], make: Callable[[], list[Component]]) -> list[Component]:
    """Return what is made, or nothing and add what is wrong: a build takes long, so all of that is told at once."""
    try:
        return make()
    except SetUpError as error:
        problems.append(str(error))
        return []


def _owner(path: str, source: str, around: Surroundings) -> str | None:
    if path == OWN or _is_below(source, around.checkout / "desktop_app", around.checkout / "resources"):
        return OWN
    if source.endswith(".py") and _is_below(source, around.checkout / "packaging"):
        return OWN  # the script that the program starts with
    if _PYTHONS.match(path):
        return PYTHON
    package = around.packages.owner(source)
    if package is not None:
        return package
    return PYTHON if _is_below(source, *around.python) and "site-packages" not in source else None


def _is_below(path: str, *folders: Path) -> bool:
    whole = os.path.normcase(os.path.normpath(path))
    return any(whole.startswith(os.path.normcase(os.path.join(folder, ""))) for folder in folders)  # noqa: PTH118


def _own(around: Surroundings, version: str, files: Iterable[str], modules: Iterable[str]) -> Component:
    text = (around.checkout / "LICENSE").read_text(encoding="utf-8")
    return Component(
        name="Coreloom",
        version=version,
        licence="MIT",
        texts=(Text(name="Coreloom.txt", content=text),),
        source="https://github.com/coreloom/coreloom",
        files=tuple(sorted(files)),
        modules=tuple(sorted(modules)),
    )


def _with_inside(owner: str, owned: _Owned, around: Surroundings) -> list[Component]:
    """Return the component of a package, or of Python, and those that came inside of it."""
    files, modules = owned.files.get(owner, []), owned.modules.get(owner, set())
    system = "linux" if sys.platform.startswith("linux") else sys.platform
    insides = [
        each for each in around.known.insides if each.of in {owner, "*"} and (not each.only or system in each.only)
    ]
    taken: dict[str, dict[str, str]] = defaultdict(dict)
    left = []
    for path in files:
        whose = next((each.name for each in insides if each.owns(path)), None)
        if whose is None:
            left.append(path)
        else:
            taken[whose][path] = owned.sources[path]
    _refuse_unnamed_libraries(owner, left)
    outer = _package(owner, around) if owner != PYTHON else _python(around)
    outer = replace(outer, files=tuple(sorted(left)), modules=tuple(sorted(modules)))
    found = [outer]
    for each in insides:
        patterns = bool(each.files or each.linked_into)
        if (each.of == owner and not patterns) or taken[each.name] or any(map(each.is_in, left)):
            found.append(_inside(each, outer, taken[each.name], around))
    return found


def _refuse_unnamed_libraries(owner: str, files: Iterable[str]) -> None:
    # auditwheel, delvewheel and delocate put libraries of other people into such folders of a wheel.
    strangers = [path for path in files if re.search(r"(?:^[^/]+\.libs|/\.dylibs)/[^/]*\.(?:so|dll|dylib)", path)]
    if strangers:
        raise SetUpError(
            f"{', '.join(strangers)} came with the package {owner}, and nobody says under which licence: "
            "find out, and add an [[inside]] to packaging/bill/known.toml"
        )


def _package(name: str, around: Surroundings) -> Component:
    package = around.packages.package(name)
    known = around.known.packages.get(name)
    licence = known.licence if known else around.packages.licence(name) or around.known.stated.get(name)
    if licence is None:
        raise SetUpError(
            f"the package {name} does not say under which licence it is, in an SPDX expression: "
            "find out, and add a [[package]] to packaging/bill/known.toml"
        )
    version = package.version
    return Component(
        name=known.title if known else str(package.metadata["Name"]),
        version=version,
        licence=licence,
        texts=_texts(known.texts, around) if known else around.packages.texts(name),
        copyright=known.copyright if known else "",
        source=(known.source if known else "https://pypi.org/project/{name}/{version}/#files").format(
            name=name, version=version
        ),
        purl=f"pkg:pypi/{name}@{version}",
    )


def _python(around: Surroundings) -> Component:
    places = [folder / "LICENSE.txt" for folder in around.python]
    # On Debian it is elsewhere; the shared text has the same licence and what is incorporated into Python.
    own = next((place for place in places if place.is_file()), None)
    texts = (Text(name="CPython.txt", content=own.read_text("utf-8", "replace")),) if own else ()
    version = platform.python_version()
    return Component(
        name="Python",
        version=version,
        licence="PSF-2.0",
        texts=(*texts, replace(shared_text("cpython.txt"), name="CPython-incorporated-software.txt")),
        source=f"https://www.python.org/ftp/python/{version}/Python-{version}.tar.xz",
        purl=f"pkg:generic/python@{version}",
    )


def _inside(known: Inside, outer: Component, owned: dict[str, str], around: Surroundings) -> Component:
    """Return the component of what came inside of another one; its own files are told with where they come from."""
    version = version_of(known, around.packages, [Path(source) for _, source in sorted(owned.items())])
    return Component(
        name=known.name,
        version=version,
        licence=known.licence,
        texts=_texts(known.texts, around),
        copyright=known.copyright,
        within=f"{outer.name} {outer.version}",
        source=known.source.format(version=version, minor=".".join(version.split(".")[:2])),
        purl=f"pkg:generic/{re.sub(r'[^a-z0-9]+', '-', known.name.casefold()).strip('-')}"
        + (f"@{version.replace(' ', '%20').replace('+', '%2B')}" if version else ""),
        files=tuple(sorted(owned)),
    )


def _texts(names: Iterable[str], around: Surroundings) -> tuple[Text, ...]:
    found: list[Text] = []
    for name in names:
        place = name.removeprefix("package:")
        package, slash, file = place.partition("/")
        if place == name:
            found.append(shared_text(name))
        elif slash:
            found.append(around.packages.text(package, file))
        else:
            package, _, called = package.partition("#")
            found += around.packages.texts(package, called)
    return tuple(found)


def _from_the_system(strangers: dict[str, str], around: Surroundings) -> list[Component]:
    """Take what may come from anywhere, such as Microsoft's run-time libraries, and return their components."""
    found = []
    system = Component(name="the build machine's", version="system", licence="")
    for each in around.known.insides:
        owned = {path: source for path, source in strangers.items() if each.of == "*" and each.owns(path)}
        if owned:
            found.append(_inside(each, system, owned, around))
        for path in owned:
            del strangers[path]
    return found


def _from_debian(strangers: dict[str, str], around: Surroundings) -> list[Component]:
    packages = debian_packages.packages_of(strangers.values())
    unknown = [f"{path} (from {source})" for path, source in strangers.items() if source not in packages]
    if unknown:
        raise SetUpError(
            f"nobody says under which licence these are: {', '.join(sorted(unknown))}. They belong to no Python "
            "package, no package of Debian and not to Python: name them in packaging/bill/known.toml, or leave them out"
        )
    sources: dict[str, list[str]] = defaultdict(list)
    for path, source in strangers.items():
        sources[packages[source].source].append(path)
    return [
        debian_packages.component(
            {packages[strangers[path]] for path in paths}, paths, around.known.debian, around.documentation
        )
        for _, paths in sorted(sources.items())
    ]


def _together(components: Iterable[Component]) -> list[Component]:
    """Return the components with each once, where several packages came with the same library."""
    found: dict[tuple[str, str], Component] = {}
    for each in components:
        before = found.get((each.name, each.version))
        if before is None:
            found[each.name, each.version] = each
        else:
            files = tuple(sorted({*before.files, *each.files}))
            within = ", ".join(dict.fromkeys([before.within, each.within]))
            found[each.name, each.version] = replace(before, files=files, within=within)
    return list(found.values())


def _completed(component: Component) -> list[Component]:
    """Return a component, in a list, with the texts that its licence refers to.

    Raises:
        SetUpError: Its licence is none, or has no text.
    """
    terms.check(component.licence)
    present = "\n".join(text.content for text in component.texts)
    missing = terms.texts_of(component.licence, present)
    texts = (*component.texts, *(shared_text(name) for name in missing))
    if not any(text.content.strip() for text in texts):
        raise SetUpError(f"{component.name} {component.version} has no text of its licence, {component.licence}")
    return [replace(component, texts=texts)]
