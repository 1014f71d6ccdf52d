"""The bill as Debian's packages state it: /usr/share/doc/PACKAGE/copyright, in the machine-readable form (DEP 5).

https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bill.component import Bill, Component, Text
from bill.index import FOLDER, VIDEO_FOLDER
from bill.terms import SHARED

#: Where the bundle lies once it is installed.
INSTALLED = "usr/lib/coreloom/_internal"
#: What texts are called that every Debian has, by the names of our files, which have no notices of their own.
_COMMON = {f"{name}.txt": shared.debian for name, shared in SHARED.items()}
#: Longer texts, of so many letters, are referred to: they lie in the same package.
_LONGEST = 4_000
_COPYRIGHT = re.compile(
    r"^\W*(?:portions )?(?:copyright:?\s+(?:\(c\)|©)?|\(c\)|©)\s*(.*(?:19|20)\d\d.*)$", re.IGNORECASE
)
_MOST_LINES = 6
_PROGRAM = """\
The package holds the program with all that it loads. Each part has a paragraph below; what is linked into a part's
files is named there. The full texts are in /{texts}/.
Qt and PySide6 are used under the LGPL, version 3: their libraries are files of their own in this package, which may be
replaced by other builds of the same version, and their sources are named below."""
_VIDEO = """\
The package holds what the program writes videos with. Each part has a paragraph below, with the place of its source.
The full texts are in /{texts}/."""
# Of a package in which nothing is ours but these texts.
_REST = """\
Files: *
Copyright: the authors of its parts, who are named below
License: {licence}
 The full text of version 3 is in /usr/share/common-licenses/GPL-3.
Comment:
 As a whole, because of the parts that are under the GPL."""


def statement(bills: Iterable[Bill]) -> str:
    """Return the statement for a package that holds what the bills list."""
    found = list(bills)
    folders = {bill.name: VIDEO_FOLDER if bill.name.endswith("-video") else FOLDER for bill in found}
    texts = f"{INSTALLED}/{folders[found[0].name]}/texts"
    has_own = any(component.name == "Coreloom" for component in found[0].components)
    head = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: Coreloom",
        "Source: https://github.com/coreloom/coreloom",
        f"License: {_short(found[0].licence)}",
        "Comment:",
        _folded((_PROGRAM if has_own else _VIDEO).format(texts=texts)),
    ]
    paragraphs = ["\n".join(head)]
    if not has_own:
        paragraphs.append(_REST.format(licence=_short(found[0].licence)))
    for bill in found:
        place = f"{INSTALLED}/{folders[bill.name]}/texts"
        own = [each for each in bill.components if each.name == "Coreloom"]
        paragraphs += [_paragraph(each, bill, place) for each in own]  # what comes below has the last word on a file
        packed = [each for each in bill.components if each.modules and not each.files and each not in own]
        if packed:
            paragraphs.append(_packed(packed, place))
        paragraphs += [_paragraph(each, bill, place) for each in bill.components if each.files and each not in own]
    return "\n\n".join(paragraphs) + "\n"


def _packed(components: list[Component], texts: str) -> str:
    """Return the paragraph on the program itself, a file that holds Python modules of several components."""
    licences = dict.fromkeys(_short(each.licence) for each in components)
    names = dict.fromkeys(line for each in components for line in _copyright(each))
    bodies = [
        "\n\n".join([f"{each.name} {each.version} ({each.licence}):", *(_said(text, texts) for text in each.texts)])
        for each in components
    ]
    lines = [
        "Files: usr/lib/coreloom/coreloom",
        "Copyright: " + "\n ".join(names),
        f"License: {' and '.join(['MIT', *(licence for licence in licences if licence != 'MIT')])}",
        _folded("\n\n".join(["Coreloom's own part: as above.", *bodies])),
        "Comment:",
        _folded("It holds the program and, as Python modules, all of the packages that the licences are of."),
    ]
    return "\n".join(lines)


def _paragraph(component: Component, bill: Bill, texts: str) -> str:
    linked = [
        each for each in bill.components if each.within == f"{component.name} {component.version}" and not each.files
    ]
    comment = [f"{component.name} {component.version}", *([f"Source: {component.source}"] if component.source else [])]
    if component.within:
        comment.append(f"It came with {component.within}.")
    comment += [f"Linked into it: {each.name} {each.version} ({each.licence})" for each in linked]
    every = [text for each in (component, *linked) for text in each.texts]
    lines = [
        "Files: " + "\n ".join(_places(component)),
        "Copyright: " + "\n ".join(_copyright(component)),
        f"License: {_short(component.licence)}",
        _folded("\n\n".join(_said(text, texts) for text in _different(every))),
        "Comment:",
        _folded("\n".join(comment)),
    ]
    return "\n".join(lines)


def _places(component: Component) -> list[str]:
    if component.name == "Coreloom":
        return ["*"]  # what no other paragraph has
    paths = component.files if component.within else sorted({_folder(path, component) for path in component.files})
    # A question mark stands for a blank or a bracket, which separate file names here.
    return [f"{INSTALLED}/{re.sub(r'[^A-Za-z0-9/._+@~*-]', '?', path)}" for path in paths]


def _folder(path: str, component: Component) -> str:
    """Return a path, or its outermost folder with a star where more in that is the component's; others' come below."""
    top = f"{path.partition('/')[0]}/"
    return f"{top}*" if path != top[:-1] and sum(other.startswith(top) for other in component.files) > 1 else path


def _copyright(component: Component) -> list[str]:
    stated = component.copyright.splitlines()
    if not component.copyright and not component.within:  # those that came inside share the text of what they came with
        own = [text.content for text in component.texts if text.name not in _COMMON]
        lines = (_COPYRIGHT.match(line) for content in own for line in content.splitlines())
        stated = [match.group(1).strip() for match in lines if match]
    names = list(dict.fromkeys(line.strip() for line in stated if line.strip()))
    more = [] if len(names) <= _MOST_LINES else ["and others: see the text"]
    return [*names[:_MOST_LINES], *more] or [f"the authors of {component.name}, see the text"]


def _different(texts: Iterable[Text]) -> list[Text]:
    return list({text.content: text for text in texts}.values())


def _said(text: Text, folder: str) -> str:
    if text.name in _COMMON:
        return f"The full text is in /usr/share/common-licenses/{_COMMON[text.name]}."
    if len(text.content) > _LONGEST:
        return f"The full text is in /{folder}/{text.name}, which is part of this package."
    return text.content.strip("\n")


def _short(licence: str) -> str:
    words = re.sub(r" WITH ([^ ]+)", r" with \1 exception", licence)
    return words.replace(" AND ", " and ").replace(" OR ", " or ")


def _folded(text: str) -> str:
    """Return a text as the following lines of a field: a blank before each, and a full stop for an empty one."""
    return "\n".join(f" {line.rstrip()}" if line.strip() else " ." for line in text.splitlines())
