"""The chosen cell on a small stage of its own: what shows it, played again and again, and its program."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.moment import Moments
from desktop_app.app.dialogs.form import ChoiceBox, set_role
from desktop_app.app.five_differences.words import cell_name, demonstration_title
from desktop_app.app.icons import icon
from desktop_app.app.playhead import Playhead
from desktop_app.app.program_text import ProgramText
from desktop_app.teaching.differences.measuring import Showing
from desktop_app.teaching.differences.table import Cell, Criterion, Demonstration
from desktop_app.trace.trace import Trace
from desktop_app.views.elided_label import ElidedLabel
from desktop_app.views.stage.options import StageOptions
from desktop_app.views.stage.text import time_text
from desktop_app.views.stage.view import StageView
from desktop_app.views.theme import DARK, Theme, mono_font

_ICON_PX = 18
#: The stage's shape; what is left of the height shows the program.
_HIGH_SHARE = 0.56
_LEAST_PX = QSize(300, 168)
#: Steps of the slider from the beginning of what is shown to its end.
_STEPS = 1000


class _Stage(StageView):
    """A stage in the shape of a picture, however narrow."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMinimumSize(_LEAST_PX)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(width * _HIGH_SHARE)

    def sizeHint(self) -> QSize:
        return QSize(480, self.heightForWidth(480))


class Preview(QFrame):
    """Shows one demonstration of a cell, and lets one choose another.

    Signals:
        demonstration_chosen: Another one of the cell's demonstrations is to be shown; it.
        play_requested: What is shown is to be shown on the window's stage.
    """

    demonstration_chosen = Signal(object)
    play_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = DARK
        self._moments: Moments | None = None
        self._showing: Showing | None = None
        self._demonstrations: tuple[Demonstration, ...] = ()
        set_role(self, "card")
        self.playhead = Playhead(self)
        self.playhead.moved.connect(self._show_at)
        self.playhead.playing_changed.connect(lambda _playing: self._show_playing())
        self._resumes = False
        self.title = ElidedLabel(self.tr("What is shown"), self)
        set_role(self.title, "section")
        self.what = ElidedLabel(self.tr("What shows it"), self)
        self.choice = ChoiceBox(self)
        self.choice.setAccessibleName(self.tr("What shows it"))
        self.choice.currentIndexChanged.connect(self._choose)
        self.stage = _Stage(self)
        self.stage.setAccessibleName(self.tr("Small stage of the chosen cell"))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(0, _STEPS)
        self.slider.setAccessibleName(self.tr("Time"))
        self.slider.valueChanged.connect(self._go)
        self.toggle = QToolButton(self)
        self.toggle.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self.toggle.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.toggle.clicked.connect(self.playhead.toggle)
        self.time = QLabel("", self)
        self.time.setFont(mono_font(13, 600))
        self.time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.time.setAccessibleName(self.tr("Simulated time"))
        self.button = QPushButton(self.tr("Show on the stage"), self)
        self.button.setAutoDefault(False)
        set_role(self.button, "primary")
        self.button.clicked.connect(self.play_requested)
        self.program = ProgramText(self)
        self._lay_out()
        self._show_playing()

    def _lay_out(self) -> None:
        # As high with one demonstration as with several, so that the stage stays where it is.
        self._choices = QStackedWidget(self)
        self._choices.addWidget(self.what)
        self._choices.addWidget(self.choice)
        self._choices.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.toggle)
        bar.addWidget(self.slider, 1)
        bar.addWidget(self.time)
        bar.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.setSpacing(8)
        layout.addWidget(self.title)
        layout.addWidget(self._choices)
        layout.addWidget(self.stage)
        layout.addLayout(bar)
        layout.addWidget(self.program, 1)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        self._theme = theme
        self.stage.set_theme(theme)
        self._show_playing()
        if self._showing is not None:
            self._show_program(self._showing)

    def set_options(self, options: StageOptions) -> None:
        """Draw as the window's stage does; where less motion is liked nothing plays by itself."""
        mine = self.stage.options
        self.stage.set_options(replace(mine, reduce_motion=options.reduce_motion, bytes_as=options.bytes_as))

    @property
    def showing(self) -> Showing | None:
        """What is shown; None before anything was."""
        return self._showing

    def set_cell(self, criterion: Criterion, cell: Cell, shown: Demonstration) -> None:
        """Say whose demonstrations there are to choose from, and which is shown."""
        self.title.say(cell_name(criterion, cell.column))
        self._demonstrations = cell.demonstrations
        self.choice.blockSignals(True)
        self.choice.clear()
        for one in cell.demonstrations:
            self.choice.addItem(demonstration_title(one))
        self.choice.setCurrentIndex(cell.demonstrations.index(shown))
        self.what.say(demonstration_title(shown))
        self._choices.setCurrentWidget(self.choice if len(cell.demonstrations) > 1 else self.what)
        self.choice.blockSignals(False)

    def show_run(self, showing: Showing, trace: Trace) -> None:
        """Show a stretch of a run, again and again."""
        if showing == self._showing:
            return
        self.playhead.pause()
        self._showing, self._moments = showing, Moments(trace)
        self.playhead.clear_loop()
        self.playhead.set_range(trace.begin_ns, trace.known_until_ns, ends=True)
        self.playhead.set_speed(showing.speed_ns)
        self.playhead.set_loop(showing.begin_ns, showing.end_ns)
        self.playhead.go_to(showing.begin_ns)
        self.stage.set_options(replace(self.stage.options, lit=showing.lit))
        self.stage.set_camera(showing.camera, fly=False)
        # As wide at the beginning as at the end, so that nothing beside it moves.
        self.time.setText(time_text(showing.end_ns, trace.header.instruction_ns))
        self.time.setMinimumWidth(self.time.sizeHint().width())
        self._show_program(showing)
        self._show_at(self.playhead.t_ns)
        plays = not self.stage.options.reduce_motion
        if plays and self.isVisible():
            self.playhead.play()
        else:
            self._resumes = plays

    def showEvent(self, event: QShowEvent) -> None:
        """Go on to play where it was hidden in the middle of it."""
        super().showEvent(event)
        if self._resumes:
            self._resumes = False
            self.playhead.play()

    def hideEvent(self, event: QHideEvent) -> None:
        """Draw nothing that nobody sees."""
        super().hideEvent(event)
        self._resumes = self.playhead.playing
        self.playhead.pause()

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self._demonstrations):
            self.demonstration_chosen.emit(self._demonstrations[index])

    def _show_program(self, showing: Showing) -> None:
        program = showing.scenario.processes[0].program
        if program is not None:
            self.program.show_text(program.source, self._theme)

    def _show_at(self, t_ns: int) -> None:
        showing, moments = self._showing, self._moments
        if showing is None or moments is None:
            return
        self.stage.show_snapshot(moments.at(t_ns))
        self.time.setText(time_text(t_ns, moments.trace.header.instruction_ns))
        self.slider.blockSignals(True)
        self.slider.setValue(_STEPS * (t_ns - showing.begin_ns) // (showing.end_ns - showing.begin_ns))
        self.slider.blockSignals(False)

    def _go(self, step: int) -> None:
        showing = self._showing
        if showing is not None:
            self.playhead.go_to(showing.begin_ns + step * (showing.end_ns - showing.begin_ns) // _STEPS)

    def _show_playing(self) -> None:
        playing = self.playhead.playing
        self.toggle.setIcon(icon("pause" if playing else "play", self._theme))
        text = self.tr("Pause the small stage") if playing else self.tr("Play the small stage")
        self.toggle.setAccessibleName(text)
        self.toggle.setToolTip(text)
