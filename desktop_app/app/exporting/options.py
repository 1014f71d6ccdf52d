"""The options of an export as fields, of which those are shown that mean something for the format."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import CheckedEdit, ChoiceBox, plain_label, set_role
from desktop_app.app.exporting import offers
from desktop_app.app.exporting.checks import parse_moment, parse_size, parse_speed, scale_problem
from desktop_app.app.exporting.choices import Choices, Option, options_of
from desktop_app.app.exporting.context import Context
from desktop_app.app.exporting.footage import span_ns
from desktop_app.app.exporting.option_rows import OptionRow, OptionRows, describe
from desktop_app.app.exporting.source import Scope
from desktop_app.app.exporting.words import tr
from desktop_app.export.formats import Format, Quality
from desktop_app.model.durations import format_duration
from desktop_app.model.lesson import Shown


class OptionsForm(OptionRows):
    """All options of an export.

    Signals:
        edited: Another choice.
    """

    edited = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._form: Format | None = None
        self._scope = Scope.RUN
        self._filling = True
        self._speed_for: Scope | None = None
        self._rows: dict[Option, OptionRow] = {}
        self._boxes: dict[Option, QCheckBox] = {}
        self._make_times()
        self._make_film()
        self._make_picture()
        self._make_rest()
        self.finish()

    # -- the rows -------------------------------------------------------------------------------------------

    def _make_times(self) -> None:
        context = self._context
        self.moment = self._edit(format_duration(context.now_ns))
        now = QPushButton(tr("Now"), self)
        set_role(now, "slim")
        describe(now, tr("Now"), tr("The moment that the window shows."))
        now.clicked.connect(lambda: self.moment.setText(format_duration(context.now_ns)))
        tip = tr('A time such as "0.4ms", or a moment such as "line 3" or "end".')
        row = self.add(tr("&Moment"), _beside(self.moment, now), tip, buddy=self.moment)
        self._rows[Option.MOMENT] = row
        self.ranges = ChoiceBox(self)
        for text, times in offers.ranges(context):
            self.ranges.addItem(text, times)
        self.begin, self.end = self._edit(context.whole[0]), self._edit(context.whole[1])
        self.ranges.currentIndexChanged.connect(self._take_range)
        for edit, name in ((self.begin, tr("From")), (self.end, tr("To"))):
            describe(edit, name, tip)
            edit.textEdited.connect(lambda: self.ranges.setCurrentIndex(self.ranges.count() - 1))
        both = _below(self.ranges, _beside(self.begin, plain_label("–"), self.end))
        row = self.add(tr("&Range"), both, tr("What of the run the film shows."), buddy=self.ranges)
        self._rows[Option.RANGE] = row

    def _make_film(self) -> None:
        self.speed = self._box(offers.speeds(self._context, Scope.RUN))
        self.own_speed = self._own(self.speed, format_duration(self._context.speed_ns), parse_speed)
        describe(
            self.own_speed, tr("Simulated time per second"), tr('Such as "0.5ms" for half a millisecond a second.')
        )
        tip = tr("How much simulated time passes in a second of the film.")
        both = _below(self.speed, self.own_speed)
        self._rows[Option.SPEED] = self.add(tr("S&peed"), both, tip, buddy=self.speed)
        self.fps = self._box([])
        tip = tr("How many pictures a second: more are smoother, and make a larger file.")
        self._rows[Option.FPS] = self.add(tr("&Frames/s"), self.fps, tip)

    def _make_picture(self) -> None:
        context = self._context
        self.size_box = self._box(offers.sizes(context))
        self.own_size = self._own(self.size_box, "1920x1080", lambda text: parse_size(text, self._form))
        describe(self.own_size, tr("Width x height"), tr("In pixels, such as 1600x900."))
        both = _below(self.size_box, self.own_size)
        self._rows[Option.SIZE] = self.add(
            tr("&Size"), both, tr("How large pictures are, in pixels."), buddy=self.size_box
        )
        self.scale, self.theme = self._box(offers.scales()), self._box(offers.themes())
        self.shown, self.camera = self._box(offers.shown()), self._box(offers.cameras())
        self.quality, self.codec = self._box([]), self._box(offers.codecs())
        for option, label, box, tip in (
            (Option.SCALE, tr("Sc&ale"), self.scale, tr("How much larger text and lines are.")),
            (Option.THEME, tr("&Colours"), self.theme, tr("The palette of the pictures.")),
            (Option.SHOW, tr("Sho&w"), self.shown, tr("Which pictures of the run.")),
            (Option.CAMERA, tr("&View"), self.camera, tr("Where one looks at the stage from.")),
            (Option.QUALITY, tr("&Quality"), self.quality, tr("How much may be lost for a smaller file.")),
            (Option.CODEC, tr("Co&dec"), self.codec, tr("How the video is encoded.")),
        ):
            self._rows[option] = self.add(label, box, tip)
        _choose(self.scale, "1")
        _choose(self.theme, context.theme)

    def _make_rest(self) -> None:
        for option, (label, tip, on) in offers.BOXES.items():
            box = QCheckBox(tr(label), self)
            box.setChecked(on)
            box.toggled.connect(self._check)
            self._boxes[option] = box
            self._rows[option] = self.add("", box, tr(tip))
        # Paper is white; whoever wants something else chooses it after that.
        handout = self._boxes[Option.HANDOUT]
        handout.clicked.connect(lambda: _choose(self.theme, "light" if handout.isChecked() else self._context.theme))
        self.nothing = plain_label(tr("There is nothing to choose: all of the run is written."))
        self.nothing.setWordWrap(True)
        set_role(self.nothing, "hint")
        self.add_wide(self.nothing)
        self.jobs = self._box(offers.jobs())
        tip = tr("How many processes work at it; the files are the same.")
        self._rows[Option.JOBS] = self.add(tr("Pr&ocesses"), self.jobs, tip)

    def _edit(self, text: str) -> CheckedEdit:
        edit = CheckedEdit(text, parse_moment, self)
        edit.checked.connect(self._check)
        return edit

    def _box(self, items: Sequence[offers.Offer]) -> ChoiceBox:
        box = ChoiceBox(self)
        box.setMinimumContentsLength(8)
        box.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        _fill(box, items)
        box.currentIndexChanged.connect(self._check)
        return box

    def _own(self, box: ChoiceBox, text: str, check: object) -> CheckedEdit:
        """Return a field of one's own beside a box, which is there while that is what is chosen."""
        assert callable(check)
        own = CheckedEdit(text, check, self)
        own.hide()
        own.checked.connect(self._check)
        box.currentIndexChanged.connect(lambda: own.setVisible(box.currentData() == offers.OWN))
        return own

    def box(self, option: Option) -> QCheckBox:
        """Return the box of an option that is on or off."""
        return self._boxes[option]

    def row(self, option: Option) -> OptionRow:
        """Return the row of an option."""
        return self._rows[option]

    # -- what is offered ------------------------------------------------------------------------------------

    def offer(self, form: Format, scope: Scope, kept: Mapping[str, str]) -> None:
        """Offer the options of a format, as they were chosen last where that is remembered."""
        self._filling, self._form, self._scope = True, form, scope
        _fill(self.fps, offers.rates(form), offers.usual_rate(form))
        _fill(self.quality, offers.qualities(form))
        _fill(self.speed, offers.speeds(self._context, scope), self._usual_speed(scope))
        _choose(self.size_box, offers.usual_size(form))
        for option, box in self._remembered().items():
            _choose(box, kept.get(option.value, ""))
        self.own_size.setText(kept.get("own_size", self.own_size.text()))
        self.own_size.recheck()
        for option, check in self._boxes.items():
            if option.value in kept:
                check.setChecked(kept[option.value] == "true")
        for box, own in ((self.size_box, self.own_size), (self.speed, self.own_speed)):
            own.setVisible(box.currentData() == offers.OWN)
        self._filling = False
        self._check()

    def _remembered(self) -> dict[Option, ChoiceBox]:
        """Return the boxes of what is remembered: not moment, range and speed, which belong to this run."""
        return {
            Option.FPS: self.fps,
            Option.SIZE: self.size_box,
            Option.SCALE: self.scale,
            Option.THEME: self.theme,
            Option.SHOW: self.shown,
            Option.CAMERA: self.camera,
            Option.QUALITY: self.quality,
            Option.CODEC: self.codec,
            Option.JOBS: self.jobs,
        }

    def kept(self) -> dict[str, str]:
        """Return what `offer` takes to offer the same again."""
        values = {option.value: str(box.currentData() or "") for option, box in self._remembered().items()}
        values |= {option.value: str(box.isChecked()).lower() for option, box in self._boxes.items()}
        return {**values, "own_size": self.own_size.text()}

    def _usual_speed(self, scope: Scope) -> str:
        """Return the speed to begin with; what was chosen for this very run before stays."""
        chosen = self.speed.currentData()
        if scope is self._speed_for and chosen is not None:
            return str(chosen)
        self._speed_for = scope
        context = self._context
        return offers.usual_speed(context, scope, span_ns(context.moments.trace, self.begin.text(), self.end.text()))

    def _take_range(self) -> None:
        times = self.ranges.currentData()
        if times is not None:
            self.begin.setText(times[0])
            self.end.setText(times[1])
        self._check()

    # -- what is chosen -------------------------------------------------------------------------------------

    @property
    def shown_options(self) -> tuple[Option, ...]:
        """What there is to choose now."""
        if self._form is None:
            return ()
        chosen = [option for option, box in self._boxes.items() if box.isChecked()]
        return options_of(self._form, self._scope, chosen)

    @property
    def problem(self) -> str:
        """What is wrong first; empty where nothing is."""
        return next((row.problem for row in self._rows.values() if row.problem), "")

    def choices(self, span_ns: int) -> Choices:
        """Return what is chosen, where nothing is wrong.

        Args:
            span_ns: How long the range of the run is, for a film of it that is over in some time.
        """
        assert self._form is not None
        context, on = self._context, self._is_on
        quality, jobs = self.quality.currentData(), self.jobs.currentData()
        here = self.camera.currentData() == offers.NOW
        return Choices(
            form=self._form,
            scope=self._scope,
            step=context.opened.step,
            at=self.moment.text().strip(),
            begin=self.begin.text().strip(),
            end=self.end.text().strip(),
            speed_ns=self._speed_ns(span_ns),
            fps=int(self.fps.currentData()),
            size=self.picture_size,
            scale=self.scale.currentData(),
            theme=self.theme.currentData(),
            shown=Shown(self.shown.currentData()),
            camera=context.camera if here else "",
            lit=context.lit if here else "",
            captions=on(Option.CAPTIONS),
            quality=Quality(quality) if quality else None,
            codec=self.codec.currentData(),
            transparent=on(Option.TRANSPARENT),
            handout=on(Option.HANDOUT),
            clips=on(Option.CLIPS),
            per_step=on(Option.PER_STEP),
            jobs=int(jobs) if jobs else None,
        )

    @property
    def picture_size(self) -> tuple[int, int]:
        """Width and height in pixels; where what is typed is wrong, the usual ones."""
        chosen = self.size_box.currentData()
        try:
            return parse_size(self.own_size.text() if chosen == offers.OWN else chosen, None)
        except ValueError:
            return (1920, 1080)

    def _speed_ns(self, span_ns: int) -> int | None:
        chosen, context = self.speed.currentData(), self._context
        if chosen == offers.STEPS_SAY:
            return None
        if chosen == offers.WINDOW:
            return context.speed_ns
        if chosen == offers.OWN:
            return None if self.own_speed.problem else parse_speed(self.own_speed.text())
        if chosen.startswith(offers.WITHIN):
            return max(1, -(-span_ns // int(chosen.removeprefix(offers.WITHIN))))
        return int(chosen) * context.unit.duration_ns

    def _is_on(self, option: Option) -> bool:
        return self._boxes[option].isChecked()

    def _check(self) -> None:
        """Say what is wrong, and show what there is to choose."""
        if self._filling or self._form is None:
            return
        expected = tr("Expected {}.")
        problems = {
            Option.MOMENT: self.moment.problem,
            Option.RANGE: self.begin.problem or self.end.problem,
            Option.SPEED: self.own_speed.problem if self.speed.currentData() == offers.OWN else "",
            Option.SIZE: self.own_size.problem if self.size_box.currentData() == offers.OWN else "",
        }
        if not problems[Option.SIZE]:
            problems[Option.SCALE] = scale_problem(self.picture_size, self.scale.currentData())
        self.nothing.setVisible(not self.shown_options)
        for option, row in self._rows.items():
            row.set_visible(visible=option in self.shown_options)
            problem = problems.get(option, "")
            row.say(expected.format(problem) if problem else "")
        self.edited.emit()


def _fill(box: ChoiceBox, items: Sequence[offers.Offer], chosen: str | None = None) -> None:
    """Offer other items, and choose one of them, or the first."""
    box.blockSignals(True)
    box.clear()
    for text, data in items:
        box.addItem(text, data)
    box.blockSignals(False)
    if chosen is not None:
        _choose(box, chosen)


def _choose(box: ChoiceBox, data: str) -> None:
    """Choose what stands for something, if that is there."""
    index = box.findData(data)
    if index >= 0:
        box.setCurrentIndex(index)


def _beside(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for widget in widgets:
        layout.addWidget(widget, int(isinstance(widget, CheckedEdit)))
    return row


def _below(*widgets: QWidget) -> QWidget:
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(6)
    for widget in widgets:
        layout.addWidget(widget)
    return column
