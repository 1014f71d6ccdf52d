"""What the set-up dialogs are made of: fields that check themselves, rows with a label and a hint, a frame."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPaintEvent, QPalette, QPen, QPolygonF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.dialogs.scroller import Scroller, share_height
from desktop_app.views.styling import mark

#: Width of the column of controls, the same in all cards of a dialog.
CONTROL_PX = 220
#: And where they hold long names, such as those of policies.
WIDE_CONTROL_PX = 368
#: Space at the sides of a dialog.
SIDE_PX = 24
#: What a window manager adds to a dialog's width and height, at the most.
_FRAME_SIDES_PX, _FRAME_PX = 24, 44
#: A dialog with something beside its fields is so high, where the screen is.
_TALL_PX = 660


def set_role(widget: QWidget, role: str) -> None:
    """Tell the style sheet what a widget is for, and let it look so at once."""
    mark(widget, "role", role)


class CheckedEdit(QLineEdit):
    """A line of text that is checked at every key.

    Signals:
        checked: The text changed and was checked again.
    """

    checked = Signal()

    def __init__(self, text: str, check: Callable[[str], object], parent: QWidget | None = None) -> None:
        """Show ``text``; ``check`` raises a ValueError that says what would be right."""
        super().__init__(text, parent)
        self._check_text = check
        self._problem = ""
        self.textChanged.connect(self._check)
        self._check()

    @property
    def problem(self) -> str:
        """What would be right, or nothing when the text is."""
        return self._problem

    def recheck(self) -> None:
        """Check the text again, as what is right depends on something else that changed."""
        self._check()

    def _check(self) -> None:
        try:
            self._check_text(self.text())
            self._problem = ""
        except ValueError as error:
            self._problem = str(error)
        mark(self, "invalid", bool(self._problem))
        self.checked.emit()


class NumberEdit(CheckedEdit):
    """A line of text that stands for a whole number, such as ``250us`` for 250,000 nanoseconds."""

    def __init__(self, text: str, parse: Callable[[str], int], parent: QWidget | None = None) -> None:
        self._parse = parse
        super().__init__(text, parse, parent)

    def value(self) -> int:
        """Return the number.

        Raises:
            ValueError: When the text is wrong.
        """
        return self._parse(self.text())


class OptionalEdit(CheckedEdit):
    """A line of text that stands for a whole number, or for none when it is empty."""

    def __init__(self, text: str, parse: Callable[[str], int], nothing: str, parent: QWidget | None = None) -> None:
        """Show ``text``; ``nothing`` says what an empty field means."""
        self._parse = parse
        super().__init__(text, self.parse, parent)
        self.setPlaceholderText(nothing)

    def parse(self, text: str) -> int | None:
        """Return what a text stands for.

        Raises:
            ValueError: When the text is wrong.
        """
        return self._parse(text) if text.strip() else None

    def value(self) -> int | None:
        """Return the number, or None when the field is empty.

        Raises:
            ValueError: When the text is wrong.
        """
        return self.parse(self.text())


class CountBox(QSpinBox):
    """A small whole number with arrows; the wheel scrolls the dialog unless the box has the focus."""

    def __init__(self, value: int, minimum: int, maximum: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(minimum, maximum)
        self.setValue(value)
        self.setAccelerated(True)
        self.lineEdit().setTextMargins(11, 0, 0, 0)  # a style sheet's padding does not reach it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the number only when that is meant."""
        if _is_meant(self, event):
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrows: a style sheet takes Qt's own away and has images only from files."""
        super().paintEvent(event)
        quarter = self.height() / 4
        _draw_chevron(self, QPointF(self.width() - 15, quarter * 1.25), up=True, active=self.value() < self.maximum())
        _draw_chevron(self, QPointF(self.width() - 15, quarter * 2.75), up=False, active=self.value() > self.minimum())


