import os

import pytest
from PIL import Image


def test_the_same_moment_gives_the_same_bytes(coreloom, app_py):
    out = app_py.with_name("a.png")
    assert coreloom("export", app_py, out, "--at", "0.4ms", "--size", "1366x768")[0] == 0
    first = out.read_bytes()
    assert coreloom("export", app_py, out, "--at", "0.4ms", "--size", "1366x768")[0] == 0
    assert out.read_bytes() == first
    with Image.open(out) as picture:
        assert picture.size == (1366, 768)


@pytest.mark.skipif(os.name != "posix", reason="no such names on Windows")
def test_a_name_that_a_terminal_would_obey_is_quoted(coreloom, app_py):
    source, out = app_py.with_name("a\x1b[2J.py"), app_py.with_name("b\x1b[2J.png")
    app_py.rename(source)
    code, text, err = coreloom("export", source, out, "--at", "0ms", "--size", "960x600")
    assert (code, err) == (0, "")
    assert "b\\u001b[2J.png" in text
    assert text.removesuffix("\n").isprintable()
    assert "a\\u001b[2J.py" in coreloom("export", source.with_name("a\x1b[2J.py.py"), out)[2]


def test_the_themes_differ(coreloom, app_py):
    pictures = []
    for theme in ("dark", "light"):
        out = app_py.with_name(f"{theme}.png")
        coreloom("export", app_py, out, "--theme", theme, "--size", "960x600")
        with Image.open(out) as picture:
            pictures.append(picture.convert("L").resize((1, 1)).getpixel((0, 0)))
    dark, light = pictures
    assert dark < 64
    assert light > 192


def test_an_endless_program_is_run_no_further_than_the_picture_needs(coreloom, app_py):
    app_py.write_text("while True: pass\n")
    out = app_py.with_name("a.png")
    code, text, err = coreloom("export", app_py, out, "--at", "2ms", "--size", "960x600")
    assert (code, err) == (0, "")
    assert "at 2ms" in text


def test_a_moment_after_the_end_is_the_end(coreloom, app_py):
    out = app_py.with_name("a.png")
    code, _, err = coreloom("export", app_py, out, "--at", "9s", "--size", "960x600")
    assert code == 0
    assert "taking its end" in err


def test_the_whole_run_as_an_animation(coreloom, app_py):
    app_py.write_text("x = 1\n")
    out = app_py.with_name("a.webp")
    assert coreloom("export", app_py, out, "--size", "900x560")[0] == 0
    with Image.open(out) as animation:
        assert animation.size == (900, 560)
        assert animation.n_frames > 20


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["a.bmp"], ".png, .pptx, .svg"),
        (["a.png", "--size", "10x10"], "--size"),
        (["a.png", "--size", "huge"], "--size"),
        (["a.png", "--at", "-1ms"], "--at"),
        (["a.webp", "--at", "1ms"], "--at"),
        (["a.png", "--theme", "pink"], "--theme"),
        (["nowhere/a.png", "--at", "0ms"], "nowhere"),
    ],
)
def test_a_wrong_argument_exits_with_two(coreloom, app_py, arguments, words):
    target = app_py.with_name(arguments[0]) if "/" not in arguments[0] else app_py.parent / arguments[0]
    code, out, err = coreloom("export", app_py, target, *arguments[1:])
    assert (code, out) == (2, "")
    assert words in err
    assert not target.exists()


def test_a_picture_can_be_taken_from_where_one_wants(coreloom, app_py):
    whole, near = app_py.with_name("whole.png"), app_py.with_name("near.png")
    common = ("--at", "0.6ms", "--size", "960x600")
    assert coreloom("export", app_py, whole, *common)[0] == 0
    assert coreloom("export", app_py, near, *common, "--camera", "source P1.T1")[0] == 0
    assert whole.read_bytes() != near.read_bytes()
    code, _, err = coreloom("export", app_py, near, *common, "--camera", "the moon")
    assert code == 2
    assert '--camera is "the moon": expected a stop' in err


def test_what_is_lit_is_drawn_and_what_cannot_be_is_told(coreloom, app_py):
    out = app_py.with_name("a.png")
    pictures = []
    for lit in ((), ("--lit", "core 0, P1.T1 ,variable z")):
        assert coreloom("export", app_py, out, "--at", "0.4ms", "--size", "960x600", *lit)[0] == 0
        pictures.append(out.read_bytes())
    assert pictures[0] != pictures[1]
    code, _, err = coreloom("export", app_py, out, "--lit", "core 0, kernel")
    assert code == 2
    assert '--lit is "kernel": expected ram, bus' in err
    assert '--lit is ""' in coreloom("export", app_py, out, "--lit", "")[2]
    assert "at most 16" in coreloom("export", app_py, out, "--lit", ",".join(["bus"] * 17))[2]
