"""What the command line accepts."""

from __future__ import annotations

import argparse
import re
from typing import Any, Final, NoReturn

from desktop_app import __version__
from desktop_app.model.quoting import line_shown
from desktop_app.storage.endings import FileKind, described

_EPILOG: Final = """\
examples:
  coreloom                              open the window, the first time with a page to begin with
  coreloom app.py                       open it on a program, and play that
  coreloom app.py --cores 2 --threads 4 the same on two cores, with its body run by four threads
  coreloom run app.py --json            no window: print what happened, for other programs
  coreloom export app.py app.webp       no window: write a clip

commands beside opening the window:
  coreloom run SOURCE        simulate without a window and print the result
  coreloom explore SOURCE    try every schedule of a program's threads and print what they lead to
  coreloom compare A B       run two to four programs or scenarios and print how their figures differ
  coreloom differences       measure the five differences between a process and a thread
  coreloom export SOURCE OUT write a run or a lesson as pictures, clips, slides or data
  coreloom lesson FILE       check a lesson and list its steps
  coreloom quiz --topic NAME print a sheet of questions about small runs, or the answers
  coreloom policies          list the scheduling policies and their options
  coreloom schema            print the JSON Schema of scenario files, for editors
Each has its own --help and needs no display. Errors go to stderr with exit code 2.
"""

_EXPORT_EPILOG: Final = """\
formats, by the ending of OUT:
  pictures    .png .svg .pdf     one moment: --at WHEN, or a lesson's --step N
  frames      folder/            a range as frame_00000.png ... with manifest.json
  clips       .mp4 .webm .gif .apng .webp
                                 a range, or all steps of a lesson one after the other
  slides      .pdf .pptx .html   a lesson, a page a step; .pptx and .html also for a run
  data        .json              the trace for ui.perfetto.dev or chrome://tracing
              .csv               the trace, a row for whatever happened
              .metrics.json .metrics.csv
                                 turnaround, waiting and response times and more
              .coretrace         the run as it was; Coreloom opens it again
              .txt               the bytecode of the programs
"""

#: The palettes of `desktop_app.views.theme`, which nothing but drawing needs to import.
THEME_NAMES: Final = ("dark", "light", "contrast-dark", "contrast-light")
#: What can be run.
_RUN: Final = described(FileKind.PROGRAM, FileKind.SCENARIO)
#: Negative values such as -1 and -1ms; what they are of is for the option to refuse.
_NEGATIVE: Final = re.compile(r"-\.?\d")


class _Parser(argparse.ArgumentParser):
    """A parser that guesses nothing: options are written out, and what follows one is its value."""

    def __init__(self, **described: Any) -> None:  # noqa: ANN401 - argparse's own
        super().__init__(allow_abbrev=False, **described)
        # What Python 3.14 has here; older ones take -1ms for an option.
        self._negative_number_matcher = _NEGATIVE

    def error(self, message: str) -> NoReturn:
        """Refuse the arguments, which the message may quote."""
        super().error(line_shown(message))


def window_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom [SOURCE ...]``, which opens the window."""
    parser = _Parser(
        prog="coreloom",
        description="See how a Python program runs: bytecode, RAM, scheduler, bus, cores.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="*",
        metavar="SOURCE",
        help=f"{described(*FileKind)}. Of several, programs are processes of one scenario, and anything else is opened "
        "in a window of its own",
    )
    parser.add_argument("--version", action="version", version=f"coreloom {__version__}")
    parser.add_argument("--licences", action="store_true", help="print what Coreloom is made of, and all licences")
    parser.add_argument("--paused", action="store_true", help="open it at its beginning, without playing it")
    parser.add_argument("--theme", choices=THEME_NAMES, help="the palette to start with")
    parser.add_argument("--new-window", action="store_true", help="open another window even where one is open already")
    # Not for people: the check of a bundle plays the window to the end of the run and exits.
    parser.add_argument("--smoke-test", action="store_true", help=argparse.SUPPRESS)
    _add_overrides(parser)
    return parser


def run_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom run``."""
    parser = _Parser(
        prog="coreloom run", description="Simulate a program or a scenario to its end and print what happened."
    )
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help=f"{described(FileKind.PROGRAM, FileKind.SCENARIO, FileKind.TRACE)}, which has happened",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object; all times in nanoseconds")
    _add_overrides(parser)
    return parser


