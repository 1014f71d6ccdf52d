"""The part of a dialog that scrolls where the screen has no room for all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

#: Less than this of a part would show nothing that one could work with.
_LEAST_PX = 80


class Scroller(QScrollArea):
    """Shows a widget as wide as there is room, and scrolls it up and down."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def wanted_px(self, width_px: int) -> int:
        """Return the height at which nothing of it needs to be scrolled, when it is ``width_px`` wide."""
        content = self._content
        layout = content.layout()
        if layout is not None:
            layout.activate()
        return max(content.heightForWidth(width_px), content.minimumSizeHint().height(), _LEAST_PX)


def share_height(scrollers: list[Scroller], width_px: int, over_px: int = 0) -> None:
    """Give parts of which one is shown at a time the height that the highest wants, less ``over_px``."""
    wanted = [scroller.wanted_px(width_px) for scroller in scrollers]
    most = max(_LEAST_PX, max(wanted, default=0) - over_px)
    for scroller, height in zip(scrollers, wanted, strict=True):
        scroller.setMinimumHeight(min(height, most))
        _tell(scroller)


def _tell(widget: QWidget) -> None:
    """Tell all that a widget stands in that it wants another height; a tab widget passes that on at an event only."""
    above = widget.parentWidget()
    while above is not None and not widget.isWindow():
        widget.updateGeometry()
        widget, above = above, above.parentWidget()
