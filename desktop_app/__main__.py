"""The one entry: no command opens the window, a command runs without one."""

from __future__ import annotations

import sys

from desktop_app.cli import COMMANDS
from desktop_app.cli.output import flush_output, write_note
from desktop_app.model.errors import CoreloomError

#: Something was refused: a file, an option, a program, or the output by the disk it should go to.
EXIT_REFUSED = 2
#: As shells have it of a command that Ctrl+C ended: 128 and the number of SIGINT.
EXIT_INTERRUPTED = 130


#: What Coreloom starts itself with: to compile, as a bundle has no Python interpreter of its own to start, and to tell
#: people of a crash.
_OWN = ("--compile-child", "--crash-notice", "--crash-dialog", "--say")


def main(argv: list[str] | None = None) -> int:
    """Run Coreloom with the given arguments, or the process's own, and return its exit code."""
    arguments = sys.argv[1:] if argv is None else argv
    if arguments[:1] and arguments[0] in _OWN:
        return _own(arguments)
    try:
        _write_utf8()
        try:
            return _command(arguments)
        finally:
            flush_output()
    except CoreloomError as error:
        write_note(str(error))
        _say_where_nobody_reads(str(error), arguments)
        return EXIT_REFUSED
    except ImportError as error:
        from desktop_app.cli.missing_library import explained  # noqa: PLC0415 - mostly nobody needs it

        text = explained(error)
        if text is None:
            raise
        write_note(text)
        return EXIT_REFUSED
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone, as with `coreloom run app.py | head -1`; nothing is left to say.
        return 0
    except Exception as error:
        _say_where_nobody_reads(f"Coreloom cannot start.\n\n{type(error).__name__}: {error}", arguments)
        raise


def _own(arguments: list[str]) -> int:
    if arguments[0] == "--compile-child":
        from desktop_app.program.compiler_child import main as compile_child  # noqa: PLC0415 - as in `_command`

        return compile_child()
    from desktop_app.app import crash_notice  # noqa: PLC0415 - only after a crash

    if arguments[0] == "--crash-notice":
        return crash_notice.notice(arguments[1:])
    return crash_notice.message() if arguments[0] == "--say" else crash_notice.dialog()


def _say_where_nobody_reads(text: str, arguments: list[str]) -> None:
    """Say what ended an installed Coreloom in a message of the system, where a click started it and no command."""
    from desktop_app.app.last_words import is_unheard, say  # noqa: PLC0415 - mostly nobody needs it

    if arguments[:1] and arguments[0] in COMMANDS:
        return
    if is_unheard():
        say(text)


def _command(arguments: list[str]) -> int:
    # Each command is imported when it is asked for: `run` must not load Qt, and every start should be quick.
    name, rest = (arguments[0], arguments[1:]) if arguments[:1] and arguments[0] in COMMANDS else ("", arguments)
    if name == "run":
        from desktop_app.cli.run import run as command  # noqa: PLC0415
    elif name == "explore":
        from desktop_app.cli.explore import explore as command  # noqa: PLC0415
    elif name == "compare":
        from desktop_app.cli.compare import compare as command  # noqa: PLC0415
    elif name == "differences":
        from desktop_app.cli.differences import differences as command  # noqa: PLC0415
    elif name == "export":
        from desktop_app.cli.export import export as command  # noqa: PLC0415
    elif name == "lesson":
        from desktop_app.cli.lesson import lesson as command  # noqa: PLC0415
    elif name == "policies":
        from desktop_app.cli.policies import policies as command  # noqa: PLC0415
    elif name == "quiz":
        from desktop_app.cli.quiz import quiz as command  # noqa: PLC0415
    elif name == "schema":
        from desktop_app.cli.schema import schema as command  # noqa: PLC0415
    else:
        from desktop_app.cli.window import window as command  # noqa: PLC0415
    return command(rest)


def _write_utf8() -> None:
    """Let the output keep characters that the console's own encoding lacks, as on Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


if __name__ == "__main__":
    sys.exit(main())
