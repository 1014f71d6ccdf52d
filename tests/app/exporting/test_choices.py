from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.app.exporting.choices import Choices, Option, forms_of, options_of, with_ending
from desktop_app.app.exporting.offers import rates, scales
from desktop_app.app.exporting.source import Scope
from desktop_app.cli.arguments import export_parser
from desktop_app.cli.exporting.options import export_options
from desktop_app.export.formats import FORMATS, Kind, format_named
from desktop_app.model.lesson import Shown


@st.composite
def all_choices(draw):
    """Whatever the dialog can come to."""
    scope = draw(st.sampled_from(Scope))
    form = draw(st.sampled_from(forms_of(scope)))
    moments = st.sampled_from(["0ms", "420us", "end", "line 3", "end - 1ms"])
    flags = ("captions", "transparent", "handout", "clips", "per_step")
    return Choices(
        form=form,
        scope=scope,
        step=draw(st.integers(0, 199)),
        at=draw(moments),
        begin=draw(moments),
        end=draw(moments),
        speed_ns=draw(st.none() | st.integers(1, 10**12)),
        fps=int(draw(st.sampled_from(rates(form)))[1]),
        size=draw(st.sampled_from([(1920, 1080), (1280, 720), (3840, 2160), (2560, 1440)])),
        scale=draw(st.sampled_from(scales()))[1] if draw(st.booleans()) else "1",
        theme=draw(st.sampled_from(["dark", "light", "contrast-dark", "contrast-light"])),
        shown=draw(st.sampled_from(Shown)),
        camera=draw(st.sampled_from(["", "source P1·T2", "core 3", "at 0.25 0.5 zoom 4.0"])),
        lit=draw(st.sampled_from(["", "core 0, P1·T2, variable z"])),
        codec=draw(st.sampled_from(["", "vp9", "av1"])),
        quality=draw(st.sampled_from([None, *form.qualities])),
        jobs=draw(st.none() | st.integers(1, 64)),
        **{flag: draw(st.booleans()) for flag in flags},
    )


def parsed(choices):
    source = {Scope.RUN: "/a/b.toml"}.get(choices.scope, "/a/lesson.md")
    out = with_ending("/a/out", choices.form)
    return export_options(export_parser().parse_args([*choices.arguments(source, out), "--progress-json"]))


@settings(max_examples=60)
@given(choices=all_choices())
def test_the_command_line_takes_whatever_is_chosen_and_takes_it_as_meant(choices):
    if min(choices.size[0] / float(choices.scale) / 640, choices.size[1] / float(choices.scale) / 360) < 1:
        return  # the dialog says so: see test_checks
    options, shown = parsed(choices), choices.options
    assert options.form == choices.form
    assert options.step == (choices.step if choices.scope is Scope.STEP else None)
    for option, value in (
        (Option.SPEED, options.speed_ns == choices.speed_ns),
        (Option.FPS, options.fps == choices.fps),
        (Option.SIZE, options.look.size == choices.size),
        (Option.SCALE, options.look.scale == float(choices.scale)),
        (Option.THEME, options.look.theme == choices.theme),
        (Option.SHOW, options.shown is choices.shown),
        (Option.CAPTIONS, options.captions is choices.captions),
        (Option.QUALITY, choices.quality in {None, options.quality}),
        (Option.CODEC, (options.codec or "") == choices.codec),
        (Option.TRANSPARENT, options.look.transparent is choices.transparent),
        (Option.HANDOUT, options.handout is choices.handout),
        (Option.CLIPS, options.clips is choices.clips),
        (Option.PER_STEP, options.per_step is choices.per_step),
        (Option.JOBS, options.jobs == choices.jobs),
    ):
        assert option not in shown or value, option


def test_every_format_can_be_chosen_for_something_and_data_only_for_runs():
    every = {form.name for scope in Scope for form in forms_of(scope)}
    assert every == {form.name for form in FORMATS}
    for scope in (Scope.LESSON, Scope.STEP):
        assert all(form.kind is not Kind.DATA for form in forms_of(scope))
    assert all(not form.lessons for form in forms_of(Scope.RUN))


def test_only_what_means_something_is_offered():
    assert options_of(format_named("csv"), Scope.RUN) == ()
    png = options_of(format_named("png"), Scope.RUN)
    assert Option.MOMENT in png
    assert not {Option.RANGE, Option.FPS, Option.QUALITY, Option.JOBS, Option.CAPTIONS} & set(png)
    pptx = format_named("pptx")
    assert Option.FPS not in options_of(pptx, Scope.LESSON)
    assert Option.FPS in options_of(pptx, Scope.LESSON, [Option.CLIPS])
    assert Option.PER_STEP in options_of(format_named("mp4"), Scope.LESSON)
    assert Option.PER_STEP not in options_of(format_named("mp4"), Scope.STEP)


def test_an_ending_takes_the_place_of_another_formats():
    mp4, metrics = format_named("mp4"), format_named("metrics-csv")
    assert with_ending("/a/run.png", mp4) == "/a/run.mp4"
    assert with_ending("/a/run.m4v", mp4) == "/a/run.m4v"
    assert with_ending("/a/run.v2", mp4) == "/a/run.v2.mp4"
    assert with_ending("/a/run.csv", metrics) == "/a/run.metrics.csv"
    assert with_ending("/a/run.metrics.json", format_named("perfetto")) == "/a/run.json"
    assert with_ending("/a/run.mp4/", format_named("frames")) == "/a/run"
