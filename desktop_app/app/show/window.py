"""What the audience's screen and the console have in common: keys, the number that is typed, what covers them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.app.focus import leaves_key
from desktop_app.views.theme import Theme, mono_font

_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
#: The typed number, in shares of the window's height: its text, and its distance from the edges.
_NUMBER_SHARE, _NUMBER_EDGE = 1 / 30, 1 / 60
_LEAST_PX = 16


class ShowWindow(QWidget):
    """A window of a presentation.

    Signals:
        digit_typed: A digit was typed.
        closed: The system was asked to close it.
    """

    digit_typed = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._over: QWidget | None = None
        self._number = QLabel(self)
        self._number.setTextFormat(Qt.TextFormat.PlainText)
        self._number.setAccessibleName(self.tr("Number of the step to go to"))
        self._number.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._number.hide()

    @property
    def over(self) -> QWidget | None:
        """What covers it; None when nothing does."""
        return self._over

    def cover(self, widget: QWidget | None) -> None:
        """Cover it with a widget, in place of the one before; None uncovers it."""
        before, self._over = self._over, widget
        if before is not None and before is not widget:
            before.hide()
            before.deleteLater()
        if widget is not None:
            widget.setParent(self)
            widget.setGeometry(self.rect())
            widget.show()
            widget.raise_()
            widget.setFocus()
        else:
            self.setFocus()
        self._number.raise_()

    def lift(self) -> None:
        """Let what the speaker has opened lie over all else."""
        if self._over is not None:
            self._over.raise_()
        self._number.raise_()

    def show_number(self, text: str) -> None:
        """Show the number that is being typed, small in a corner; empty shows none."""
        self._number.setText(text)
        self._number.setVisible(bool(text))
        self._place_number()
        self._number.raise_()

    @property
    def number(self) -> str:
        """The number that is shown."""
        return self._number.text()

    def set_theme(self, theme: Theme) -> None:
        """Show it in this palette."""
        self.theme = theme
        self._place_number()
        self.update()

    def _place_number(self) -> None:
        px, edge = max(_LEAST_PX, round(self.height() * _NUMBER_SHARE)), round(self.height() * _NUMBER_EDGE)
        theme = self.theme
        self._number.setFont(mono_font(px, 600))
        self._number.setStyleSheet(
            f"background: {theme.inset}; color: {theme.text}; border: 2px solid {theme.border};"
            f" border-radius: {px // 3}px; padding: {px // 6}px {px // 2}px;"
        )
        self._number.adjustSize()
        right, below = self.width() - self._number.width() - edge, self.height() - self._number.height() - edge
        self._number.move(right, below)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what covers it as large as it is."""
        super().resizeEvent(event)
        if self._over is not None:
            self._over.setGeometry(self.rect())
        self._place_number()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take digits; all other keys are commands."""
        text = event.text()
        if len(text) == 1 and text.isascii() and text.isdigit() and not event.modifiers() & _COMMANDS:
            self.digit_typed.emit(text)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Leave a key to the control that has the focus where it needs it."""
        return leaves_key(event) or super().event(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Leave the show; the application goes on."""
        super().closeEvent(event)
        self.closed.emit()
