"""The scheduler as fields: its policy, and where ready threads queue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_app.app.dialogs.form import WIDE_CONTROL_PX, ChoiceBox, Fields, OptionalEdit
from desktop_app.model.durations import format_duration
from desktop_app.model.scenario import Fit, OptionValue, Placement, SchedulerSpec
from desktop_app.policies.registry import POLICIES
from desktop_app.storage import limits
from desktop_app.views.plain_tip import plain_tip


class SchedulerFields(Fields):
    """A card for all of a scheduler but its policy's own options.

    Signals:
        edited: Something but the policy changed.
    """

    edited = Signal()

    def __init__(self, scheduler: SchedulerSpec, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("Scheduler"), parent, control_px=WIDE_CONTROL_PX)
        self._scheduler = scheduler
        self.policy = ChoiceBox()
        self.placement = ChoiceBox()
        self.fit = ChoiceBox()
        balance_ns = scheduler.balance_ns
        shown = "" if balance_ns is None else format_duration(balance_ns)
        self.balance = OptionalEdit(shown, limits.BALANCE.parse, self.tr("never"))
        self._fill()
        self._policy_row = self.add(self.tr("P&olicy"), self.policy, "")
        self._placement_row = self.add(self.tr("Pla&cement"), self.placement, "")
        self._fit_row = self.add(
            self.tr("&Fit"), self.fit, self.tr("How the core of a thread that does not say its own is chosen.")
        )
        self._balance_row = self.add(
            self.tr("B&alance"),
            self.balance,
            self.tr("How often threads move from the longest queue to the shortest, such as 10ms."),
        )
        self.policy.currentIndexChanged.connect(self._explain)
        self.placement.currentIndexChanged.connect(self._explain)
        for box in (self.placement, self.fit):
            box.currentIndexChanged.connect(self.edited)
        self.balance.checked.connect(self.edited)
        self._explain()

    @property
    def is_valid(self) -> bool:
        """Whether every field is right; one that is not shown does not count."""
        return not self.balance.problem or self._where() is Placement.GLOBAL

    def spec(self, options: Mapping[str, OptionValue]) -> SchedulerSpec:
        """Return the scheduler with these fields and the policy's ``options``.

        Raises:
            ValueError: While a field is wrong.
        """
        balance_ns = self._scheduler.balance_ns if self.balance.problem else self.balance.value()
        return replace(
            self._scheduler,
            policy=self.policy.currentData(),
            options=options,
            placement=self._where(),
            fit=Fit(self.fit.currentData()),
            balance_ns=balance_ns,
        )

    def _where(self) -> Placement:
        return Placement(self.placement.currentData())

    def _fill(self) -> None:
        for info in POLICIES.values():
            self.policy.addItem(info.title, info.name)
            tip = plain_tip(f"{info.title}: {info.summary}")
            self.policy.setItemData(self.policy.count() - 1, tip, Qt.ItemDataRole.ToolTipRole)
        self.policy.setCurrentIndex(self.policy.findData(self._scheduler.policy))
        self.placement.addItem(self.tr("Global: one ready queue"), Placement.GLOBAL.value)
        self.placement.addItem(self.tr("Partitioned: a queue per core"), Placement.PARTITIONED.value)
        self.placement.addItem(self.tr("Stealing: a queue per core"), Placement.STEALING.value)
        self.placement.setCurrentIndex(self.placement.findData(self._scheduler.placement.value))
        self.fit.addItem(self.tr("First fit"), Fit.FIRST.value)
        self.fit.addItem(self.tr("Worst fit"), Fit.WORST.value)
        self.fit.setCurrentIndex(self.fit.findData(self._scheduler.fit.value))

    def _explain(self) -> None:
        """Say what the choices mean, and show what they make possible."""
        info = POLICIES[self.policy.currentData()]
        self._policy_row.set_hint(info.summary)
        self.policy.setToolTip(plain_tip(f"{info.summary} Source: {info.source}"))
        where = self._where()
        meaning = {
            Placement.GLOBAL: self.tr("All cores take threads from one queue."),
            Placement.PARTITIONED: self.tr("A thread stays with its core, unless balancing moves it."),
            Placement.STEALING: self.tr("A core that would be idle takes a thread from the longest queue."),
        }
        self._placement_row.set_hint(meaning[where])
        self._fit_row.set_visible(where is Placement.PARTITIONED)
        self._balance_row.set_visible(where is not Placement.GLOBAL)