def explore_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom explore``."""
    parser = _Parser(
        prog="coreloom explore",
        description="Try every schedule of a program's threads and print each outcome with a shortest schedule that "
        "leads to it. Exit code 1 when a deadlock or an uncaught exception can happen.",
    )
    _add_source(parser)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--gil", metavar="MODE", help="gil, free-threaded or any-instruction (default: the last)")
    parser.add_argument("--threads", metavar="N", help="how many threads run each program's body")
    parser.add_argument("--states", metavar="N", help="stop after so many states (default: 200000)")
    return parser


def compare_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom compare``."""
    parser = _Parser(
        prog="coreloom compare",
        description="Simulate two to four programs or scenarios, or one and variants of it, and print their figures "
        "with the differences to the first.",
        epilog='example: coreloom compare app.py --cores 4 --variant "threads=4" --variant "processes=4"',
    )
    parser.add_argument("source", metavar="SOURCE", nargs="+", help=f"two to four of them, or one: {_RUN}")
    parser.add_argument(
        "--variant",
        metavar="OPTIONS",
        action="append",
        default=[],
        help='one SOURCE with other options, such as "policy=sjf,quantum=2ms"; again for each variant, and "" for the '
        "source as it is. A single one is compared to the source as it is",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object; all times in nanoseconds")
    _add_overrides(parser)
    return parser


def export_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom export``."""
    parser = _Parser(
        prog="coreloom export",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description="Write a run or a lesson as pictures, clips, slides or data. Needs no display.",
        epilog=_EXPORT_EPILOG,
    )
    parser.add_argument("source", metavar="SOURCE", help=described(*FileKind))
    parser.add_argument("out", metavar="OUT", help="the file to write, whose ending says its format; see below")
    _add_what(parser)
    _add_how(parser)
    # Not for people: how the window and the processes of an export talk to each other.
    parser.add_argument("--progress-json", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--worker", metavar="FOLDER", help=argparse.SUPPRESS)
    _add_overrides(parser)
    return parser


def _add_what(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what is shown")
    group.add_argument(
        "--at", metavar="WHEN", help='the moment of a picture, such as "0.4ms" or "line 3"; else the end'
    )
    group.add_argument("--from", dest="begin", metavar="WHEN", help="where a clip begins; the start when absent")
    group.add_argument("--to", dest="end", metavar="WHEN", help="where a clip ends; the end of the run when absent")
    group.add_argument(
        "--speed", metavar="TIME", help='simulated time per second, such as "0.5ms"; else all of it in 30 s at the most'
    )
    group.add_argument("--step", metavar="N", help="one step of a lesson, from 1")
    group.add_argument("--per-step", action="store_true", help="a file for each step of a lesson: OUT-01, OUT-02, ...")
    group.add_argument("--show", metavar="WHAT", help="stage, timeline or both (default: both; a lesson says itself)")
    group.add_argument(
        "--camera",
        metavar="WHERE",
        help='where to look from: a stop such as "source P1·T2", "core 3" or "scheduler", or "at 0.25 0.5 zoom 4"',
    )
    group.add_argument(
        "--lit",
        metavar="WHAT",
        help='what is lit, while all else is dimmed, such as "core 0, P1·T2, variable z"',
    )
    group.add_argument(
        "--captions",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="whether a lesson's captions and questions are shown (default: they are)",
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("how it is written")
    group.add_argument("--size", metavar="WxH", help="pixels (default: 1920x1080, or 1280x720 for animations)")
    group.add_argument("--scale", metavar="X", help="how much larger text and lines are, 0.5 to 4 (default: 1)")
    group.add_argument("--theme", choices=THEME_NAMES, help="(default: dark, and light for a handout)")
    group.add_argument("--fps", metavar="N", help="frames per second (default: 30, or 20 for animations)")
    group.add_argument("--quality", metavar="NAME", help="small, good, best or lossless, as far as the format has it")
    group.add_argument("--codec", metavar="NAME", help="of a .webm: vp9 or av1 (default: vp9)")
    group.add_argument("--transparent", action="store_true", help="no ground, for PNG, SVG, APNG and WebP")
    group.add_argument("--handout", action="store_true", help="a PDF of a lesson with the speaker's notes")
    group.add_argument("--clips", action="store_true", help="clips instead of pictures in PowerPoint slides")
    group.add_argument("--jobs", metavar="N", help="processes that work at it (default: as many as pay)")


def differences_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom differences``."""
    parser = _Parser(
        prog="coreloom differences",
        description="Run what shows the five differences between a process and a thread, and print the table of them "
        "with the figures that the simulated runs gave.",
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object; times in ns, sizes in bytes")
    return parser


def lesson_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom lesson``."""
    parser = _Parser(
        prog="coreloom lesson",
        description="Check a lesson to the last step, by running all its scenarios, and list what it shows.",
    )
    parser.add_argument("lesson", metavar="FILE", help=described(FileKind.LESSON))
    parser.add_argument("--json", action="store_true", help="print one JSON object; all times in nanoseconds")
    return parser


def quiz_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom quiz``."""
    parser = _Parser(
        prog="coreloom quiz",
        description="Print a sheet of questions about small runs, made by chance, in Markdown. The same seed gives the "
        "same sheet; the answers are computed from the runs.",
    )
    parser.add_argument("--topic", metavar="NAME", help="what it is about; see --list")
    parser.add_argument("--list", action="store_true", help="list the topics")
    parser.add_argument("--seed", metavar="N", help="seed of all randomness (default: 0)")
    parser.add_argument("--count", metavar="N", help="how many questions, 1 to 200 (default: 10)")
    parser.add_argument("--level", metavar="N", help="how hard, 1 to 5; it rises from question to question when absent")
    parser.add_argument("--answers", action="store_true", help="print the answers and why they are so")
    parser.add_argument("--json", action="store_true", help="print one JSON object; all times in nanoseconds")
    parser.add_argument("--output", metavar="FILE", help="write to this file instead of standard output")
    return parser


def policies_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom policies``."""
    parser = _Parser(prog="coreloom policies", description="List the scheduling policies.")
    parser.add_argument("--json", action="store_true", help="print a JSON array")
    return parser


def schema_parser() -> argparse.ArgumentParser:
    """Return the parser of ``coreloom schema``."""
    return _Parser(
        prog="coreloom schema",
        description="Print the JSON Schema of scenario files, by which editors check and complete them.",
    )


def _add_source(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("source", metavar="SOURCE", help=_RUN)


def _add_overrides(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("what replaces the scenario's own")
    group.add_argument("--cores", metavar="N", help="number of identical cores, 1 to 64")
    group.add_argument("--policy", metavar="NAME", help="scheduling policy; see coreloom policies")
    group.add_argument("--placement", metavar="NAME", help="global, partitioned or stealing")
    group.add_argument("--quantum", metavar="TIME", help='time slice of a thread, such as "1ms"')
    group.add_argument("--context-switch", metavar="TIME", help='cost of a dispatch, such as "5us"')
    group.add_argument("--tick", metavar="TIME", help='period of the timer tick, such as "4ms"; "0ms" for none')
    group.add_argument("--gil", metavar="MODE", help="gil, free-threaded or any-instruction")
    group.add_argument("--processes", metavar="N", help="how often each program is launched")
    group.add_argument("--threads", metavar="N", help="how many threads run each program's body")
    group.add_argument("--until", metavar="TIME", help='stop at this simulated time, such as "20ms"')
    group.add_argument("--seed", metavar="N", help="seed of all randomness")
