"""Fraction: exact numbers with a numerator and a denominator. Left out: Decimal as a source."""

import _machine
from math import gcd, isinf, isnan

__all__ = ["Fraction"]


class Fraction:
    """A numerator and a denominator without a common divisor; the denominator is positive."""

    _shown = ("_numerator", "_denominator")

    def __new__(cls, numerator=0, denominator=None):
        self = super().__new__(cls)
        if denominator is None:
            self._numerator, self._denominator = _ratio(numerator)
            return self
        if isinstance(numerator, int) and isinstance(denominator, int):
            top, bottom = int(numerator), int(denominator)
        elif _is_rational(numerator) and _is_rational(denominator):
            top = numerator.numerator * denominator.denominator
            bottom = denominator.numerator * numerator.denominator
        else:
            raise TypeError("both arguments should be Rational instances")
        if not bottom:
            raise ZeroDivisionError(f"Fraction({top}, 0)")
        divisor = gcd(top, bottom)
        if bottom < 0:
            divisor = -divisor
        self._numerator = top // divisor
        self._denominator = bottom // divisor
        return self

    @classmethod
    def _of(cls, top, bottom):
        """A fraction of numbers without a common divisor, the lower one positive."""
        self = object.__new__(cls)
        self._numerator = top
        self._denominator = bottom
        return self

    @classmethod
    def from_float(cls, f):
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {f!r} ({type(f).__name__})")
        return cls._of(*f.as_integer_ratio())

    @property
    def numerator(self):
        return self._numerator

    @property
    def denominator(self):
        return self._denominator

    @property
    def real(self):
        return +self

    @property
    def imag(self):
        return 0

    def as_integer_ratio(self):
        return self._numerator, self._denominator

    def is_integer(self):
        return self._denominator == 1

    def conjugate(self):
        return +self

    def limit_denominator(self, max_denominator=1000000):
        """The nearest fraction whose denominator is not larger."""
        if max_denominator < 1:
            raise ValueError("max_denominator should be at least 1")
        if self._denominator <= max_denominator:
            return Fraction(self)
        # The convergents of the continued fraction, up to the last that fits.
        before_top, before_bottom, top, bottom = 0, 1, 1, 0
        n, d = self._numerator, self._denominator
        while True:
            whole = n // d
            next_bottom = before_bottom + whole * bottom
            if next_bottom > max_denominator:
                break
            before_top, before_bottom, top, bottom = top, bottom, before_top + whole * top, next_bottom
            n, d = d, n - whole * d
        steps = (max_denominator - before_bottom) // bottom
        # Which of the two candidates on both sides is nearer.
        if 2 * d * (before_bottom + steps * bottom) <= self._denominator:
            return Fraction._of(top, bottom)
        return Fraction._of(before_top + steps * top, before_bottom + steps * bottom)

    def __repr__(self):
        return f"{type(self).__name__}({self._numerator}, {self._denominator})"

    def __str__(self):
        if self._denominator == 1:
            return str(self._numerator)
        return f"{self._numerator}/{self._denominator}"

    def __format__(self, spec):
        if not spec:
            return str(self)
        if _machine.version() < (3, 12):
            raise TypeError(f"unsupported format string passed to {type(self).__name__}.__format__")
        if spec[-1] in "eEfFgG%":
            return _format_decimal(self, spec)
        if _machine.version() < (3, 13):
            raise ValueError(f"Invalid format specifier {spec!r} for object of type {type(self).__name__!r}")
        return format(str(self), spec if spec[0] in "<>^=" or spec[1:2] in ("<", ">", "^") else ">" + spec)

    def __add__(a, b):
        other = _exact(b)
        if other is None:
            return (
                float(a) + b if isinstance(b, float) else complex(a) + b if isinstance(b, complex) else NotImplemented
            )
        return Fraction(a._numerator * other[1] + other[0] * a._denominator, a._denominator * other[1])

    def __radd__(b, a):
        return _reversed(a, b, lambda a, b: a + b)

    def __sub__(a, b):
        other = _exact(b)
        if other is None:
            return (
                float(a) - b if isinstance(b, float) else complex(a) - b if isinstance(b, complex) else NotImplemented
            )
        return Fraction(a._numerator * other[1] - other[0] * a._denominator, a._denominator * other[1])

    def __rsub__(b, a):
        return _reversed(a, b, lambda a, b: a - b)

    def __mul__(a, b):
        other = _exact(b)
        if other is None:
            return (
                float(a) * b if isinstance(b, float) else complex(a) * b if isinstance(b, complex) else NotImplemented
            )
        return Fraction(a._numerator * other[0], a._denominator * other[1])

    def __rmul__(b, a):
        return _reversed(a, b, lambda a, b: a * b)

    def __truediv__(a, b):
        other = _exact(b)
        if other is None:
            return (
                float(a) / b if isinstance(b, float) else complex(a) / b if isinstance(b, complex) else NotImplemented
            )
        if not other[0]:
            top = a._numerator * other[1]
            # The words show the numerator without the divisor that it has in common with zero.
            raise ZeroDivisionError(f"Fraction({top if _machine.version() < (3, 12) else a._numerator}, 0)")
        return Fraction(a._numerator * other[1], a._denominator * other[0])

    def __rtruediv__(b, a):
        return _reversed(a, b, lambda a, b: a / b)

    def __floordiv__(a, b):
        other = _exact(b)
        if other is None:
            return float(a) // b if isinstance(b, float) else NotImplemented
        return (a._numerator * other[1]) // (a._denominator * other[0])

    def __rfloordiv__(b, a):
        return _reversed(a, b, lambda a, b: a // b)

    def __mod__(a, b):
        other = _exact(b)
        if other is None:
            return float(a) % b if isinstance(b, float) else NotImplemented
        return Fraction((a._numerator * other[1]) % (other[0] * a._denominator), a._denominator * other[1])

    def __rmod__(b, a):
        return _reversed(a, b, lambda a, b: a % b)

    def __divmod__(a, b):
        return a // b, a % b

    def __rdivmod__(b, a):
        return a // b, a % b

    def __pow__(a, b):
        power = _exact(b)
        if power is None:
            return float(a) ** b if isinstance(b, (float, complex)) else NotImplemented
        if power[1] != 1:
            return float(a) ** float(b)
        n = power[0]
        if n >= 0:
            return Fraction._of(a._numerator**n, a._denominator**n)
        if a._numerator > 0:
            return Fraction._of(a._denominator**-n, a._numerator**-n)
        if not a._numerator:
            raise ZeroDivisionError(f"Fraction({a._denominator**-n}, 0)")
        return Fraction._of((-a._denominator) ** -n, (-a._numerator) ** -n)

    def __rpow__(b, a):
        if b._denominator == 1 and b._numerator >= 0:
            return a**b._numerator
        if isinstance(a, int):
            return Fraction(a) ** b
        if b._denominator == 1:
            return a**b._numerator
        return a ** float(b)

    def __pos__(self):
        return Fraction._of(self._numerator, self._denominator)

    def __neg__(self):
        return Fraction._of(-self._numerator, self._denominator)

    def __abs__(self):
        return Fraction._of(abs(self._numerator), self._denominator)

    def __int__(self):
        return self.__trunc__()

    def __float__(self):
        return self._numerator / self._denominator

    def __complex__(self):
        return complex(float(self))

    def __trunc__(self):
        if self._numerator < 0:
            return -(-self._numerator // self._denominator)
        return self._numerator // self._denominator

    def __floor__(self):
        return self._numerator // self._denominator

    def __ceil__(self):
        return -(-self._numerator // self._denominator)

    def __round__(self, ndigits=None):
        if ndigits is None:
            whole, rest = divmod(self._numerator, self._denominator)
            twice = rest * 2
            if twice < self._denominator or twice == self._denominator and not whole % 2:
                return whole
            return whole + 1
        shift = 10 ** abs(ndigits)
        if ndigits > 0:
            return Fraction(round(self * shift), shift)
        return Fraction(round(self / shift) * shift)

    def __hash__(self):
        modulus = (1 << 61) - 1
        if self._denominator % modulus:
            result = hash(hash(abs(self._numerator)) * pow(self._denominator, -1, modulus))
        else:
            result = 314159
        if self._numerator < 0:
            result = -result
        return -2 if result == -1 else result

    def __eq__(a, b):
        if type(b) is int:
            return a._numerator == b and a._denominator == 1
        other = _exact(b)
        if other is not None:
            return a._numerator == other[0] and a._denominator == other[1]
        if isinstance(b, complex) and not b.imag:
            b = b.real
        if isinstance(b, float):
            if isnan(b) or isinf(b):
                return 0.0 == b
            return (a._numerator, a._denominator) == b.as_integer_ratio()
        return NotImplemented

    def __lt__(a, b):
        order = _order(a, b)
        return NotImplemented if order is None else order[0] < order[1]

    def __gt__(a, b):
        order = _order(a, b)
        return NotImplemented if order is None else order[0] > order[1]

    def __le__(a, b):
        order = _order(a, b)
        return NotImplemented if order is None else order[0] <= order[1]

    def __ge__(a, b):
        order = _order(a, b)
        return NotImplemented if order is None else order[0] >= order[1]

    def __bool__(self):
        return bool(self._numerator)

    def __copy__(self):
        return self if type(self) is Fraction else type(self)(self._numerator, self._denominator)

    def __deepcopy__(self, memo):
        return self.__copy__()


def _is_rational(value):
    return isinstance(value, (int, Fraction))


def _exact(value):
    """The numerator and the denominator of an exact number; None of another value."""
    if isinstance(value, Fraction):
        return value._numerator, value._denominator
    if isinstance(value, int):
        return int(value), 1
    return None


def _reversed(a, b, operate):
    """The operation on a plain number on the left and a fraction."""
    if isinstance(a, int):
        return operate(Fraction(a), b)
    if isinstance(a, float):
        return operate(a, float(b))
    if isinstance(a, complex):
        return operate(a, complex(b))
    return NotImplemented


def _order(a, b):
    """Two numbers that are ordered as the fraction and the other value are; None if they have no order."""
    other = _exact(b)
    if other is None:
        if not isinstance(b, float):
            return None
        if isnan(b) or isinf(b):
            return 0.0, b
        other = b.as_integer_ratio()
    return a._numerator * other[1], other[0] * a._denominator


def _ratio(value):
    exact = _exact(value)
    if exact is not None:
        return exact
    if isinstance(value, float):
        return value.as_integer_ratio()
    if isinstance(value, str):
        parsed = _parse(value)
        if parsed is None:
            raise ValueError(f"Invalid literal for Fraction: {value!r}")
        return parsed
    if _machine.version() >= (3, 14):
        ratio = _machine.special(value, "as_integer_ratio")
        if ratio is not None:
            return ratio()
        raise TypeError("argument should be a string or a Rational instance or have the as_integer_ratio() method")
    raise TypeError("argument should be a string or a Rational instance")


def _parse(text):
    """The numbers of a text such as "-3/4", "1.5" or "2e-3"; None if it is no fraction."""
    body = text.strip()
    sign = 1
    if body[:1] in ("+", "-"):
        sign = -1 if body[0] == "-" else 1
        body = body[1:]
    top, slash, bottom = body.partition("/")
    if slash:
        if _machine.version() >= (3, 12):
            top, bottom = top.rstrip(), bottom.lstrip()
        if not (_is_number(top) and _is_number(bottom)):
            return None
        if not int(bottom):
            raise ZeroDivisionError(f"Fraction({sign * int(top)}, 0)")
        return Fraction(sign * int(top), int(bottom)).as_integer_ratio()
    number, _, exponent = body.replace("E", "e").partition("e")
    has_exponent = "e" in body.lower()
    whole, point, part = number.partition(".")
    if not (whole or part) or (whole and not _is_number(whole)) or (part and not _is_number(part)):
        return None
    power = 0
    if has_exponent:
        digits = exponent[1:] if exponent[:1] in ("+", "-") else exponent
        if not _is_number(digits):
            return None
        power = int(exponent)
    part = part.replace("_", "")
    value = sign * int((whole or "0").replace("_", "") + part)
    power -= len(part)
    if power >= 0:
        return value * 10**power, 1
    return Fraction(value, 10**-power).as_integer_ratio()


def _is_number(text):
    return bool(text) and all(group.isdecimal() for group in text.split("_"))


def _format_decimal(value, spec):
    """A fixed number of decimals, exactly rounded; the other presentations are those of the nearest float."""
    kind = spec[-1]
    head, point, digits = spec[:-1].rpartition(".")
    if not point:
        head, digits = digits, "6"
    if kind not in "fF%" or not digits.isdecimal():
        return format(float(value), spec)
    places = int(digits)
    scaled = round(value * 10 ** (places + (2 if kind == "%" else 0)))
    sign = "-" if value < 0 else ""
    text = str(abs(scaled)).rjust(places + 1, "0")
    whole = text[: len(text) - places] if places else text
    part = "." + text[len(text) - places :] if places else ""
    if "," in head:
        whole = f"{int(whole):,}"
        head = head.replace(",", "")
    if head[:1] in ("+", " ") and not sign:
        sign = head[0]
    head = head.lstrip("+- ")
    body = whole + part + ("%" if kind == "%" else "")
    if head.startswith("0") and len(head) > 1:
        return sign + body.rjust(int(head) - len(sign), "0")
    return format(sign + body, head if not head or head[0] in "<>^" or head[1:2] in ("<", ">", "^") else ">" + head)
