"""The keys of all commands: to read, and to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_app.app.actions import command_name, menu_path, translate
from desktop_app.app.dialogs.form import set_role
from desktop_app.app.habits import Habits
from desktop_app.app.key_map import clash, keys_of, shown_keys, usual_keys
from desktop_app.app.registry.spec import ActionSpec
from desktop_app.app.registry.table import ACTIONS

_SIZE_PX = (760, 560)
_PORTABLE = QKeySequence.SequenceFormat.PortableText
_ROLE = Qt.ItemDataRole.UserRole


def command_text(spec: ActionSpec) -> str:
    """Return what a command is called, without its mnemonic."""
    return command_name(translate(spec.text))


class KeyTable(QTableWidget):
    """Every command with its menu and its keys."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, 3, parent)
        self.setHorizontalHeaderLabels([self.tr("Command"), self.tr("Menu"), self.tr("Keys")])
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(2, QHeaderView.ResizeMode.ResizeToContents)
        self.setAccessibleName(self.tr("Commands and their keys"))

    def fill(self, chosen: Mapping[str, Sequence[str]]) -> None:
        """Show the keys that these choices give; what is selected stays selected."""
        self.setRowCount(len(ACTIONS))
        for row, spec in enumerate(ACTIONS):
            changed = spec.name in chosen
            keys = shown_keys(keys_of(spec, chosen))
            menu = menu_path(spec.menu)
            texts = (command_text(spec), menu, f"{keys} *" if changed else keys)
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setToolTip(translate(spec.tip))
                item.setData(_ROLE, row)
                self.setItem(row, column, item)

    def narrow(self, words: str) -> None:
        """Hide the rows in which not all of these words are."""
        wanted = words.casefold().split()
        for row in range(self.rowCount()):
            cells = (self.item(row, column) for column in range(3))
            text = " ".join(cell.text() + cell.toolTip() for cell in cells if cell is not None).casefold()
            self.setRowHidden(row, not all(word in text for word in wanted))


class KeysDialog(QDialog):
    """Shows the keys of all commands, and lets one change them.

    A key that belongs to another command already is refused, and the dialog says whose it is. Nothing changes before
    it is accepted.

    Args:
        habits: Where the user's keys are kept.
        parent: The window.
    """

    def __init__(self, habits: Habits, parent: QWidget) -> None:
        super().__init__(parent)
        self._habits = habits
        self._chosen: dict[str, list[str]] = {name: list(keys) for name, keys in habits.now.keys.items()}
        self.setWindowTitle(self.tr("Keys"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(*_SIZE_PX)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a command or a key"))
        self.search.setAccessibleName(self.tr("Find a command or a key"))
        self.search.setClearButtonEnabled(True)
        self.table = KeyTable(self)
        self.field = QKeySequenceEdit(self)
        self.field.setMaximumSequenceLength(1)
        self.field.setAccessibleName(self.tr("New key"))
        self.add_button = QPushButton(self.tr("&Add this key"), self)
        self.clear_button = QPushButton(self.tr("&No keys"), self)
        self.usual_button = QPushButton(self.tr("As it &was"), self)
        self.problem = QLabel(" ", self)
        self.problem.setProperty("role", "problem")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        buttons = QDialogButtonBox(self)
        ok = buttons.addButton(QDialogButtonBox.StandardButton.Ok)
        set_role(ok, "primary")
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        all_usual = buttons.addButton(self.tr("All as they were"), QDialogButtonBox.ButtonRole.ResetRole)
        self._lay_out(buttons)
        self.table.fill(self._chosen)
        self.table.selectRow(0)
        self.search.textChanged.connect(self.table.narrow)
        self.table.itemSelectionChanged.connect(self._show_selected)
        self.add_button.clicked.connect(self.add_key)
        self.clear_button.clicked.connect(lambda: self._choose([]))
        self.usual_button.clicked.connect(self._choose_usual)
        all_usual.clicked.connect(self._choose_all_usual)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(lambda: habits.change(keys=self._chosen))
        self.search.setFocus()

    def _lay_out(self, buttons: QDialogButtonBox) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        label = QLabel(self.tr("New &key:"), self)
        label.setBuddy(self.field)
        line.addWidget(label)
        line.addWidget(self.field, 1)
        for button in (self.add_button, self.clear_button, self.usual_button):
            button.setAutoDefault(False)
            line.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(self.search)
        layout.addWidget(self.table, 1)
        layout.addLayout(line)
        layout.addWidget(self.problem)
        layout.addWidget(buttons)

    @property
    def selected(self) -> ActionSpec:
        """The command whose keys are being changed."""
        return ACTIONS[max(0, self.table.currentRow())]

    def add_key(self) -> None:
        """Give the selected command the key in the field, unless it is another one's."""
        key, spec = self.field.keySequence(), self.selected
        if key.isEmpty():
            self.problem.setText(self.tr("Press the new key in the field first."))
            return
        other = clash(key, spec.name, self._chosen)
        if other is not None:
            text = self.tr("{key} belongs to “{command}”. Take it away there first, or choose another key.")
            self.problem.setText(text.format(key=shown_keys([key]), command=command_text(other)))
            return
        keys = [known.toString(_PORTABLE) for known in keys_of(spec, self._chosen)]
        self.field.clear()
        self._choose([key.toString(_PORTABLE), *(known for known in keys if known != key.toString(_PORTABLE))])

    def _choose(self, keys: list[str]) -> None:
        spec = self.selected
        usual = [key.toString(_PORTABLE) for key in usual_keys(spec)]
        if keys == usual:
            self._chosen.pop(spec.name, None)
        else:
            self._chosen[spec.name] = keys
        self._refresh()

    def _choose_usual(self) -> None:
        spec = self.selected
        for key in usual_keys(spec):
            other = clash(key, spec.name, self._chosen)
            if other is not None:
                text = self.tr("{key} belongs to “{command}” now. Take it away there first.")
                self.problem.setText(text.format(key=shown_keys([key]), command=command_text(other)))
                return
        self._chosen.pop(spec.name, None)
        self._refresh()

    def _choose_all_usual(self) -> None:
        self._chosen.clear()
        self._refresh()

    def _refresh(self) -> None:
        self.problem.setText(" ")
        row = self.table.currentRow()
        self.table.fill(self._chosen)
        self.table.selectRow(row)
        self.table.narrow(self.search.text())

    def _show_selected(self) -> None:
        self.problem.setText(" ")
