"""From options and a source to files, by the kind of the format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_app.app.show.sides import SidesPicture
from desktop_app.cli.exporting.clips import Work, jobs_for, serve, write_clip, write_sequence
from desktop_app.cli.exporting.films import film_of, seen_of
from desktop_app.cli.exporting.options import ExportOptions
from desktop_app.cli.exporting.runs import shot_of
from desktop_app.cli.exporting.sources import Source, print_of
from desktop_app.cli.exporting.telling import Telling, size_text
from desktop_app.cli.exporting.writers import ClipWriter, MakeEasel, writer_for
from desktop_app.cli.lesson_film import lesson_film
from desktop_app.cli.lesson_scenes import LessonScenes
from desktop_app.export.easel import Easel
from desktop_app.export.film import Film
from desktop_app.export.formats import Kind
from desktop_app.export.seen import Seen
from desktop_app.export.still import still_bytes
from desktop_app.model.durations import format_duration
from desktop_app.model.errors import ScenarioError
from desktop_app.model.lesson import Lesson
from desktop_app.model.quoting import file_shown
from desktop_app.storage.atomic import replacing
from desktop_app.storage.wording import written


def export_as(options: ExportOptions, source: Source, arguments: Sequence[str], telling: Telling) -> None:
    """Write what was asked for.

    Args:
        options: The options.
        source: What is exported.
        arguments: Those of the command line, for processes that help.
        telling: Who is told how far it is, and what was written.

    Raises:
        CoreloomError: When it cannot be written; what was there before is as it was.
    """
    keep = application()
    by_kind: dict[Kind, Callable[[], None]] = {
        Kind.PICTURE: lambda: _pictures(options, source, telling),
        Kind.SEQUENCE: lambda: _frames(options, source, arguments, telling),
        Kind.CLIP: lambda: _clips(options, source, arguments, telling),
        Kind.SLIDES: lambda: _slides(options, source, telling),
        Kind.DATA: lambda: _data(options, source, telling),
    }
    by_kind[options.form.kind]()
    del keep


def serve_as(options: ExportOptions, source: Source, folder: Path) -> None:
    """Write chunks for the process that started this one.

    Raises:
        CoreloomError: When a chunk cannot be written.
    """
    keep = application()
    film = _film(options, source)
    serve(_writer(options, source, jobs_for(film, options.jobs)), film, print_of(source), folder)
    del keep


def application() -> QApplication:
    """Return the application that fonts and widgets need, made where there is none. The caller keeps it."""
    existing = QApplication.instance()
    return existing if isinstance(existing, QApplication) else QApplication(["coreloom"])


def _film(options: ExportOptions, source: Source) -> Film:
    if isinstance(source, Lesson):
        scenes = LessonScenes(source, words=options.captions, speed_ns=options.speed_ns)
        return lesson_film(scenes, options.look, options.fps, _steps(options, source))
    return film_of(shot_of(source, ("--from", options.begin), ("--to", options.end)), options)


def _steps(options: ExportOptions, lesson: Lesson) -> list[int]:
    """Return which steps are exported, from 0."""
    if options.step is None:
        return list(range(len(lesson.steps)))
    if options.step >= len(lesson.steps):
        raise ScenarioError(
            "--step", "", written(str(options.step + 1)), f"1 to {len(lesson.steps)}, as it has so many"
        )
    return [options.step]


def _writer(options: ExportOptions, source: Source, jobs: int) -> ClipWriter:
    return writer_for(options.form, options.quality, _easels(source), jobs, options.codec)


def _easels(source: Source) -> MakeEasel:
    """Return what makes an easel; where runs are side by side it has widgets that paint them."""
    apart = isinstance(source, Lesson) and any(len(step.sides) > 1 for step in source.steps)
    return lambda film: Easel(film.look, SidesPicture() if apart else None)


def _work(film: Film, source: Source, arguments: Sequence[str], jobs: int, telling: Telling) -> Work:
    make_easel = _easels(source)

    def prepare(film: Film) -> None:
        # Fonts, numbers, and what pictures have in common, which the first one of a process finds.
        with closing(make_easel(film)) as easel:
            easel.paint(film.seen(0))

    return Work(film=film, source=print_of(source), arguments=arguments, jobs=jobs, telling=telling, prepare=prepare)


def _frames(options: ExportOptions, source: Source, arguments: Sequence[str], telling: Telling) -> None:
    film = _film(options, source)
    jobs = jobs_for(film, options.jobs)
    work = _work(film, source, arguments, jobs, telling)
    write_sequence(work, _writer(options, source, jobs), options.out)
    telling.written([options.out], f"{file_shown(str(options.out))}: {_length(film)}\n")


def _clips(options: ExportOptions, source: Source, arguments: Sequence[str], telling: Telling) -> None:
    film = _film(options, source)
    outs = [(film, options.out)]
    if options.per_step:
        outs = [(film.of_step(step), numbered(options.out, step)) for step in film.steps]
    jobs = jobs_for(film, options.jobs)
    work = _work(film, source, arguments, jobs, telling)
    write_clip(work, _writer(options, source, jobs), outs)
    lines = [f"{file_shown(str(out))}: {_length(part)}, {size_text(out)}" for part, out in outs]
    telling.written([out for _, out in outs], "".join(f"{line}\n" for line in lines))


def numbered(out: Path, step: int) -> Path:
    """Return the name of a file for a step of a lesson, from 0, such as ``clip-01.mp4``."""
    ending = "".join(out.suffixes[-1:])
    return out.with_name(f"{out.name.removesuffix(ending)}-{step + 1:02}{ending}")


def _length(film: Film) -> str:
    width, height = film.look.size
    return f"{film.frames} frames of {width}x{height} at {film.fps} a second"


def _pictures(options: ExportOptions, source: Source, telling: Telling) -> None:
    """Write all pictures, or none."""
    wanted = list(_stills(options, source))
    telling.begin(len(wanted))
    sides = SidesPicture() if isinstance(source, Lesson) else None
    width, height = options.look.size
    lines = list[str]()
    with ExitStack() as files:
        for out, show in wanted:
            path, seen = files.enter_context(replacing(out)), show()
            telling.temporary(path)
            path.write_bytes(still_bytes(seen, options.look, options.form, sides))
            lines.append(f"{file_shown(str(out))}: {width}x{height} at {format_duration(seen.t_ns)}\n")
            telling.frames(1)
    telling.written([out for out, _ in wanted], "".join(lines))


def _slides(options: ExportOptions, source: Source, telling: Telling) -> None:
    from desktop_app.cli.exporting.slides import write_slides  # noqa: PLC0415 - only slides need it

    write_slides(options, source, _easels(source), telling)


def _data(options: ExportOptions, source: Source, telling: Telling) -> None:
    from desktop_app.cli.exporting.data import write_data  # noqa: PLC0415 - only data need it

    assert not isinstance(source, Lesson)  # the options were refused
    write_data(options, source, telling)


def _stills(options: ExportOptions, source: Source) -> list[tuple[Path, Callable[[], Seen]]]:
    """Return the files of pictures, and what gives what each of them shows."""
    if isinstance(source, Lesson):
        scenes = LessonScenes(source, words=options.captions)
        return [
            (numbered(options.out, step) if options.per_step else options.out, partial(_first_moment, scenes, step))
            for step in _steps(options, source)
        ]
    shot = shot_of(source, ("--at", options.at), ("--at", options.at))
    return [(options.out, lambda: seen_of(shot.trace, shot.end_ns, options))]


def _first_moment(scenes: LessonScenes, step: int) -> Seen:
    """Return what a picture of a step shows: its first moment with its caption, which no question keeps back."""
    scene = scenes[step]
    return replace(scene.seen(scene.span.begin_ns), asked=None)
