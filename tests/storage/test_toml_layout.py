"""Sections of a TOML file, with the comments that belong to them."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from desktop_app.model.machine import StartCosts
from desktop_app.storage.scenario_file import format_scenario
from desktop_app.storage.toml_layout import Section, split_sections, toml_string
from tests.strategies import scenarios, sources

TEXT = """\
# The file.

title = "A # [no] comment"

# The machine.
# All of it.
[machine] # header
cores = 1

# apart

[[process]]
source = '''
# not a comment
[no header]
# nor this'''
values = [
  # [none]
  [1],
]
# the end"""


def test_comments_right_above_a_header_are_its_own():
    assert split_sections(TEXT) == [
        Section(lead="", body='# The file.\n\ntitle = "A # [no] comment"\n', tail="\n"),
        Section(lead="# The machine.\n# All of it.\n", body="[machine] # header\ncores = 1\n", tail="\n# apart\n\n"),
        Section(lead="", body=TEXT[TEXT.index("[[process]]") : TEXT.index("# the end")], tail="# the end"),
    ]


def test_a_file_may_begin_with_a_header():
    assert split_sections("[machine]\n") == [
        Section(lead="", body="", tail=""),
        Section(lead="", body="[machine]\n", tail=""),
    ]


@given(scenario=scenarios)
def test_the_sections_together_are_the_file_and_each_is_toml(scenario):
    text = format_scenario(scenario, folder=None)
    sections = split_sections(text)
    assert "".join(section.text for section in sections) == text
    starts = [] if scenario.machine.starts == StartCosts() else [["machine"]]
    assert [list(tomllib.loads(section.text)) for section in sections[1:]] == [
        ["machine"],
        *starts,
        ["scheduler"],
        *([["resource"]] * len(scenario.resources)),
        *([["device"]] * len(scenario.devices)),
        *([["process"]] * len(scenario.processes)),
        *([["action"]] * len(scenario.actions)),
        *([["bookmark"]] * len(scenario.bookmarks)),
    ]


@given(text=sources | st.text(st.sampled_from("\"'\\\n\r\tx\x7f#")))
def test_any_text_survives_as_a_toml_string(text: str):
    assert tomllib.loads(f"a = {toml_string(text).as_string()}") == {"a": text}


def test_a_program_stays_readable():
    assert toml_string('x = "a"\ny = 2\n').as_string() == '"""\nx = "a"\ny = 2\n"""'
    assert toml_string("x = '\\n'\n").as_string() == "'''\nx = '\\n'\n'''"
