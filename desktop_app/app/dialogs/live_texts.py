"""What the dialog for live actions says of each kind of action."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.app.live import LiveMoment
from desktop_app.model.scenario import ActionKind
from desktop_app.policies.protocol import Setting
from desktop_app.policies.registry import POLICIES, check_options


def title_of(kind: ActionKind) -> str:
    """Return the title of the dialog."""
    return {
        ActionKind.LAUNCH: _tr("Launch a process"),
        ActionKind.START_THREAD: _tr("Start a thread"),
        ActionKind.INTERRUPT: _tr("Interrupt a process"),
        ActionKind.TERMINATE: _tr("Terminate a process"),
        ActionKind.KILL: _tr("Kill a process"),
        ActionKind.NICE: _tr("Change the nice value"),
        ActionKind.PRIORITY: _tr("Change the priority"),
        ActionKind.AFFINITY: _tr("Choose the cores"),
        ActionKind.CORES: _tr("Cores on line"),
        ActionKind.POLICY: _tr("Change the policy"),
    }[kind]


def verb_of(kind: ActionKind) -> str:
    """Return what the button says that does it."""
    return {
        ActionKind.LAUNCH: _tr("Launch"),
        ActionKind.START_THREAD: _tr("Start"),
        ActionKind.INTERRUPT: _tr("Interrupt"),
        ActionKind.TERMINATE: _tr("Terminate"),
        ActionKind.KILL: _tr("Kill"),
    }.get(kind, _tr("Change"))


def meaning_of(kind: ActionKind) -> str:
    """Return in a sentence or two what the action means."""
    return {
        ActionKind.LAUNCH: _tr("The operating system starts one more process of an entry of the scenario."),
        ActionKind.START_THREAD: _tr(
            "The thread does what the threads of its entry do, from their beginning: it goes through the bursts, or "
            "runs the program's body with a stack of its own and the globals of its process."
        ),
        ActionKind.INTERRUPT: _tr("SIGINT, as Ctrl+C sends it: a Python program ends in its main thread."),
        ActionKind.TERMINATE: _tr("SIGTERM: the process ends where it is; what it had locked stays locked."),
        ActionKind.KILL: _tr("SIGKILL, which no process can refuse; what it had locked stays locked."),
        ActionKind.NICE: _tr("The lower the nice value, the more CPU, where the policy looks at it."),
        ActionKind.PRIORITY: _tr("Which way is up is the policy's business."),
        ActionKind.AFFINITY: _tr("A thread that runs on a core it may not use any more leaves it at once."),
        ActionKind.CORES: _tr("The first cores stay on line; threads on the others go elsewhere."),
        ActionKind.POLICY: _tr("Running threads stop, and all queue anew; whether cores share a queue stays as it is."),
    }[kind]


def reading_of(kind: ActionKind, moment: LiveMoment) -> str:
    """Return whether the policy in force looks at a nice value or a priority."""
    info = POLICIES[moment.policy]
    policy = info.make(Setting(machine=moment.scenario.machine, cores=1, seed=0), check_options(info, {}))
    what = "nice" if kind is ActionKind.NICE else "priority"
    if what in policy.reads:
        return _tr("{} looks at it.").format(info.title)
    return _tr("{} does not look at it: the change shows once another policy is in force.").format(info.title)


def _tr(text: str) -> str:
    return QCoreApplication.translate("live_texts", text)
