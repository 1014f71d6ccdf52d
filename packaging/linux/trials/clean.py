"""The packages on a system that has nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linux.trials import package, terminal
from linux.trials.report import BrokenTrialError

if TYPE_CHECKING:
    from linux.trials.trial import Steps, Trial

MAIN, VIDEO = "coreloom", "coreloom-video"


def installing(trial: Trial) -> None:
    """Install the application alone."""
    trial.before = package.listing(trial.system)
    if not package.install(trial.system, trial.report, [trial.file_of(MAIN)]):
        raise BrokenTrialError("the package cannot be installed")
    package.check_files(trial.system, trial.report, [MAIN])
    package.check_libraries(trial.system, trial.report, [MAIN])


def without_a_display(trial: Trial) -> None:
    """Try the command line."""
    trial.installed()
    terminal.check(trial.system, trial.report)


def video(trial: Trial) -> None:
    """Add the second package."""
    if VIDEO not in trial.packages:
        trial.report.note(f"no {VIDEO} among the packages")
        return
    terminal.check_no_video(trial.system, trial.report)
    if package.install(trial.system, trial.report, [trial.file_of(VIDEO)]):
        package.check_files(trial.system, trial.report, [VIDEO])
        package.check_libraries(trial.system, trial.report, [VIDEO])
        terminal.check_video(trial.system, trial.report)


def purging(trial: Trial) -> None:
    """Purge all of it."""
    if not trial.before:
        trial.report.note("nothing to compare with: the step that installs was left out")
        return
    package.check_purge(trial.system, trial.report, trial.before, trial.packages)


STEPS: Steps = {"install": installing, "terminal": without_a_display, "video": video, "purge": purging}
