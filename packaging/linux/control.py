"""What the packages say of themselves to apt: their control files."""

from __future__ import annotations

from linux import archive
from linux.releases import MAINTAINER, REPOSITORY

SUMMARY = "see how a Python program runs"
DESCRIPTION = """\
Coreloom plays what happens when a Python program runs: its bytecode in
memory, the address spaces of processes, the scheduler that dispatches
threads to cores, each instruction on the bus and in the pipeline, with real
values. One can step forward and back, change the run while it plays, teach
with lessons and presentations, and export pictures, slides and data.
.
It is for lecturers, students and developers. Programs are simulated and
never executed; the network is never used."""
VIDEO_SUMMARY = "video encoders for Coreloom"
VIDEO_DESCRIPTION = """\
With this package, Coreloom writes H.264, VP9 and AV1 video of runs and
lessons (.mp4 and .webm). It holds FFmpeg with x264 and x265, and is
therefore under the GNU General Public License."""


def program_fields(version: str, needed: list[str]) -> dict[str, str]:
    """Return the control file of the program, without Installed-Size.

    Args:
        version: Its version.
        needed: The packages it depends on.
    """
    return _general("coreloom", version) | {
        "Depends": ", ".join(needed),
        # By whose triggers a double click on a document finds Coreloom; every desktop has them.
        "Recommends": "desktop-file-utils, hicolor-icon-theme, shared-mime-info",
        # xdg-utils opens folders; where there is no desktop, it would bring fifty packages of Perl.
        "Suggests": "coreloom-video, xdg-utils",
        # A library may move from one package to the other with a version.
        "Breaks": f"coreloom-video (<< {version})",
        "Replaces": f"coreloom-video (<< {version})",
        "Description": _description(SUMMARY, DESCRIPTION),
    }


def video_fields(version: str, needed: list[str]) -> dict[str, str]:
    """Return the control file of what is laid over the program to have video; see `program_fields`."""
    return _general("coreloom-video", version) | {
        "Depends": ", ".join([f"coreloom (= {version})", *needed]),
        "Enhances": "coreloom",
        "Replaces": f"coreloom (<< {version})",
        "Description": _description(VIDEO_SUMMARY, VIDEO_DESCRIPTION),
    }


def _general(name: str, version: str) -> dict[str, str]:
    return {
        "Package": name,
        "Version": version,
        "Architecture": archive.architecture(),
        "Maintainer": MAINTAINER,
        "Section": "education",
        "Priority": "optional",
        "Homepage": REPOSITORY,
    }


def _description(summary: str, text: str) -> str:
    return "\n ".join([summary, *text.splitlines()])
