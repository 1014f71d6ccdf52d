import pytest


@pytest.fixture
def paragraphs(bill, a_bill):
    """The paragraphs of the statement of a bill, as dictionaries of fields."""
    text = bill.debian_copyright.statement([a_bill.whole])
    found = []
    for paragraph in text.rstrip("\n").split("\n\n"):
        fields: dict[str, str] = {}
        for line in paragraph.splitlines():
            name, colon, value = line.partition(":")
            if line.startswith(" "):
                fields[list(fields)[-1]] += f"\n{line}"
            else:
                assert colon, line
                assert name not in fields
                fields[name] = value.strip()
        found.append(fields)
    return found


def test_it_is_in_the_form_that_machines_read(paragraphs):
    head, *files = paragraphs
    assert head["Format"] == "https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
    assert head["License"] == "MIT"
    assert len(files) == 3
    for paragraph in files:
        assert list(paragraph) == ["Files", "Copyright", "License", "Comment"]
        assert all(value.strip() for value in paragraph.values())


def test_what_no_other_paragraph_has_is_ours(paragraphs):
    assert paragraphs[1]["Files"] == "*"
    assert paragraphs[1]["License"].startswith("MIT\n")


def test_files_are_named_as_they_are_installed_a_folder_of_one_component_by_a_star(paragraphs):
    assert paragraphs[2]["Files"] == "usr/lib/coreloom/_internal/picture/*"
    assert paragraphs[3]["Files"] == "usr/lib/coreloom/_internal/libglib-2.0.so.0"


def test_what_came_inside_of_something_names_each_file_without_blanks_or_brackets(bill, a_bill):
    inside = a_bill.replace(a_bill.package, within="other 1.0")
    text = bill.debian_copyright.statement([a_bill.replace(a_bill.whole, components=(inside,))])
    place = "usr/lib/coreloom/_internal/picture"
    assert f"\nFiles: {place}/_core.so\n {place}/a??b?.ttf\n" in text


def test_what_is_linked_into_a_part_is_told_with_it(paragraphs):
    assert "Linked into it: codec" in paragraphs[2]["Comment"]
    assert "Copyright 2021 Bob" in paragraphs[2]["License"]


def test_long_texts_and_those_that_every_debian_has_are_referred_to(paragraphs):
    said = paragraphs[3]["License"]
    assert "/usr/lib/coreloom/_internal/licences/texts/debian-glib2.0.txt" in said
    assert "/usr/share/common-licenses/LGPL-2.1" in said
    assert paragraphs[3]["Copyright"] == "1999 Red Hat"


def test_the_statement_of_video_refers_to_its_own_folder(bill, a_bill):
    video = a_bill.replace(a_bill.whole, name="coreloom-video", licence="GPL-3.0-or-later", components=(a_bill.debian,))
    text = bill.debian_copyright.statement([video])
    assert "_internal/licences/video/texts/debian-glib2.0.txt" in text
    rest = text.split("\n\n")[1]
    assert rest.startswith("Files: *\nCopyright: the authors of its parts")
    assert "License: GPL-3.0-or-later" in rest


def test_exceptions_are_written_as_debian_writes_them(bill, a_bill):
    other = a_bill.replace(a_bill.package, licence="GPL-3.0-or-later WITH GCC-exception-3.1 AND MIT")
    text = bill.debian_copyright.statement([a_bill.replace(a_bill.whole, components=(other,))])
    assert "License: GPL-3.0-or-later with GCC-exception-3.1 exception and MIT\n" in text


def test_the_program_is_one_file_of_all_packages_that_are_modules_in_it(bill, a_bill):
    first = a_bill.replace(a_bill.package, files=())
    second = a_bill.replace(a_bill.package, name="other", licence="BSD-2-Clause", files=())
    whole = a_bill.replace(a_bill.whole, components=(a_bill.own, first, second))
    text = bill.debian_copyright.statement([whole])
    [program] = [
        paragraph for paragraph in text.split("\n\n") if paragraph.startswith("Files: usr/lib/coreloom/coreloom\n")
    ]
    assert text.index("\nFiles: *\n") < text.index(program)
    assert "\nLicense: MIT and BSD-2-Clause\n" in program
    assert " picture 2.0 (MIT):\n .\n Copyright 2020 Ann\n" in program
    assert " other 2.0 (BSD-2-Clause):" in program
