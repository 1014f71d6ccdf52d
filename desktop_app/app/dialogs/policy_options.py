"""The options of one scheduling policy as fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.app.dialogs.form import CheckedEdit, ChoiceBox, Fields
from desktop_app.model.scenario import OptionValue
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption
from desktop_app.policies.registry import OptionError, check_options


class PolicyOptions(Fields):
    """A card with a field for each option; an empty field leaves the option out, so that its default is in force.

    Signals:
        edited: An option changed.
    """

    edited = Signal()

    def __init__(
        self,
        info: PolicyInfo,
        options: Mapping[str, OptionValue],
        *,
        taken_mnemonics: Collection[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        """Show the options that are given; the letters that are taken become no mnemonics."""
        super().__init__(self.tr("Options of {policy}").format(policy=info.title), parent)
        self._info = info
        self._controls: dict[str, CheckedEdit | ChoiceBox] = {}
        taken = set(taken_mnemonics)
        for option in info.options:
            control = self._control(option, options.get(option.name))
            self._controls[option.name] = control
            self.add(_with_mnemonic(option.name.replace("_", " ").capitalize(), taken), control, option.meaning)

    @property
    def policy(self) -> str:
        """The policy's name in a scenario file."""
        return self._info.name

    @property
    def is_valid(self) -> bool:
        """Whether every option is right."""
        return not any(isinstance(each, CheckedEdit) and each.problem for each in self._controls.values())

    def control(self, option: str) -> CheckedEdit | ChoiceBox:
        """Return the field of an option."""
        return self._controls[option]

    def options(self) -> dict[str, OptionValue]:
        """Return the options that were given, as a scenario holds them."""
        given: dict[str, OptionValue] = {}
        for option in self._info.options:
            control = self._controls[option.name]
            if isinstance(control, ChoiceBox):
                if control.currentData() is not None:
                    given[option.name] = bool(control.currentData())
            elif control.text().strip():
                given[option.name] = _written(option, control.text())
        return given

    def _control(self, option: PolicyOption, value: OptionValue | None) -> CheckedEdit | ChoiceBox:
        if option.kind is OptionKind.BOOLEAN:
            choice = ChoiceBox()
            choice.addItem(self.tr("default: {value}").format(value=option.default), None)
            choice.addItem(self.tr("yes"), True)
            choice.addItem(self.tr("no"), False)
            choice.setCurrentIndex(0 if value is None else 1 if value else 2)
            choice.currentIndexChanged.connect(self.edited)
            return choice
        edit = CheckedEdit("" if value is None else str(value), lambda text: self._check(option, text))
        as_machine = self.tr("as the machine")
        default = self.tr("default: {value}").format(value=option.default)
        edit.setPlaceholderText(as_machine if option.default == "machine" else default)
        edit.checked.connect(self.edited)
        return edit

    def _check(self, option: PolicyOption, text: str) -> int:
        """Accept an empty text or a right value; what it stands for is asked of `options`."""
        if text.strip():
            try:
                check_options(self._info, {option.name: _written(option, text)})
            except OptionError as error:
                raise ValueError(error.expected) from None
        return 0


def _written(option: PolicyOption, text: str) -> OptionValue:
    """Return a text as the value that a scenario file would hold; text that is no number stays text."""
    if option.kind is not OptionKind.DURATION:
        for convert in (int, float):
            try:
                return convert(text)
            except ValueError:
                continue
    return text.strip()


def _with_mnemonic(label: str, taken: set[str]) -> str:
    """Mark the first free letter as the label's mnemonic, and take it."""
    for place, letter in enumerate(label):
        if letter.isalnum() and letter.lower() not in taken:
            taken.add(letter.lower())
            return f"{label[:place]}&{label[place:]}"
    return label
