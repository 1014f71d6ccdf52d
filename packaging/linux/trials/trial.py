"""What the steps of a trial work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from linux.trials.desktop import Desktop, offline
from linux.trials.package import PACKAGES, install, names
from linux.trials.report import BrokenTrialError, Report
from linux.trials.system import System


@dataclass(slots=True, kw_only=True)
class Trial:
    """A system with the packages beside it.

    Attributes:
        system: The system.
        report: Takes the checks.
        before: All files of the system before the packages were installed; empty when they were not.
    """

    system: System
    report: Report
    before: dict[str, str] = field(default_factory=dict)
    _offline: System | None = None
    _desktops: list[Desktop] = field(default_factory=list)

    @property
    def packages(self) -> list[str]:
        """The names of the packages, the one that others belong to first."""
        return [path.rpartition("/")[2].partition("_")[0] for path in names(self.system)]

    def file_of(self, package: str, folder: str = PACKAGES) -> str:
        """Return the place of a package's file inside."""
        return next(path for path in names(self.system, folder) if path.startswith(f"{folder}/{package}_"))

    def installed(self) -> None:
        """Install the packages where a step needs them and none before has done so.

        Raises:
            BrokenTrialError: When that fails, as then nothing more can be tried.
        """
        if not self.system.place("/usr/bin/coreloom").is_symlink() and not install(
            self.system, self.report, names(self.system)
        ):
            raise BrokenTrialError("the packages cannot be installed")

    def desktop(
        self,
        user: str = "lea",
        number: int = 90,
        *,
        bus: bool = True,
        manager: bool = True,
        arguments: tuple[str, ...] = (),
    ) -> Desktop:
        """Return a new screen of a user, where there is no network; the step's end is its end."""
        log = self.report.folder / "programs.log"
        if not self._desktops:
            log.unlink(missing_ok=True)  # of the step before
        if self._offline is None:
            self._offline = offline(self.system)
        desktop = Desktop(system=self._offline, report=self.report, user=user, number=number)
        self._desktops.append(desktop)
        desktop.begin(bus=bus, manager=manager, arguments=arguments)
        return desktop

    def end_desktops(self) -> None:
        """End all that is still open."""
        for desktop in self._desktops:
            desktop.end()
        self._desktops = []


Steps = dict[str, Callable[[Trial], None]]
