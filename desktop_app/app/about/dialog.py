"""The dialog About Coreloom."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from desktop_app import __version__
from desktop_app.app.about.facts import facts, places
from desktop_app.app.about.licences_page import LicencesPage
from desktop_app.app.about.versions_page import VersionsPage
from desktop_app.app.application_icon import pictured_icon
from desktop_app.app.dialogs.form import SIDE_PX, fit_on_screen, plain_label, set_role
from desktop_app.model.errors import CoreloomError
from desktop_app.storage.licences import Licensed, everything_licensed
from desktop_app.views.theme import Theme

_SIZE_PX, _LEAST_PX = QSize(1000, 660), QSize(640, 420)
_ICON_PX = 72
_HOME = "https://github.com/coreloom/coreloom"


class AboutDialog(QDialog):
    """Says what this is, of which versions, and under which licences.

    Links are text that can be copied: Coreloom itself opens nothing on the network.

    Args:
        theme: The colours.
        parent: The window.
    """

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle(self.tr("About Coreloom"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._theme = theme
        self._parts, problem = _parts()
        self.versions = VersionsPage(facts(self._parts, parent.screen()), places(), self)
        self.licences: LicencesPage | None = None
        later = QWidget(self)
        self._place = QVBoxLayout(later)
        self._place.setContentsMargins(0, 0, 0, 0)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.versions, self.tr("&Versions"))
        self.tabs.addTab(later, self.tr("&Licences"))
        self.tabs.setAccessibleName(self.tr("About Coreloom"))
        self.tabs.currentChanged.connect(self._turn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SIDE_PX, 20, SIDE_PX, 20)
        layout.setSpacing(14)
        layout.addLayout(self._head())
        if problem:
            wrong = plain_label(problem)
            set_role(wrong, "problem")
            wrong.setWordWrap(True)
            layout.addWidget(wrong)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(self._buttons())
        fit_on_screen(self, _SIZE_PX, _LEAST_PX)
        _in_order(self.tabs, *self.versions.folders, self.copy_button, self.close_button)
        self.close_button.setFocus()

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton(self.tr("&Copy all"), self)
        self.copy_button.setToolTip(self.tr("Copy this page as text, for a bug report"))
        self.copy_button.clicked.connect(self.versions.copy)
        self.close_button = QPushButton(self.tr("Cl&ose"), self)
        set_role(self.close_button, "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.copy_button)
        row.addWidget(self.versions.told, 1)
        row.addWidget(self.close_button)
        return row

    def _turn(self, page: int) -> None:
        """Make the list of licences when it is looked at."""
        self.copy_button.setVisible(page == 0)
        self.versions.told.setText("")
        if page and self.licences is None:
            self.licences = LicencesPage(self._parts, self._theme, self)
            self._place.addWidget(self.licences)
            page_of = self.licences
            _in_order(self.tabs, page_of.search, page_of.list, page_of.text, self.close_button)
            page_of.show()
        if self.licences is not None and page and not self.tabs.tabBar().hasFocus():
            self.licences.search.setFocus()

    def _head(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(pictured_icon().pixmap(QSize(_ICON_PX, _ICON_PX), self.devicePixelRatioF()))
        picture.setAccessibleName(self.tr("The icon of Coreloom"))
        name = plain_label(self.tr("Coreloom {}").format(__version__))
        set_role(name, "heading")
        what = plain_label(self.tr("See how a Python program runs: bytecode, RAM, scheduler, bus, cores."))
        what.setWordWrap(True)
        whose = plain_label(self.tr("© 2026 The Coreloom authors. MIT licence. {}").format(_HOME))
        whose.setWordWrap(True)
        whose.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        set_role(whose, "hint")
        words = QVBoxLayout()
        words.setSpacing(4)
        for label in (name, what, whose):
            words.addWidget(label)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        return head


def _in_order(*stops: QWidget) -> None:
    """Let the keyboard go from one to the next."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)


def _parts() -> tuple[tuple[Licensed, ...], str]:
    """Return what Coreloom is made of, and what is wrong with the list of that."""
    try:
        return everything_licensed(), ""
    except CoreloomError as error:
        return (), str(error)
