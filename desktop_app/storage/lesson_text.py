"""The text of a lesson, taken apart: its header, its introduction and its steps. Markdown is read, HTML never."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from desktop_app.model.errors import LessonError
from desktop_app.model.lesson import MAX_STEPS, Span, SpanStyle

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

#: The line before and after a lesson's own header.
FENCE: Final = "+++"
_STEP_LEVEL: Final = "h2"
_STYLES: Final = {"strong_open": SpanStyle.STRONG, "em_open": SpanStyle.EMPHASIS}
_HEADER_FORM: Final = 'a header between two lines +++ at the top, with at least title = "…"'
_STEP_FORM: Final = "a heading such as ## What happens first, and below it a block ```toml that says what is shown"


@dataclass(slots=True, kw_only=True)
class StepText:
    """What stands under one heading.

    Attributes:
        title: The heading.
        line: Its line, from 1.
        header: The text of its block of TOML.
        header_line: The line of the first line of that text; 0 where there is no block.
        paragraphs: Its caption's paragraphs.
        notes: The paragraphs that only the speaker reads.
    """

    title: str
    line: int
    header: str = ""
    header_line: int = 0
    paragraphs: list[tuple[Span, ...]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LessonText:
    """A lesson's text, in parts.

    Attributes:
        header: The text between the lines ``+++``.
        introduction: The paragraphs before the first step.
        steps: Its steps.
    """

    header: str
    introduction: list[str] = field(default_factory=list)
    steps: list[StepText] = field(default_factory=list)


def take_apart(text: str, *, file: str) -> LessonText:
    """Return the parts of a lesson.

    Args:
        text: The file's text, with line feeds only.
        file: Its name, for errors.

    Raises:
        LessonError: When it has no header, no step, too many steps, or what a step cannot have.
    """
    header, end = header_text(text, file=file)
    lesson = LessonText(header=header)
    # Empty lines in the place of the header keep the numbers of the lines that follow.
    body = "\n" * (end + 1) + "\n".join(text.split("\n")[end + 1 :])
    _Reader(lesson, file).read(_markdown().parse(body))
    if not lesson.steps:
        raise LessonError(file, end + 1, "there is no step", _STEP_FORM)
    return lesson


def header_text(text: str, *, file: str) -> tuple[str, int]:
    """Return the text between the two lines ``+++`` at the top of a lesson, and the index of the second one.

    Args:
        text: The file's text, with line feeds only.
        file: Its name, for errors.

    Raises:
        LessonError: When they are not there.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != FENCE:
        raise LessonError(file, 1, "there is no header", _HEADER_FORM)
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE), None)
    if end is None:
        raise LessonError(file, 1, "the header does not end", _HEADER_FORM)
    return "\n".join(lines[1:end]), end


def _markdown() -> MarkdownIt:
    """Return a reader of headings, paragraphs, lists, quotations, code and emphasis; all else is text."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - a window's first paint reads no lesson

    rules = ["heading", "fence", "blockquote", "list", "emphasis", "backticks", "escape", "newline"]
    return MarkdownIt("zero", {"html": False, "linkify": False, "typographer": False}).enable(rules)


class _Reader:
    def __init__(self, lesson: LessonText, file: str) -> None:
        self._lesson = lesson
        self._file = file

    def read(self, tokens: list[Token]) -> None:
        """Sort what stands at the top level; whatever is within something belongs to that."""
        position = 0
        while position < len(tokens):
            end = _end_of(tokens, position)
            self._take(tokens[position : end + 1])
            position = end + 1

    def _take(self, block: list[Token]) -> None:
        first = block[0]
        line = first.map[0] + 1 if first.map else 1
        step = self._lesson.steps[-1] if self._lesson.steps else None
        if first.type == "heading_open":
            self._begin_step(first.tag, "".join(span.text for span in _spans(block[1])).strip(), line)
        elif first.type == "fence":
            self._take_header(step, first, line)
        elif step is None:
            self._lesson.introduction += _paragraphs(block)
        elif first.type == "blockquote_open":
            step.notes += _paragraphs(block)
        else:
            step.paragraphs += [_spans(token) for token in block if token.type == "inline"]

    def _begin_step(self, tag: str, title: str, line: int) -> None:
        if tag != _STEP_LEVEL:
            raise LessonError(self._file, line, "this heading is no step", "## and the title of a step")
        if not title:
            raise LessonError(self._file, line, "the step has no title", "## and the title of a step")
        if len(self._lesson.steps) == MAX_STEPS:
            problem = f"there are more than {MAX_STEPS} steps"
            raise LessonError(self._file, line, problem, f"at most {MAX_STEPS}; make two lessons of it")
        self._lesson.steps.append(StepText(title=title, line=line))

    def _take_header(self, step: StepText | None, block: Token, line: int) -> None:
        if step is None:
            raise LessonError(self._file, line, "this block belongs to no step", _STEP_FORM)
        if step.header_line or step.paragraphs or block.info.strip() != "toml":
            raise LessonError(
                self._file,
                line,
                "this block is not the step's header",
                "one block ```toml right below the step's heading; write code in a caption as `code`",
            )
        step.header, step.header_line = block.content, line + 1


def _end_of(tokens: list[Token], position: int) -> int:
    """Return where what begins at a position ends."""
    depth = 0
    for end in range(position, len(tokens)):
        depth += tokens[end].nesting
        if depth == 0:
            return end
    return len(tokens) - 1


def _paragraphs(block: list[Token]) -> list[str]:
    """Return plain text of each paragraph and item of a list."""
    found, item = [], False
    for token in block:
        if token.type == "list_item_open":
            item = True
        elif token.type == "inline":
            text = "".join(span.text for span in _spans(token))
            found.append(f"• {text}" if item else text)
            item = False
        elif token.type == "fence":
            found.append(token.content.rstrip("\n"))
    return found


def _spans(inline: Token) -> tuple[Span, ...]:
    """Return a paragraph's pieces; where styles are within each other, the innermost counts."""
    pieces: list[tuple[str, SpanStyle]] = []
    styles = [SpanStyle.PLAIN]
    for token in inline.children or ():
        if token.type in _STYLES:
            styles.append(_STYLES[token.type])
        elif token.nesting < 0:
            styles.pop()
        elif token.type in {"softbreak", "hardbreak"}:
            pieces.append((" ", styles[-1]))
        else:
            pieces.append((token.content, SpanStyle.CODE if token.type == "code_inline" else styles[-1]))
    joined: list[tuple[str, SpanStyle]] = []
    for text, style in pieces:
        if joined and joined[-1][1] is style:
            joined[-1] = (joined[-1][0] + text, style)
        elif text:
            joined.append((text, style))
    return tuple(Span(text, style) for text, style in joined)