class ChoiceBox(QComboBox):
    """One of a few values; the wheel scrolls the dialog unless the box has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(20)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change the choice only when that is meant."""
        if _is_meant(self, event):
            super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow, as CountBox does."""
        super().paintEvent(event)
        _draw_chevron(self, QPointF(self.width() - 16, self.height() / 2), up=False, active=True)


def _is_meant(widget: QWidget, event: QWheelEvent) -> bool:
    """Return whether the wheel is for a field; without the focus it is for the dialog, which then gets the event."""
    if not widget.hasFocus():
        event.ignore()
    return widget.hasFocus()


def _draw_chevron(widget: QWidget, centre: QPointF, *, up: bool, active: bool) -> None:
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
    usable = active and widget.isEnabled()
    group = QPalette.ColorGroup.Normal if usable else QPalette.ColorGroup.Disabled
    pen = QPen(widget.palette().color(group, QPalette.ColorRole.WindowText), 1.6)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    lift = -1.75 if up else 1.75
    box = QRectF(centre.x() - 4, centre.y() - lift, 8, 2 * lift)
    painter.drawPolyline(QPolygonF([box.topLeft(), QPointF(centre.x(), centre.y() + lift), box.topRight()]))
    painter.end()


class Fields(QFrame):
    """A card of fields, each with a label, and a hint that gives way to what is wrong."""

    def __init__(self, title: str, parent: QWidget | None = None, *, control_px: int = CONTROL_PX) -> None:
        super().__init__(parent)
        self._control_px = control_px
        set_role(self, "card")
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(20, 12, 20, 14)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnMinimumWidth(0, 150)
        self._grid.setColumnMinimumWidth(1, control_px)
        self._grid.setColumnStretch(2, 1)
        heading = plain_label(title)
        set_role(heading, "section")
        self._grid.addWidget(heading, 0, 0, 1, 3)

    def add(self, label: str, control: QWidget, hint: str, *, wide: bool = False) -> Row:
        """Add a row and return it.

        Args:
            label: With a mnemonic, such as ``&Cores``.
            control: Takes the mnemonic, and the hint as its description and its tool tip.
            hint: One sentence on what it means.
            wide: Whether the control takes the card's width, with its hint below.
        """
        name, meaning = plain_label(label), plain_label(hint)
        name.setBuddy(control)
        meaning.setWordWrap(True)
        set_role(meaning, "hint")
        row = Row(name, control, meaning)
        control.setAccessibleName(plain(label))
        row.set_hint(hint)
        number = self._grid.rowCount()
        self._grid.addWidget(name, number, 0)
        if wide:
            self._grid.addWidget(control, number, 1, 1, 2)
            self._grid.addWidget(meaning, number + 1, 1, 1, 2)
        else:
            control.setFixedWidth(self._control_px)
            self._grid.addWidget(control, number, 1)
            self._grid.addWidget(meaning, number, 2)
        if isinstance(control, CheckedEdit):
            control.checked.connect(row.explain)
            row.explain()
        return row

    def add_wide(self, widget: QWidget) -> None:
        """Add something that takes the card's width and says itself what it is."""
        self._grid.addWidget(widget, self._grid.rowCount(), 0, 1, 3)


class Row(QObject):
    """A field in a card: its label, its control and its hint, which gives way to what is wrong."""

    def __init__(self, label: QLabel, control: QWidget, meaning: QLabel) -> None:
        super().__init__(control)
        self.label = label
        self._control = control
        self._meaning = meaning
        self._hint = ""

    @property
    def text(self) -> str:
        """What is said beside the control."""
        return self._meaning.text()

    def set_hint(self, hint: str) -> None:
        """Say something else about the control."""
        self._hint = hint
        self._control.setToolTip(hint)
        self.say(hint, wrong=False)

    def explain(self) -> None:
        """Say what is wrong with a text, or what it means when it is right."""
        problem = self._control.problem if isinstance(self._control, CheckedEdit) else ""
        if problem:
            self.say(self.tr("Expected {what}.").format(what=problem), wrong=True)
        else:
            self.say(self._hint, wrong=False)

    def say(self, text: str, *, wrong: bool) -> None:
        """Show a text beside the control, as its hint or as what is wrong."""
        self._meaning.setText(text)
        set_role(self._meaning, "problem" if wrong else "hint")
        self._control.setAccessibleDescription(text)

    def set_visible(self, visible: bool) -> None:  # noqa: FBT001 - as Qt's own
        """Show or hide the row."""
        for widget in (self.label, self._control, self._meaning):
            widget.setVisible(visible)


