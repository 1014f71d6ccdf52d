import pytest

from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.options import OF_STRETCHES, ExportOptions, export_options
from desktop_app.export.formats import FORMATS, Kind, Quality
from desktop_app.model.errors import ScenarioError
from desktop_app.model.lesson import Shown

#: An option of each kind with a value that is right.
VALUES = {
    "--at": "1ms",
    "--from": "1ms",
    "--to": "line 3",
    "--speed": "0.5ms",
    "--show": "stage",
    "--camera": "core 0",
    "--lit": "bus, core 0",
    "--size": "1280x720",
    "--scale": "1.5",
    "--fps": "25",
    "--quality": "good",
    "--jobs": "2",
    "--theme": "light",
}


def options(source, out, *arguments) -> ExportOptions:
    return export_options(export_parser().parse_args([source, out, *arguments]))


def refusal(source, out, *arguments):
    with pytest.raises(ScenarioError) as caught:
        options(source, out, *arguments)
    return str(caught.value)


def problem_of(source, out, *arguments):
    try:
        options(source, out, *arguments)
    except ScenarioError as error:
        return str(error)
    return ""


def test_what_nobody_says_is_what_is_usual():
    asked = options("a.py", "a.mp4")
    assert (asked.look.size, asked.look.theme, asked.look.scale) == ((1920, 1080), "dark", 1.0)
    assert (asked.fps, asked.quality, asked.shown, asked.captions) == (30, Quality.GOOD, Shown.BOTH, True)
    animation = options("a.py", "a.gif")
    assert (animation.look.size, animation.fps) == ((1280, 720), 20)
    assert options("a.py", "a.webp").quality is Quality.LOSSLESS


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_an_option_is_taken_or_refused_with_what_would_have_it(form):
    source = "a.md" if form.lessons else "a.py"
    for flag, value in VALUES.items():
        if form.lessons and flag in {"--at", "--from", "--to", "--show", "--camera", "--lit"}:
            continue
        problem = problem_of(source, f"a{form.endings[0]}", flag, value)
        if flag in {"--from", "--to"} and form.name in OF_STRETCHES:
            assert not problem
        elif form.kind is Kind.DATA or problem:
            assert problem.startswith(flag)
            assert form.title in problem


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--size", "10x10"), "from 640x360 to 7680x4320"),
        (("--size", "huge"), "WIDTHxHEIGHT"),
        (("--size", "1281x720"), "even"),
        (("--size", "99999x1"), "WIDTHxHEIGHT"),
        (("--scale", "4", "--size", "1280x720"), "at most 2.00 for 1280x720"),
        (("--scale", "9"), "0.5 to 4"),
        (("--scale", "x"), "0.5 to 4"),
        (("--scale", "NaN"), "0.5 to 4"),
        (("--fps", "0"), "1 to 120"),
        (("--fps", "29.97"), "1 to 120"),
        (("--fps", "²"), "1 to 120"),
        (("--quality", "perfect"), "small, good, best, lossless"),
        (("--quality", "lossless"), ".apng, .webp"),
        (("--speed", "0ms"), "above 0"),
        (("--from", "tomorrow"), "line 3"),
        (("--jobs", "0"), "1 to 64"),
        (("--jobs", "-1"), "1 to 64"),
        (("--show", "ram"), "stage, timeline, both"),
        (("--lit", "core"), "--lit"),
        (("--lit", ",".join(["bus"] * 99)), "at most"),
        (("--at", "1ms"), ".png"),
        (("--codec", "av1"), ".webm"),
        (("--transparent",), ".apng"),
        (("--step", "1"), "a lesson"),
        (("--no-captions",), "a lesson"),
    ],
)
def test_a_wrong_option_is_refused_with_what_would_be_right(arguments, words):
    problem = refusal("a.py", "a.mp4", *arguments)
    assert problem.startswith(arguments[0].replace("--no-", "--"))
    assert words in problem


def test_a_gif_counts_in_hundredths_of_a_second():
    assert "1, 2, 4, 5, 10, 20, 25, 50" in refusal("a.py", "a.gif", "--fps", "30")
    assert options("a.py", "a.gif", "--fps", "50").fps == 50


@pytest.mark.parametrize(
    ("out", "arguments", "words"),
    [
        ("a.json", (), "pictures, clips or slides"),
        ("a.png", (), "--step N"),
        ("a.png", ("--step", "1", "--at", "1ms"), "--at"),
        ("a.png", ("--step", "0"), "1 to 200"),
        ("a.png", ("--step", "1", "--per-step"), "either"),
        ("a.mp4", ("--camera", "ram"), "the steps of a lesson say it"),
        ("a.mp4", ("--handout",), ".pdf"),
        ("a.pdf", ("--clips",), ".pptx"),
        ("a.pdf", ("--handout", "--step", "1"), "without --step"),
        ("frames/", ("--per-step",), ".mp4"),
        ("a.pdf", ("--fps", "25"), "in one of /, .mp4, .webm, .gif, .apng, .webp, .pptx, .html;"),
        ("", ("--fps", "25"), "a name that ends in"),
        ("a.pptx", ("--quality", "best"), "--clips"),
        ("a.pptx", ("--speed", "1ms"), "--clips"),
    ],
)
def test_what_a_lesson_does_not_have_is_refused(out, arguments, words):
    assert words in refusal("a.md", out, *arguments)


def test_a_pdf_of_a_lesson_is_slides_and_of_one_step_a_page():
    assert options("a.md", "a.pdf").form.kind is Kind.SLIDES
    assert options("a.md", "a.pdf", "--step", "2").form.kind is Kind.PICTURE
    assert options("a.py", "a.pdf").form.kind is Kind.PICTURE
    assert options("a.py", "a.pptx").form.kind is Kind.SLIDES


def test_what_is_printed_is_light_unless_said_otherwise():
    assert options("a.md", "a.pdf", "--handout").look.theme == "light"
    assert options("a.md", "a.pdf", "--handout", "--theme", "dark").look.theme == "dark"
    assert options("a.md", "a.pdf").look.theme == "dark"


def test_a_folder_is_there_or_ends_in_a_slash(tmp_path):
    assert options("a.py", "frames/").form.kind is Kind.SEQUENCE
    assert options("a.py", str(tmp_path)).form.kind is Kind.SEQUENCE


def test_what_is_read_is_not_written_over(tmp_path):
    source, link = tmp_path / "a.coretrace", tmp_path / "b.coretrace"
    source.write_bytes(b"")
    link.hardlink_to(source)
    for out in (source, link):
        assert "which would be lost" in refusal(str(source), str(out))
    assert options(str(source), str(tmp_path / "c.coretrace")).form.name == "coretrace"
