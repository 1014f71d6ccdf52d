"""The dialog that offers the work of instances that crashed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.dialogs.form import plain_label, set_role
from desktop_app.model.quoting import file_shown
from desktop_app.storage.recovery import RecoveryFolder, Work, readable
from desktop_app.views.question import Button, ask

_YEAR_9999_S = 253_370_764_800


class RecoveryDialog(QDialog):
    """Lists orphaned work; each can be restored, saved as a file, discarded, or left for later.

    Args:
        left: The folders of crashed instances, locked.
        restore: Opens some work in the window, and returns whether that worked.
        save: Saves some work as a file, and returns whether that worked.
        parent: The window.
    """

    def __init__(
        self,
        left: list[RecoveryFolder],
        restore: Callable[[Work], bool],
        save: Callable[[Work], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Recover unsaved work"))
        self._restore_work = restore
        self._save_work = save
        self._left: list[tuple[RecoveryFolder, Work | None]] = []
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Unsaved work"))
        self.list.currentRowChanged.connect(self._refresh)
        for folder in left:
            self._add(folder)
        self._build()
        self.list.setCurrentRow(0)
        self.finished.connect(self._release)

    def _add(self, folder: RecoveryFolder) -> None:
        work, problem = readable(folder)
        self._left.append((folder, work))
        text = self.tr("Cannot be read: {}").format(problem) if work is None else self._described(work)
        item = QListWidgetItem(text, self.list)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, text)

    def _described(self, work: Work) -> str:
        if 0 <= work.saved_at_s < _YEAR_9999_S:  # a damaged file may say anything
            when = QDateTime.fromSecsSinceEpoch(int(work.saved_at_s))
            shown = QLocale().toString(when, QLocale.FormatType.ShortFormat)
        else:
            shown = self.tr("at an unknown time")
        place = file_shown(work.path) if work.path else self.tr("never saved to a file")
        return f"{file_shown(work.name)}\n{shown}   {place}"

    def _build(self) -> None:
        heading = plain_label(self.tr("Coreloom ended without saving this"))
        set_role(heading, "heading")
        lead = plain_label(
            self.tr("Restore it in this window, save it as a file, or discard it. What you leave stays for later.")
        )
        lead.setWordWrap(True)
        set_role(lead, "hint")
        self.restore = QPushButton(self.tr("&Restore"), self)
        set_role(self.restore, "primary")
        self.restore.setDefault(True)
        self.save = QPushButton(self.tr("&Save as…"), self)
        self.discard = QPushButton(self.tr("&Discard"), self)
        later = QDialogButtonBox(self)
        self.later = later.addButton(self.tr("&Later"), QDialogButtonBox.ButtonRole.RejectRole)
        self.restore.clicked.connect(self._restore)
        self.save.clicked.connect(self._save)
        self.discard.clicked.connect(self._ask_discard)
        later.rejected.connect(self.reject)
        buttons = QHBoxLayout()
        for button in (self.restore, self.save, self.discard):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(later)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(14)
        for part in (heading, lead, self.list):
            layout.addWidget(part)
        layout.addLayout(buttons)
        self.setMinimumWidth(640)
        self.list.setMinimumHeight(160)

    @property
    def left(self) -> int:
        """How many are left."""
        return len(self._left)

    def drop(self) -> None:
        """Discard the chosen one for good."""
        row = self.list.currentRow()
        if row >= 0:
            self._left[row][0].remove()
            self._take(row)

    def _ask_discard(self) -> None:
        answer = ask(
            self,
            self.tr("Discard this work?"),
            self.tr("It cannot be recovered afterwards."),
            Button.Discard | Button.Cancel,
            Button.Cancel,
        )
        if answer == Button.Discard:
            self.drop()

    def _restore(self) -> None:
        row = self.list.currentRow()
        folder, work = self._left[row]
        if work is not None and self._restore_work(work):
            folder.remove()
            self._take(row)
            self.accept()

    def _save(self) -> None:
        row = self.list.currentRow()
        folder, work = self._left[row]
        if work is not None and self._save_work(work):
            folder.remove()
            self._take(row)

    def _take(self, row: int) -> None:
        del self._left[row]
        self.list.takeItem(row)
        if not self._left:
            self.accept()

    def _refresh(self, row: int) -> None:
        can = 0 <= row < len(self._left) and self._left[row][1] is not None
        self.restore.setEnabled(can)
        self.save.setEnabled(can)
        self.discard.setEnabled(row >= 0)

    def _release(self) -> None:
        for folder, _ in self._left:
            folder.release()
