"""How tables look whose rows are chosen as a whole."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView


def show_rows(table: QTableView, row_px: int) -> None:
    """Let a table show rows of this height that are chosen as a whole and not edited; Tab leaves it."""
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    header = table.verticalHeader()
    header.hide()
    header.setMinimumSectionSize(row_px)
    header.setDefaultSectionSize(row_px)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