def plain_label(text: str) -> QLabel:
    """Return a label that shows its text as it is: names and paths come from files, and are no markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def plain(label: str) -> str:
    """Return a label without its mnemonic."""
    return label.replace("&&", "\0").replace("&", "").replace("\0", "&")


def room_on_screen(window: QWidget) -> int:
    """Return how high a window may be to stand on its screen with its frame, in pixels."""
    return window.screen().availableGeometry().height() - _FRAME_PX


def fit_on_screen(window: QWidget, size: QSize, least: QSize) -> None:
    """Give a window this size, and never less than another, as far as it stands on its screen with its frame."""
    room = QSize(window.screen().availableSize().width() - _FRAME_SIDES_PX, room_on_screen(window))
    window.resize(size.boundedTo(room))
    window.setMinimumSize(least.boundedTo(room))


class SetupDialog(QDialog):
    """The frame of every set-up dialog: what it is about, its content, what is wrong, OK and Cancel.

    Signals:
        checked: What was entered was looked at again; whether all of it is right.
    """

    checked = Signal(bool)

    def __init__(self, title: str, about: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._use: Callable[[], str] = str
        self.setWindowTitle(title)
        self._sides = QHBoxLayout(self)
        self._sides.setContentsMargins(SIDE_PX, 12, SIDE_PX, 12)
        self._sides.setSpacing(SIDE_PX)
        outer = QVBoxLayout()
        outer.setSpacing(12)
        self._sides.addLayout(outer, 1)
        self._beside: QWidget | None = None
        heading = QLabel(title)
        set_role(heading, "heading")
        lead = QLabel(about)
        lead.setWordWrap(True)
        set_role(lead, "hint")
        self.content = QVBoxLayout()
        self.content.setSpacing(12)
        self._problem = plain_label("")
        self._problem.setWordWrap(True)
        self._problem.setAccessibleName(self.tr("What is wrong"))
        self._problem.setMinimumHeight(self._problem.fontMetrics().height())
        set_role(self._problem, "problem")
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        cancel = self._buttons.button(QDialogButtonBox.StandardButton.Cancel)
        for button, text in ((self.ok_button, self.tr("OK")), (cancel, self.tr("Cancel"))):
            button.setText(text)
            button.setIcon(QIcon())  # a desktop's own pictures do not go with the theme
        set_role(self.ok_button, "primary")
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        for part in (heading, lead):
            outer.addWidget(part)
        outer.addLayout(self.content, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._problem, 1)
        foot.addWidget(self._buttons)
        outer.addLayout(foot)
        self.ok_button.setDefault(True)  # a button becomes the default of the dialog that it is in by then

    @property
    def ok_button(self) -> QPushButton:
        """The button that accepts; disabled while something is wrong."""
        return self._buttons.button(QDialogButtonBox.StandardButton.Ok)

    @property
    def problem(self) -> str:
        """What is wrong, as the dialog says it; empty when nothing is."""
        return self._problem.text()

    def show_problem(self, problem: str) -> None:
        """Say what is wrong and refuse OK, or with an empty text allow it."""
        self._problem.setText(problem)
        self.ok_button.setEnabled(not problem)
        self.checked.emit(not problem)

    def put_beside(self, widget: QWidget) -> bool:
        """Show something at the right of the fields, and say whether the screen has room for it there."""
        width_px = widget.sizeHint().width()
        if self.minimumWidth() + SIDE_PX + width_px > self.screen().availableGeometry().width():
            return False
        self._beside = widget
        self._sides.addWidget(widget)
        widget.setFixedWidth(width_px)
        self.setMinimumWidth(self.minimumWidth() + SIDE_PX + width_px)
        self.fit()
        self.resize(self.minimumWidth(), max(self.height(), min(_TALL_PX, room_on_screen(self))))
        return True

    def fit(self) -> None:
        """Make sure that all of the text has room: Qt's own minimum does not know that lines wrap.

        On a screen that is too low for that, what can scroll gets less, so that OK is always there.
        """
        layout, scrollers = self.layout(), self.findChildren(Scroller)
        if layout is None:
            return
        width, most = self.width() - 2 * SIDE_PX, room_on_screen(self)
        if self._beside is not None:
            width -= self._beside.width() + SIDE_PX
        share_height(scrollers, width)
        layout.activate()  # or what changed inside would count at the next event only
        over = layout.minimumHeightForWidth(self.width()) - most
        if over > 0:
            share_height(scrollers, width, over)
            layout.activate()
        self.setMinimumHeight(layout.minimumHeightForWidth(self.width()))
        if self.height() > most:
            self.resize(self.width(), most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep room for wrapped lines."""
        super().resizeEvent(event)
        self.fit()

    def use_by(self, use: Callable[[], str]) -> None:
        """Use what was entered by ``use``, which returns what is wrong with it; while something is, stay open."""
        self._use = use

    def accept(self) -> None:
        """Close, unless something is wrong: Enter in a field comes here too."""
        if not self.ok_button.isEnabled():
            return
        problem = self._use()
        if problem:
            self.show_problem(problem)  # the next change of a field checks anew
            self.fit()
        else:
            super().accept()
