"""The fields of one side of a comparison, and of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.analysis.comparison import LEAST_SIDES, MOST_SIDES
from desktop_app.app.dialogs.form import CheckedEdit, ChoiceBox, CountBox, set_role
from desktop_app.app.icons import icon
from desktop_app.app.side_by_side.sides import Preset, RunAs, Side, Source, title_of
from desktop_app.model.errors import ScenarioError
from desktop_app.model.machine import MAX_CORES, GilMode
from desktop_app.policies.registry import POLICIES
from desktop_app.storage.variant import parse_variant
from desktop_app.views.plain_tip import plain_tip
from desktop_app.views.theme import Theme

#: The width of the panel, in logical pixels.
PANEL_PX: Final = 384
_MOST_WORKERS: Final = 64
#: What stands in the list of sources for choosing a file.
_FILE: Final = "file"


class SideEditor(QFrame):
    """What one side is, as fields.

    Signals:
        changed: A field was changed.
        removed: The side is to go.
        file_wanted: The user wants to choose a file for it.
    """

    changed = Signal()
    removed = Signal()
    file_wanted = Signal()

    def __init__(self, number: int, side: Side, sources: Sequence[Source], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self._number = str(number + 1)
        self._side = side
        self._sources = list(sources)
        self.title = QLineEdit(side.title, self)
        self.remove = QToolButton(self)
        self.source = ChoiceBox(self)
        self.policy = ChoiceBox(self)
        self.cores = CountBox(side.cores or 0, 0, MAX_CORES, self)
        self.gil = ChoiceBox(self)
        self.run_as = ChoiceBox(self)
        self.workers = CountBox(side.workers, 1, _MOST_WORKERS, self)
        self.more = CheckedEdit(side.more, _checked, self)
        self._fill(theme)
        self._lay_out()
        self._name()
        self._adopt()
        self.title.textChanged.connect(self._change)
        self.remove.clicked.connect(self.removed)
        self.source.activated.connect(self._choose_source)
        for box in (self.policy, self.gil, self.run_as):
            box.currentIndexChanged.connect(self._change)
        for count in (self.cores, self.workers):
            count.valueChanged.connect(self._change)
        self.more.checked.connect(self._change)

    @property
    def side(self) -> Side:
        """What the fields say."""
        return self._side

    def show_source(self, source: Source) -> None:
        """Show that another source was chosen."""
        if source not in self._sources:
            self._sources.append(source)
            self.source.insertItem(len(self._sources) - 1, source.name, source)
        self.source.setCurrentIndex(self._sources.index(source))
        self._side = replace(self._side, source=source)
        self._adopt()
        self.changed.emit()

    def _fill(self, theme: Theme) -> None:
        for source in self._sources:
            self.source.addItem(source.name, source)
        self.source.insertSeparator(self.source.count())
        self.source.addItem(self.tr("Choose a file…"), _FILE)
        self.source.setCurrentIndex(self._sources.index(self._side.source))
        self.policy.addItem(self.tr("as the source says"), "")
        for name, info in POLICIES.items():
            self.policy.addItem(info.title, name)
        self.policy.setCurrentIndex(max(0, self.policy.findData(self._side.policy)))
        self.cores.setSpecialValueText(self.tr("as it says"))
        self.gil.addItem(self.tr("as it says"), None)
        names = (self.tr("GIL"), self.tr("free-threaded"), self.tr("any instruction"))
        for mode, name in zip((GilMode.GIL, GilMode.FREE_THREADED, GilMode.ANY_INSTRUCTION), names, strict=True):
            self.gil.addItem(name, mode)
        # Qt compares what enumerations carry by identity, which a lookup of data would not find.
        modes = [self.gil.itemData(index) for index in range(self.gil.count())]
        self.gil.setCurrentIndex(modes.index(self._side.gil))
        for run_as, name in zip(RunAs, (self.tr("as it says"), self.tr("threads"), self.tr("processes")), strict=True):
            self.run_as.addItem(name, run_as)
        self.run_as.setCurrentIndex(list(RunAs).index(self._side.run_as))
        self.more.setPlaceholderText(self.tr("such as quantum=2ms"))
        self.title.setClearButtonEnabled(True)
        self.remove.setIcon(icon("close", theme))
        self.remove.setIconSize(QSize(14, 14))
        set_role(self.remove, "small")

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        number_label = QLabel(self._number, self)
        set_role(number_label, "heading")
        grid.addWidget(number_label, 0, 0)
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self.title, 1)
        head.addWidget(self.remove)
        grid.addLayout(head, 0, 1)
        rows: tuple[tuple[str, tuple[QWidget, ...], tuple[int, ...]], ...] = (
            (self.tr("Source"), (self.source,), (1,)),
            (self.tr("Policy"), (self.policy,), (1,)),
            (self.tr("Cores"), (self.cores, self.gil), (2, 3)),
            (self.tr("Run as"), (self.run_as, self.workers), (5, 4)),
            (self.tr("Other"), (self.more,), (1,)),
        )
        for row, (name, controls, shares) in enumerate(rows, start=1):
            label = QLabel(name, self)
            set_role(label, "hint")
            grid.addWidget(label, row, 0)
            line = QHBoxLayout()
            line.setSpacing(8)
            for control, share in zip(controls, shares, strict=True):
                control.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                line.addWidget(control, share)
            grid.addLayout(line, row, 1)

    def _name(self) -> None:
        names = {
            self.title: self.tr("Title of side {number}"),
            self.remove: self.tr("Remove side {number}"),
            self.source: self.tr("Source of side {number}"),
            self.policy: self.tr("Policy of side {number}"),
            self.cores: self.tr("Cores of side {number}"),
            self.gil: self.tr("GIL of side {number}"),
            self.run_as: self.tr("Side {number} is run as"),
            self.workers: self.tr("How many threads or processes side {number} has"),
            self.more: self.tr("Other options of side {number}"),
        }
        for widget, name in names.items():
            text = name.format(number=self._number)
            widget.setAccessibleName(text)
            widget.setToolTip(text)

    def _adopt(self) -> None:
        """Show what belongs to the other fields."""
        self.workers.setEnabled(self._side.run_as is not RunAs.AS_IT_IS)
        self.title.setPlaceholderText(title_of(self._side))

    def _choose_source(self, index: int) -> None:
        chosen = self.source.itemData(index)
        if isinstance(chosen, Source):
            self._side = replace(self._side, source=chosen)
            self._adopt()
            self.changed.emit()
        else:
            self.source.setCurrentIndex(self._sources.index(self._side.source))
            self.file_wanted.emit()

    def _change(self) -> None:
        self._side = replace(
            self._side,
            title=self.title.text().strip(),
            policy=self.policy.currentData(),
            cores=self.cores.value() or None,
            gil=self.gil.currentData(),
            run_as=self.run_as.currentData(),
            workers=self.workers.value(),
            more="" if self.more.problem else self.more.text(),
        )
        self._adopt()
        self.more.setToolTip(plain_tip(self.more.problem) or self.more.accessibleName())
        self.changed.emit()


def _checked(text: str) -> object:
    try:
        return parse_variant(text, file="")
    except ScenarioError as error:
        raise ValueError(f"{error.value} {error.verb} wrong: expected {error.expected}") from None


class SidesPanel(QWidget):
    """All sides as fields, above them the ready comparisons.

    Signals:
        changed: Some side was changed, added or removed.
        preset_chosen: The user wants this `Preset`.
        file_wanted: The user wants to choose a file for the side of this number, from 0.
    """

    changed = Signal()
    preset_chosen = Signal(object)
    file_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._sources: list[Source] = []
        self.editors: list[SideEditor] = []
        self.presets = self._preset_buttons()
        self.add = QPushButton(self.tr("&Add a side"), self)
        self.add.clicked.connect(self._add)
        self._list = QWidget(self)
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 6, 0)
        self._rows.setSpacing(8)
        self._rows.addWidget(self.add)
        self._rows.addStretch(1)
        area = QScrollArea(self)
        area.setWidget(self._list)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setAccessibleName(self.tr("Sides"))
        self._list.setAutoFillBackground(False)
        area.viewport().setAutoFillBackground(False)
        heading = QLabel(self.tr("Ready comparisons"), self)
        set_role(heading, "section")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 6, 8)
        layout.setSpacing(6)
        layout.addWidget(heading)
        for button in self.presets.values():
            layout.addWidget(button)
        layout.addSpacing(4)
        layout.addWidget(area, 1)
        self.setMinimumWidth(PANEL_PX)

    def _preset_buttons(self) -> dict[Preset, QPushButton]:
        names = (self.tr("&Policies"), self.tr("&Core counts"), self.tr("Threads against p&rocesses"))
        found = {}
        for preset, name in zip(Preset, names, strict=True):
            button = QPushButton(name, self)
            button.clicked.connect(partial(self.preset_chosen.emit, preset))
            found[preset] = button
        return found

    @property
    def sides(self) -> list[Side]:
        """What the fields say."""
        return [editor.side for editor in self.editors]

    def set_theme(self, theme: Theme) -> None:
        """Draw icons in other colours."""
        self._theme = theme
        for editor in self.editors:
            editor.remove.setIcon(icon("close", theme))

    def show_sides(self, sides: Sequence[Side], sources: Sequence[Source]) -> None:
        """Show other sides; sources are what can be chosen for each."""
        used = [side.source for side in sides if side.source not in sources]
        self._sources = [*sources, *dict.fromkeys(used)]
        for editor in self.editors:
            self._rows.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self.editors = []
        for number, side in enumerate(sides):
            editor = SideEditor(number, side, self._sources, self._theme, self._list)
            editor.changed.connect(self.changed)
            editor.removed.connect(partial(self._remove, editor))
            editor.file_wanted.connect(partial(self.file_wanted.emit, number))
            self._rows.insertWidget(number, editor)
            self.editors.append(editor)
        self.add.setEnabled(len(sides) < MOST_SIDES)
        for editor in self.editors:
            editor.remove.setEnabled(len(sides) > LEAST_SIDES)

    def _remove(self, editor: SideEditor) -> None:
        if len(self.editors) > LEAST_SIDES:
            self.show_sides([other.side for other in self.editors if other is not editor], self._sources)
            self.changed.emit()

    def _add(self) -> None:
        if self.editors and len(self.editors) < MOST_SIDES:
            self.show_sides([*self.sides, replace(self.sides[-1], title="")], self._sources)
            self.editors[-1].policy.setFocus()
            self.changed.emit()
