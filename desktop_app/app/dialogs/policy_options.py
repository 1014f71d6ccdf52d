"""The options of one scheduling policy as fields."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.app.dialogs.form import CONTROL_PX, CheckedEdit, ChoiceBox, Fields
from desktop_app.model.scenario import OptionValue
from desktop_app.policies.protocol import OptionKind, PolicyInfo, PolicyOption
from desktop_app.policies.registry import OptionError, check_options

#: The default of an option that takes what the machine says.
_AS_MACHINE = "machine"
#: Longer numbers are right for no option, and Python refuses to read very long ones.
_MOST_DIGITS = 18
_LISTS = frozenset({OptionKind.DURATIONS, OptionKind.INTEGERS})
#: The policies whose times, where nothing else is written, follow from the number of cores, as in Linux.
_BY_CORES = frozenset({"cfs", "eevdf"})
_TEXTS = frozenset({OptionKind.DURATION, OptionKind.DURATIONS, OptionKind.CHOICE})


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
        control_px: int = CONTROL_PX,
        parent: QWidget | None = None,
    ) -> None:
        """Show the options that are given; the letters that are taken become no mnemonics."""
        super().__init__(self.tr("Options of {policy}").format(policy=info.title), parent, control_px=control_px)
        self._info = info
        self._given = dict(options)
        self._controls: dict[str, CheckedEdit | ChoiceBox] = {}
        taken = set(taken_mnemonics)
        for option in info.options:
            control = self._control(option, options.get(option.name))
            self._controls[option.name] = control
            label = _with_mnemonic(option.name.replace("_", " ").capitalize(), taken)
            meaning = option.meaning
            if option.kind is OptionKind.DURATIONS:
                meaning = self.tr("{meaning} Such as 10ms, or 10ms, 20ms, 40ms.").format(meaning=meaning)
            if option.kind is OptionKind.INTEGERS:
                meaning = self.tr("{meaning} Such as 2, or 2, 1, 1.").format(meaning=meaning)
            self.add(label, control, meaning)

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
        """Return the options that were given, as a scenario holds them; one that was not touched stays as it was."""
        given: dict[str, OptionValue] = {}
        for option in self._info.options:
            control = self._controls[option.name]
            before = self._given.get(option.name)
            if isinstance(control, ChoiceBox):
                value = control.currentData()
                if value is not None:
                    given[option.name] = value
            elif before is not None and control.text() == _shown(before):
                given[option.name] = before
            elif control.text().strip():
                given[option.name] = _written(option, control.text())
        return given

    def _control(self, option: PolicyOption, value: OptionValue | None) -> CheckedEdit | ChoiceBox:
        if option.kind is OptionKind.BOOLEAN:
            default = self.tr("yes") if option.default == "true" else self.tr("no")
            return self._choice(default, ((self.tr("yes"), True), (self.tr("no"), False)), value)
        if option.kind is OptionKind.CHOICE:
            return self._choice(option.default, [(choice, choice) for choice in option.choices], value)
        edit = CheckedEdit("" if value is None else _shown(value), lambda text: self._check(option, text))
        edit.setPlaceholderText(self._placeholder(option))
        edit.checked.connect(self.edited)
        return edit

    def _choice(
        self, default: str, choices: Collection[tuple[str, OptionValue]], value: OptionValue | None
    ) -> ChoiceBox:
        box = ChoiceBox()
        box.addItem(self.tr("default: {value}").format(value=default), None)
        for text, data in choices:
            box.addItem(text, data)
        box.setCurrentIndex(max(0, box.findData(value)))
        box.currentIndexChanged.connect(self.edited)
        return box

    def _placeholder(self, option: PolicyOption) -> str:
        if not option.default:
            return self.tr("default: by the number of cores") if self.policy in _BY_CORES else self.tr("none")
        if option.default == _AS_MACHINE:
            return self.tr("as the machine")
        return self.tr("default: {value}").format(value=option.default)

    def _check(self, option: PolicyOption, text: str) -> int:
        """Accept an empty text or a right value; what it stands for is asked of `options`."""
        if text.strip():
            try:
                check_options(self._info, {option.name: _written(option, text)})
            except OptionError as error:
                raise ValueError(error.expected) from None
        return 0


def _shown(value: OptionValue) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _written(option: PolicyOption, text: str) -> OptionValue:
    """Return a text as the value that a scenario file would hold; text that is no number stays text."""
    if option.kind in _LISTS and "," in text:
        parts = tuple(part.strip() for part in text.split(","))
        if option.kind is OptionKind.DURATIONS:
            return parts
        are_numbers = all(part.isdecimal() and len(part) <= _MOST_DIGITS for part in parts)
        return tuple(map(int, parts)) if are_numbers else text.strip()
    if option.kind not in _TEXTS:
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
