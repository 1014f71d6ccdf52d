from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.cli import COMMANDS
from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.options import export_options

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.fixture
def commands(packaging_module):
    return packaging_module("bundling.smoke_commands")


def test_each_command_of_the_command_line_is_run(commands):
    run = commands.all_commands(RESOURCES, video=False)
    assert {command.arguments[0] for command in run} >= {*COMMANDS, "--version", "--help"}


def test_video_is_written_where_it_is_there_and_else_it_is_said_how_to_add_it(commands):
    with_video, without = (commands.all_commands(RESOURCES, video=video) for video in (True, False))
    assert [command.makes for command in with_video if command not in without] == ["out.mp4", "out.webm"]
    (refused,) = (command for command in without if command not in with_video)
    assert (refused.code, refused.arguments[2]) == (2, "out.mp4")


def test_what_is_exported_is_what_the_command_takes(commands):
    for command in (*commands.EXPORTS, *commands.VIDEO):
        asked = export_options(export_parser().parse_args(command.arguments[1:]))
        assert Path(command.makes).suffix in asked.form.endings
        assert command.begins


@pytest.mark.parametrize(
    ("output", "right"),
    [
        ('{"processes": [{"globals": {"z": "30"}}]}', True),
        ('{"processes": [{"globals": {"z": "31"}}]}', False),
        ('{"processes": [{"globals": {"z": 30}}]}', False),
        ('{"processes": []}', False),
        ("[]", False),
        ("not JSON", False),
        ("", False),
    ],
)
def test_a_run_has_to_give_what_the_example_gives(commands, tmp_path, output, right):
    (run,) = (one for one in commands.all_commands(RESOURCES, video=False) if one.arguments[0] == "run")
    assert (run.problem(output, "", tmp_path) == "") is right


def test_what_is_written_has_to_be_there_and_to_begin_as_its_kind_does(commands, tmp_path):
    png = commands.EXPORTS[0]
    assert png.problem("", "", tmp_path) == "it wrote no out.png"
    (tmp_path / "out.png").write_bytes(b"<?xml")
    assert png.problem("", "", tmp_path) == "out.png begins with b'<?xml'"
    (tmp_path / "out.png").write_bytes(b"\x89PNG\r\n\x1a\nIHDR")
    assert png.problem("", "", tmp_path) == ""


def test_a_refusal_has_to_say_the_right_thing_on_standard_error(commands, tmp_path):
    assert "does not say 'coreloom-video'" in commands.NO_VIDEO.problem("coreloom-video", "no such file", tmp_path)
    assert commands.NO_VIDEO.problem("", "install coreloom-video_1_amd64.deb", tmp_path) == ""
