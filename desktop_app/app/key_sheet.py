"""The help sheet: every command that has keys, by menu, over the window."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.actions import command_name, menu_path, translate
from desktop_app.app.key_map import shown_keys
from desktop_app.app.registry.table import ACTIONS
from desktop_app.app.styling import TEXT_PX
from desktop_app.views.theme import mono_font

_COLUMNS = 3
_SIZE_PX = (1180, 720)


class KeySheet(QDialog):
    """Lists the commands by menu with their keys as they are now.

    Args:
        actions: The window's actions by name.
        parent: The window.
    """

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(_SIZE_PX[0], parent.width()), min(_SIZE_PX[1], parent.height()))
        sheet = QWidget(self)
        columns = QHBoxLayout(sheet)
        columns.setContentsMargins(8, 8, 8, 8)
        columns.setSpacing(32)
        for group in self._columns():
            column = QVBoxLayout()
            column.setSpacing(18)
            for menu in group:
                column.addWidget(self._menu(menu, sheet))
            column.addStretch(1)
            columns.addLayout(column, 1)
        area = QScrollArea(self)
        area.setWidget(sheet)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.viewport().setAutoFillBackground(False)
        sheet.setAutoFillBackground(False)
        area.setAccessibleName(self.tr("Commands and their keys"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        area.setFocus()

    def _columns(self) -> list[list[str]]:
        """Return the menus in columns of about the same height."""
        menus = list(dict.fromkeys(spec.menu for spec in ACTIONS if self._keys(spec.name)))
        heights = {
            menu: 2 + sum(spec.menu == menu and bool(self._keys(spec.name)) for spec in ACTIONS) for menu in menus
        }
        share = sum(heights.values()) / _COLUMNS
        columns: list[list[str]] = [[]]
        filled = 0.0
        for menu in menus:
            if columns[-1] and filled + heights[menu] / 2 > share and len(columns) < _COLUMNS:
                columns.append([])
                filled = 0.0
            columns[-1].append(menu)
            filled += heights[menu]
        return columns

    def _keys(self, name: str) -> str:
        return shown_keys(self._actions[name].shortcuts())

    def _menu(self, menu: str, parent: QWidget) -> QWidget:
        box = QWidget(parent)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(0, 1)
        heading = QLabel(menu_path(menu), box)
        heading.setProperty("role", "section")
        grid.addWidget(heading, 0, 0, 1, 2)
        row = 1
        for spec in ACTIONS:
            keys = self._keys(spec.name)
            if spec.menu != menu or not keys:
                continue
            name = QLabel(command_name(self._actions[spec.name].text()), box)
            name.setToolTip(translate(spec.tip))
            name.setWordWrap(True)
            shown = QLabel(keys, box)
            for label in (name, shown):
                label.setTextFormat(Qt.TextFormat.PlainText)  # what is undone is called what a file calls it
            shown.setFont(mono_font(TEXT_PX - 1, 600))
            shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(name, row, 0)
            grid.addWidget(shown, row, 1)
            row += 1
        return box
