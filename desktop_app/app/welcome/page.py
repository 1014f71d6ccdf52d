"""The page itself: what one sees, what one can begin with, and how one moves in time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.app.dialogs.scroller import Scroller
from desktop_app.app.styling import TEXT_PX
from desktop_app.app.welcome.offer import Offer, OfferCard
from desktop_app.views.theme import Theme, mono_font

_SIDE_PX, _LEAST_PX = 16, 272


class WelcomePage(QWidget):
    """Stands beside the stage, which plays on.

    Args:
        offers: What one can begin with; the first is the main one.
        keys: How one moves in time: what is pressed, and what that does.
        every_start: Whether it comes at every start.
        parent: What it stands in.

    Attributes:
        cards: The offers' cards.

    Signals:
        chosen: Somebody wants one of the offers; its name.
        every_start_chosen: Whether it is to come at every start.
        close_requested: It is to go.
    """

    chosen = Signal(str)
    every_start_chosen = Signal(bool)
    close_requested = Signal()

    def __init__(
        self, offers: Sequence[Offer], keys: Sequence[tuple[str, str]], *, every_start: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setAccessibleName(self.tr("Welcome to Coreloom"))
        self.cards = [OfferCard(offer, number, main=number == 0, parent=self) for number, offer in enumerate(offers)]
        for card in self.cards:
            card.clicked.connect(lambda _checked=False, name=card.offer.name: self.chosen.emit(name))
        self.every_start = QCheckBox(self.tr("Show at every &start"), self)
        self.every_start.setChecked(every_start)
        self.every_start.toggled.connect(self.every_start_chosen)
        self.close_button = QPushButton(self.tr("&Close"), self)
        self.close_button.setToolTip(self.tr("Close this page (Esc); Help › Welcome brings it back"))
        set_role(self.close_button, "slim")
        self.close_button.clicked.connect(self.close_requested)
        foot = QHBoxLayout()
        foot.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 0)
        foot.addWidget(self.every_start, 1)
        foot.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 10)
        layout.setSpacing(8)
        layout.addWidget(Scroller(self._content(keys), self), 1)
        layout.addLayout(foot)

    def _content(self, keys: Sequence[tuple[str, str]]) -> QWidget:
        content = QWidget(self)
        heading = plain_label(self.tr("Welcome to Coreloom"))
        set_role(heading, "heading")
        lead = plain_label(
            self.tr(
                "You are watching Python at work: each instruction travels from memory over the bus into a core, and "
                "the scheduler decides whose turn it is."
            )
        )
        for label in (heading, lead):
            label.setWordWrap(True)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(_SIDE_PX, 12, _SIDE_PX, 4)
        layout.setSpacing(8)
        layout.addWidget(heading)
        layout.addWidget(lead)
        layout.addSpacing(4)
        for card in self.cards:
            layout.addWidget(card)
        if keys:
            layout.addSpacing(6)
            layout.addWidget(self._keys(keys, content))
        layout.addStretch(1)
        return content

    def _keys(self, keys: Sequence[tuple[str, str]], parent: QWidget) -> QWidget:
        box = QWidget(parent)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        heading = plain_label(self.tr("How to move in time"))
        set_role(heading, "section")
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (pressed, does) in enumerate(keys, 1):
            key = plain_label(pressed)
            key.setFont(mono_font(TEXT_PX - 1, 600))
            set_role(key, "key")
            what = plain_label(does)
            what.setWordWrap(True)
            grid.addWidget(key, row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(what, row, 1, Qt.AlignmentFlag.AlignVCenter)
        return box

    @property
    def controls(self) -> list[QWidget]:
        """What Tab stops at, in its order."""
        return [*self.cards, self.every_start, self.close_button]

    def minimumSizeHint(self) -> QSize:
        """Leave most of a narrow window to the stage."""
        return QSize(_LEAST_PX, 0)

    def set_theme(self, theme: Theme) -> None:
        """Draw in these colours."""
        for card in self.cards:
            card.set_theme(theme)
