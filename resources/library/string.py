"""Strings of letters and digits, capwords and Template. Left out: Formatter."""

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = ascii_lowercase + ascii_uppercase
digits = "0123456789"
hexdigits = digits + "abcdef" + "ABCDEF"
octdigits = "01234567"
punctuation = r"""!"#$%&'()*+,-./:;<=>?@[\]^_`{|}~"""
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s, sep=None):
    """The words of a text with capital first letters, joined by one separator."""
    return (sep or " ").join([word.capitalize() for word in s.split(sep)])


_NAME_STARTS = frozenset("_" + ascii_letters)
_NAME_CHARS = frozenset("_" + ascii_letters + digits)


class Template:
    """A text with $names to be filled in."""

    delimiter = "$"

    def __init__(self, template):
        self.template = template

    def _parts(self):
        """The plain texts, and (name, as written, position) for each place; an invalid one has no name."""
        text = self.template
        result = []
        place = 0
        while True:
            found = text.find(self.delimiter, place)
            if found < 0:
                result.append(text[place:])
                return result
            result.append(text[place:found])
            after = found + 1
            if text[after : after + 1] == self.delimiter:
                result.append(self.delimiter)
                place = after + 1
                continue
            braced = text[after : after + 1] == "{"
            start = after + braced
            end = start
            if text[start : start + 1] in _NAME_STARTS:
                while text[end : end + 1] in _NAME_CHARS:
                    end += 1
            name = text[start:end]
            if braced and text[end : end + 1] != "}":
                name = ""
            place = end + braced if name else after
            result.append((name, text[found:place], after))

    def substitute(self, mapping=None, /, **kws):
        values = {} if mapping is None else mapping
        result = []
        for part in self._parts():
            if isinstance(part, str):
                result.append(part)
            elif part[0]:
                name = part[0]
                result.append(str(kws[name] if name in kws else values[name]))
            else:
                self._fail(part[2])
        return "".join(result)

    def safe_substitute(self, mapping=None, /, **kws):
        values = {} if mapping is None else mapping
        result = []
        for part in self._parts():
            if isinstance(part, str):
                result.append(part)
            elif part[0] in kws:
                result.append(str(kws[part[0]]))
            else:
                result.append(str(values[part[0]]) if part[0] and part[0] in values else part[1])
        return "".join(result)

    def is_valid(self):
        return all(isinstance(part, str) or part[0] for part in self._parts())

    def get_identifiers(self):
        return list(dict.fromkeys([part[0] for part in self._parts() if not isinstance(part, str) and part[0]]))

    def _fail(self, place):
        lines = self.template[:place].splitlines(keepends=True)
        if not lines:
            column, line = 1, 1
        else:
            column = place - len("".join(lines[:-1]))
            line = len(lines)
        raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")
