"""What the pictures in the console have in common: each is of a screen, and as large as there is room."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.views.theme import Theme


class ScreenShaped(QWidget):
    """A picture of a screen of some size.

    Args:
        theme: The colours.
        least_px: How large it is at least, in logical pixels.
        parent: What it stands in.
    """

    def __init__(self, theme: Theme, least_px: QSize, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._screen = QSize(1920, 1080)
        self.setMinimumSize(least_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def set_screen(self, screen: QSize) -> None:
        """Be of a screen of this size, in its logical pixels."""
        if screen != self._screen:
            self._screen = screen
            self._bound()
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Be no higher than the picture is at this width."""
        super().resizeEvent(event)
        self._bound()

    def _bound(self) -> None:
        self.setMaximumHeight(round(self.width() * self._screen.height() / max(1, self._screen.width())))

    @property
    def place(self) -> QRectF:
        """Where the picture is: as large as fits in the middle at the top."""
        size = self._screen.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF((self.width() - size.width()) // 2, 0, size.width(), size.height())
