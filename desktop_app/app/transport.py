"""The transport bar: play, step forward and back, speed, and the time."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from desktop_app.app.dialogs.form import ChoiceBox
from desktop_app.app.speeds import DEFAULT_STEP, STEPS, SpeedUnit
from desktop_app.app.styling import TEXT_PX
from desktop_app.model.durations import NS_PER_MS
from desktop_app.views.theme import mono_font, ui_font

_ICON_PX = 20


class Transport(QToolBar):
    """The bar under the pictures.

    Signals:
        speed_chosen: Another speed; simulated nanoseconds per second of wall time.
    """

    speed_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport")
        self.setWindowTitle(self.tr("Transport"))
        self.setMovable(False)
        self.setIconSize(QSize(_ICON_PX, _ICON_PX))
        self._unit = SpeedUnit(name="instructions", duration_ns=1)
        #: The step that the user chose last, and a speed that is none of the steps, which a lesson may ask for.
        self._step = DEFAULT_STEP
        self._own_ns: int | None = None
        self._first = self.addSeparator()
        self._speeds = ChoiceBox(self)
        self._speeds.setAccessibleName(self.tr("Speed"))
        self._speeds.setToolTip(self.tr("How fast simulated time passes (+ and −)"))
        self._speeds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._speeds.currentIndexChanged.connect(self._choose)
        self.addWidget(self._speeds)
        gap = QWidget(self)
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(gap)
        self._note = QLabel(self)
        self._note.setFont(ui_font(TEXT_PX))
        self._before_time = self.addWidget(self._note)
        self._time = QLabel(self)
        self._time.setFont(mono_font(15, 600))
        self._time.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._time.setAccessibleName(self.tr("Simulated time"))
        self._time.setContentsMargins(16, 0, 12, 0)
        self.addWidget(self._time)

    def put(self, actions: list[QAction]) -> None:
        """Put buttons for these actions in front."""
        for action in actions:
            self.insertAction(self._first, action)
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton):
                button.setAccessibleName(action.text().replace("&", ""))
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
                QWidget.setTabOrder(button, self._speeds)

    def put_menu(self, text: str, tip: str, menu: QMenu) -> None:
        """Put a button with a menu at the right."""
        button = QToolButton(self)
        button.setText(f"{text} ▾")
        # Made before the application has its font, it would keep the desktop's for buttons.
        button.setFont(ui_font(TEXT_PX))
        button.setToolTip(tip)
        button.setMenu(menu)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.insertWidget(self._before_time, button)
        QWidget.setTabOrder(self._speeds, button)

    def set_unit(self, unit: SpeedUnit) -> None:
        """Offer speeds in this unit, and keep the step that was chosen."""
        self._unit = unit
        self._speeds.blockSignals(True)
        self._speeds.clear()
        for value in STEPS:
            self._speeds.addItem(unit.label(value), value)
        self._speeds.blockSignals(False)
        self.choose_again()

    def choose_again(self) -> None:
        """Play at the speed that the user chose, whatever was asked for beside it."""
        self._point_to(STEPS.index(self._step))
        self._choose(STEPS.index(self._step))

    def play_at(self, speed_ns: int) -> None:
        """Play at a speed, and show it; the user's own is chosen again with ``choose_again``.

        Args:
            speed_ns: Simulated nanoseconds per second of wall time; any, not only one of the steps.
        """
        steps, rest_ns = divmod(speed_ns, self._unit.duration_ns)
        if not rest_ns and steps in STEPS:
            self._point_to(STEPS.index(steps))
        else:
            self._point_to(len(STEPS), speed_ns)
        self.speed_chosen.emit(speed_ns)

    def change_speed(self, steps: int) -> None:
        """Go ``steps`` faster, or slower when negative."""
        index = self._speeds.currentIndex() + steps
        if self._own_ns is not None:
            slower = sum(value * self._unit.duration_ns < self._own_ns for value in STEPS)
            index = slower + steps - (steps > 0)
            if index in {-1, len(STEPS)}:
                return  # none is slower, or faster
        self._speeds.setCurrentIndex(min(max(index, 0), len(STEPS) - 1))

    def show_time(self, t_ns: int, end_ns: int | None, begin_ns: int) -> None:
        """Show the time, the end of the run where it is known, and what was forgotten."""
        end = "" if end_ns is None else f" / {end_ns / NS_PER_MS:.2f}"
        self._time.setText(f"{t_ns / NS_PER_MS:.2f}{end} ms")
        forgotten = self.tr("history before {} ms was let go").format(f"{begin_ns / NS_PER_MS:.0f}") if begin_ns else ""
        self._note.setText(forgotten or self.tr("simulated time"))

    def _point_to(self, index: int, own_ns: int | None = None) -> None:
        """Show a step as chosen, or a speed that is none of them, without choosing it."""
        self._speeds.blockSignals(True)
        while self._speeds.count() > len(STEPS):
            self._speeds.removeItem(len(STEPS))
        if own_ns is not None:
            self._speeds.addItem(self._unit.own_label(own_ns))
        self._speeds.setCurrentIndex(index)
        self._speeds.blockSignals(False)
        self._own_ns = own_ns

    def _choose(self, index: int) -> None:
        if 0 <= index < len(STEPS):
            self._step = STEPS[index]
            if self._own_ns is not None:
                self._point_to(index)
            self.speed_chosen.emit(self._step * self._unit.duration_ns)
