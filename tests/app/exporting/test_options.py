from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from desktop_app.app.exporting import offers
from desktop_app.app.exporting.choices import Option, forms_of
from desktop_app.app.exporting.options import OptionsForm
from desktop_app.app.exporting.source import Scope
from desktop_app.export.formats import Quality, format_named
from desktop_app.model.camera import Camera, Stop
from desktop_app.model.lesson import Shown


@pytest.fixture
def form(qtbot, context):
    options = OptionsForm(context)
    qtbot.addWidget(options)
    options.show()
    return options


def offer(form, name, scope=Scope.RUN, **kept):
    form.offer(format_named(name), scope, kept)
    return form.choices(1_100_000)


def test_only_what_means_something_is_seen(form):
    for scope in Scope:
        for each in forms_of(scope):
            form.offer(each, scope, {})
            seen = {option for option in Option if form.row(option).control.isVisibleTo(form)}
            assert seen == set(form.shown_options), each.name


def test_every_field_says_what_it_is_and_its_label_leads_to_it(form):
    form.offer(format_named("mp4"), Scope.RUN, {})
    labels = [label for label in form.findChildren(QLabel) if "&" in label.text()]
    assert len({label.text()[label.text().index("&") + 1].lower() for label in labels}) == len(labels)
    for label in labels:
        assert label.buddy().accessibleName()
        assert label.buddy().toolTip() == label.buddy().whatsThis() != ""
    assert all(form.box(option).accessibleName() for option in offers.BOXES)


def test_a_moment_is_the_windows_until_another_is_typed(form):
    assert offer(form, "png").at == "420us"
    form.moment.setText("line 2")
    assert form.choices(0).at == "line 2"
    form.moment.setText("soon")
    assert form.problem.startswith("Expected")
    form.offer(format_named("mp4"), Scope.RUN, {})
    assert form.problem == ""  # where no moment is asked for, none is wrong


def test_a_range_has_names_and_becomes_ones_own_when_it_is_typed(qtbot, context):
    form = OptionsForm(replace(context, loop=(100_000, 300_000), stretch=(0, 500_000)))
    qtbot.addWidget(form)
    assert (offer(form, "mp4").begin, form.choices(0).end) == ("0ms", "end")
    form.ranges.setCurrentIndex(1)
    assert (form.choices(0).begin, form.choices(0).end) == ("100us", "300us")
    qtbot.keyClicks(form.end, "5")
    assert form.ranges.currentData() is None
    assert form.problem
    assert form.choices(0).begin == "100us"


def test_a_speed_can_be_the_windows_a_round_one_ones_own_or_what_is_over_in_some_time(form):
    assert offer(form, "mp4").speed_ns == 200_000
    form.speed.setCurrentIndex(form.speed.findData("5"))
    assert form.choices(0).speed_ns == 500_000
    form.speed.setCurrentIndex(form.speed.findData("in 10"))
    assert form.choices(1_100_001).speed_ns == 110_001
    form.speed.setCurrentIndex(form.speed.findData(offers.OWN))
    form.own_speed.setText("0ms")
    assert "above 0" in form.problem
    form.own_speed.setText("0.5ms")
    assert (form.problem, form.choices(0).speed_ns) == ("", 500_000)
    assert offer(form, "gif").speed_ns == 500_000  # for another format of this run it stays
    assert offer(form, "gif", Scope.LESSON).speed_ns is None


def test_a_long_run_is_not_filmed_for_hours_unless_somebody_says_so(qtbot, context):
    form = OptionsForm(replace(context, speed_ns=1_000))
    qtbot.addWidget(form)
    assert form.speed.currentData() == offers.WINDOW
    assert offer(form, "mp4").speed_ns == -(-1_100_000 // 30)


def test_a_size_is_checked_as_the_command_line_does(form):
    offer(form, "mp4")
    assert form.size_box.findData("1440x822") >= 0  # the stage's own, made even
    form.size_box.setCurrentIndex(form.size_box.findData(offers.OWN))
    form.own_size.setText("1921x1080")
    assert "even numbers" in form.problem
    assert offer(form, "png", size=offers.OWN, own_size="1921x1080").size == (1921, 1080)
    form.own_size.setText("100x100")
    assert "640x360" in form.problem
    form.own_size.setText("1280 × 720")
    form.scale.setCurrentIndex(form.scale.findData("3"))
    assert form.problem == "Expected at most 2.00 for 1280x720 pixels."


def test_what_was_chosen_is_offered_again(qtbot, form, context):
    offer(form, "webp")
    form.box(Option.TRANSPARENT).setChecked(True)
    form.theme.setCurrentIndex(form.theme.findData("contrast-light"))
    form.shown.setCurrentIndex(form.shown.findData("timeline"))
    form.quality.setCurrentIndex(form.quality.findData("small"))
    kept = form.kept()
    again = OptionsForm(context)
    qtbot.addWidget(again)
    chosen = offer(again, "webp", **kept)
    assert (chosen.transparent, chosen.theme, chosen.shown) == (True, "contrast-light", Shown.TIMELINE)
    assert chosen.quality is Quality.SMALL
    assert offer(again, "webm", **{**kept, "quality": "lossless"}).quality is Quality.GOOD  # it has no such quality


def test_a_handout_is_printed_light_unless_somebody_says_otherwise(form):
    offer(form, "slides", Scope.LESSON)
    form.box(Option.HANDOUT).click()
    assert form.choices(0).theme == "light"
    form.theme.setCurrentIndex(form.theme.findData("contrast-dark"))
    kept = form.kept()
    form.box(Option.HANDOUT).click()
    assert form.choices(0).theme == "dark"
    assert offer(form, "slides", Scope.LESSON, **kept).theme == "contrast-dark"


def test_the_camera_is_the_windows_or_the_whole_stage(qtbot, context):
    near = replace(context.options, camera=Camera(stop=Stop.CORE), followed=0)
    form = OptionsForm(replace(context, options=near))
    qtbot.addWidget(form)
    assert offer(form, "png").camera == "core P1·T1"
    form.camera.setCurrentIndex(form.camera.findData(offers.WHOLE))
    assert form.choices(0).camera == ""


def test_it_stands_in_a_narrow_column(form):
    for each in forms_of(Scope.RUN):
        form.offer(each, Scope.RUN, {})
        assert form.minimumSizeHint().width() <= 330, each.name
