"""Text in lines of a given width: wrap, fill, shorten, indent, dedent."""

_SPACES = "\t\n\x0b\x0c\r "
_SPACE_SET = frozenset(_SPACES)


class TextWrapper:
    """Breaks text into lines that are no longer than `width`."""

    def __init__(
        self,
        width=70,
        initial_indent="",
        subsequent_indent="",
        expand_tabs=True,
        replace_whitespace=True,
        fix_sentence_endings=False,
        break_long_words=True,
        drop_whitespace=True,
        break_on_hyphens=True,
        tabsize=8,
        *,
        max_lines=None,
        placeholder=" [...]",
    ):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def wrap(self, text):
        """The lines of a paragraph."""
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for space in "\t\n\x0b\x0c\r":
                text = text.replace(space, " ")
        chunks = _chunks(text, self.break_on_hyphens)
        if self.fix_sentence_endings:
            _widen_sentence_ends(chunks)
        return self._lines(chunks)

    def fill(self, text):
        """The paragraph as one text."""
        return "\n".join(self.wrap(text))

    def _lines(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()
        while chunks:
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and lines and not chunks[-1].strip():
                chunks.pop()
            line, length = self._fill_line(chunks, width)
            if self.drop_whitespace and line and not line[-1].strip():
                length -= len(line.pop())
            if not line:
                continue
            if self._may_go_on(chunks, lines, length, width):
                lines.append(indent + "".join(line))
                continue
            self._end_with_placeholder(lines, line, length, width, indent)
            break
        return lines

    def _fill_line(self, chunks, width):
        line = []
        length = 0
        while chunks and length + len(chunks[-1]) <= width:
            length += len(chunks[-1])
            line.append(chunks.pop())
        if chunks and len(chunks[-1]) > width:
            self._break_word(chunks, line, length, width)
            length = sum(map(len, line))
        return line, length

    def _break_word(self, chunks, line, length, width):
        """Put of a word that is too long for any line what fits on this one."""
        room = 1 if width < 1 else width - length
        if self.break_long_words:
            word = chunks[-1]
            end = room
            if self.break_on_hyphens and len(word) > room:
                hyphen = word.rfind("-", 0, room)
                if hyphen > 0 and any(char != "-" for char in word[:hyphen]):
                    end = hyphen + 1
            line.append(word[:end])
            chunks[-1] = word[end:]
        elif not line:
            line.append(chunks.pop())

    def _may_go_on(self, chunks, lines, length, width):
        if self.max_lines is None or len(lines) + 1 < self.max_lines:
            return True
        rest_is_space = not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
        return rest_is_space and length <= width

    def _end_with_placeholder(self, lines, line, length, width, indent):
        while line:
            if line[-1].strip() and length + len(self.placeholder) <= width:
                line.append(self.placeholder)
                lines.append(indent + "".join(line))
                return
            length -= len(line.pop())
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())


def _chunks(text, at_hyphens):
    """The words and the white space between them; words may be broken after hyphens."""
    result = []
    place = 0
    while place < len(text):
        end = place
        if text[place] in _SPACE_SET:
            while end < len(text) and text[end] in _SPACE_SET:
                end += 1
            result.append(text[place:end])
        else:
            while end < len(text) and text[end] not in _SPACE_SET:
                end += 1
            word = text[place:end]
            if at_hyphens and "-" in word:
                result.extend(_broken(word))
            else:
                result.append(word)
        place = end
    return result


def _is_letter(char):
    return char.isalpha() or char == "_"


def _is_word_char(char):
    return char.isalnum() or char == "_"


def _broken(word):
    """The pieces of a word with hyphens: after one between letters, and around a dash of two or more."""
    pieces = []
    start = 0
    place = 0
    size = len(word)
    while place < size:
        if word[place] != "-":
            place += 1
            continue
        end = place
        while end < size and word[end] == "-":
            end += 1
        if end - place > 1:
            # A dash stands alone between words.
            before = place > start and (_is_word_char(word[place - 1]) or word[place - 1] in "!\"'&.,?")
            after = end < size and _is_word_char(word[end])
            if before and after:
                pieces.append(word[start:place])
                pieces.append(word[place:end])
                start = end
        elif _breaks_after(word, start, place):
            pieces.append(word[start:end])
            start = end
        place = end
    if start < size:
        pieces.append(word[start:])
    return pieces


def _breaks_after(word, start, hyphen):
    """Whether a word may be broken after a hyphen: two letters before it and two after, hyphens not counted."""
    before = word[:hyphen]
    if hyphen == start or len(before) < 2 or not _is_letter(before[-1]):
        return False
    if not (_is_letter(before[-2]) or before[-2] == "-" and len(before) > 2 and _is_letter(before[-3])):
        return False
    after = word[hyphen + 1 :]
    if len(after) < 2 or not _is_letter(after[0]):
        return False
    return _is_letter(after[1]) or after[1] == "-" and len(after) > 2 and _is_letter(after[2])


def _widen_sentence_ends(chunks):
    for place in range(len(chunks) - 1):
        word = chunks[place].rstrip("\"'")
        if chunks[place + 1] == " " and len(word) > 1 and word[-1] in ".!?" and word[-2].islower():
            chunks[place + 1] = "  "


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph, each no longer than `width`."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph with line breaks."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """One line of the text, with a placeholder for what does not fit."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """The text without the white space that all its lines begin with."""
    lines = text.split("\n")
    margin = None
    for place, line in enumerate(lines):
        body = line.lstrip(" \t")
        if not body:
            lines[place] = ""
            continue
        indent = line[: len(line) - len(body)]
        if margin is None:
            margin = indent
        else:
            same = 0
            while same < len(margin) and same < len(indent) and margin[same] == indent[same]:
                same += 1
            margin = margin[:same]
    if margin:
        lines = [line[len(margin) :] if line else line for line in lines]
    return "\n".join(lines)


def indent(text, prefix, predicate=None):
    """The text with a prefix before each line, or before those for which `predicate` is true."""
    result = []
    for line in text.splitlines(True):
        if predicate(line) if predicate is not None else line.strip():
            result.append(prefix)
        result.append(line)
    return "".join(result)
