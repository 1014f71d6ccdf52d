"""Who waits for whom at t: a sentence, the graph, and each wait in words."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QScrollArea, QVBoxLayout, QWidget

from desktop_app.analysis.moment import Moments
from desktop_app.analysis.waits_for import Node, NodeKind, WaitsFor, WaitsForIndex
from desktop_app.views.panel import Panel
from desktop_app.views.styling import mark
from desktop_app.views.theme import DARK, Theme
from desktop_app.views.waits.canvas import GraphCanvas, Picture
from desktop_app.views.waits.layout import MOST, chosen
from desktop_app.views.waits.words import summary, wait_text

#: How many waits are told in words.
_MOST_TOLD = 100
_ROW_PX = 26
_LEAST_ROWS = 2
#: The list of waits takes at most this part of the height.
_SHARE = 4
_SINCE = Qt.ItemDataRole.UserRole
_THREAD = Qt.ItemDataRole.UserRole + 1


class WaitsPanel(Panel):
    """The waits-for graph at t.

    Attributes:
        headline: What is the matter, in a sentence.
        canvas: The graph.
        told: The waits in words.
    """

    def __init__(self, theme: Theme = DARK, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._index: WaitsForIndex | None = None
        self._graph: WaitsFor | None = None
        self.headline = QLabel(self)
        self.headline.setTextFormat(Qt.TextFormat.PlainText)
        self.headline.setWordWrap(True)
        self.headline.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.canvas = GraphCanvas(theme, self)
        self.canvas.thread_clicked.connect(self.thread_chosen)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.canvas)
        self.told = QListWidget(self)
        self.told.setAccessibleName(self.tr("Who waits for what"))
        self.told.setToolTip(self.tr("A click follows the thread; a double click goes to when it began to wait"))
        self.told.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.told.setUniformItemSizes(True)
        self.told.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.told.setFrameShape(QListWidget.Shape.NoFrame)
        self.told.itemActivated.connect(lambda item: self.time_requested.emit(item.data(_SINCE)))
        self.told.itemClicked.connect(lambda item: self.thread_chosen.emit(item.data(_THREAD)))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.headline)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.told)
        self.setMinimumWidth(240)

    def set_moments(self, moments: Moments) -> None:
        """Show another trace."""
        super().set_moments(moments)
        self._index, self._graph = WaitsForIndex(moments), None

    def show_at(self, t_ns: int) -> None:
        """Show who waits for whom at ``t_ns``."""
        if self._index is None:
            return
        self._graph = self._index.at(t_ns)
        trace = self._index.trace
        self.headline.setText(summary(trace, self._graph) + self._left_out())
        mark(self.headline, "role", "problem" if self._graph.cycle or self._graph.stuck else "hint")
        self._draw()
        self._tell()

    def set_theme(self, theme: Theme) -> None:
        """Show the same in other colours."""
        super().set_theme(theme)
        self.canvas.set_theme(theme)

    def set_followed(self, thread: int | None) -> None:
        """Mark the thread that is followed."""
        super().set_followed(thread)
        self._draw()

    def _left_out(self) -> str:
        """Say how many threads of a large graph have no place in the picture."""
        assert self._graph is not None
        involved = sum(node.kind is NodeKind.THREAD for node in self._graph.nodes)
        if involved <= MOST:
            return ""
        return "\n" + self.tr("The picture shows {shown} of {all} threads.").format(shown=MOST, all=involved)

    def _draw(self) -> None:
        if self._index is None or self._graph is None:
            self.canvas.show_picture(None)
            return
        trace = self._index.trace
        threads = [
            Node(kind=NodeKind.THREAD, key=("thread", thread, 0), label=info.label, process=info.process)
            for thread, info in enumerate(trace.threads[: MOST + 1])
        ]
        shown = chosen(threads, self._index.resources(), self._graph.nodes)
        self.canvas.show_picture(Picture(trace, self._graph, tuple(shown), self.followed))

    def _tell(self) -> None:
        """Tell the waits; what stays the same stays as it is, so that a choice is not lost."""
        assert self._index is not None
        assert self._graph is not None
        trace = self._index.trace
        waits = self._graph.waits[:_MOST_TOLD]
        while self.told.count() > len(waits):
            self.told.takeItem(self.told.count() - 1)
        while self.told.count() < len(waits):
            item = QListWidgetItem(self.told)
            item.setSizeHint(QSize(0, _ROW_PX))
        for row, wait in enumerate(waits):
            item = self.told.item(row)
            item.setText(wait_text(trace, wait))
            item.setToolTip(item.text())
            item.setData(_SINCE, wait.since_ns)
            item.setData(_THREAD, wait.thread)
        self.told.setVisible(bool(waits))
        self._share_height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave most of the height to the picture."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        rows = min(self.told.count(), max(_LEAST_ROWS, self.height() // (_SHARE * _ROW_PX)))
        self.told.setFixedHeight(_ROW_PX * max(1, rows) + 4)
