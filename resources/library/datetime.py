"""Dates, times of day, moments and durations; `now` and `today` come from the simulated clock, which begins at
2026-01-01 00:00:00 and is in UTC.

Left out: time zones other than fixed offsets, `fold`, and the rarer directives of strftime and strptime.
"""

import _machine

__all__ = ["MAXYEAR", "MINYEAR", "UTC", "date", "datetime", "time", "timedelta", "timezone", "tzinfo"]

MINYEAR = 1
MAXYEAR = 9999
_MAX_ORDINAL = 3652059
_EPOCH_ORDINAL = 719163
# The simulated clock's beginning, in seconds since 1970.
_CLOCK_START = 1767225600
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH_NAMES = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
_DAY_NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_DAYS_BEFORE = [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334]
_DAYS_IN = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]


def _is_leap(year):
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _days_in(year, month):
    return 29 if month == 2 and _is_leap(year) else _DAYS_IN[month]


def _days_before_year(year):
    past = year - 1
    return past * 365 + past // 4 - past // 100 + past // 400


def _ordinal(year, month, day):
    return _days_before_year(year) + _DAYS_BEFORE[month] + (month > 2 and _is_leap(year)) + day


def _from_ordinal(n):
    """The year, month and day of a day's number; day 1 is the first of year 1."""
    n -= 1
    centuries4, n = divmod(n, 146097)
    centuries, n = divmod(n, 36524)
    years4, n = divmod(n, 1461)
    years, n = divmod(n, 365)
    year = centuries4 * 400 + centuries * 100 + years4 * 4 + years + 1
    if years == 4 or centuries == 4:
        return year - 1, 12, 31
    month = 1
    while n >= _days_in(year, month):
        n -= _days_in(year, month)
        month += 1
    return year, month, n + 1


def _whole(value):
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) or not _machine.has_special(value, "__index__"):
        raise TypeError(f"'{type(value).__name__}' object cannot be interpreted as an integer")
    return value.__index__()


def _check_date(year, month, day):
    for place, (name, value) in enumerate((("year", year), ("month", month), ("day", day))):
        if value is None:
            raise TypeError(f"function missing required argument {name!r} (pos {place + 1})")
    year, month, day = _whole(year), _whole(month), _whole(day)
    if not MINYEAR <= year <= MAXYEAR:
        if _machine.version() >= (3, 14):
            raise ValueError(f"year must be in {MINYEAR}..{MAXYEAR}, not {year}")
        raise ValueError(f"year {year} is out of range")
    if not 1 <= month <= 12:
        raise ValueError("month must be in 1..12" + _told(month))
    if not 1 <= day <= _days_in(year, month):
        if _machine.version() >= (3, 14):
            raise ValueError(f"day {day} must be in range 1..{_days_in(year, month)} for month {month} in year {year}")
        raise ValueError("day is out of range for month")
    return year, month, day


def _told(value):
    return f", not {value}" if _machine.version() >= (3, 14) else ""


def _check_time(hour, minute, second, microsecond):
    hour, minute, second, microsecond = _whole(hour), _whole(minute), _whole(second), _whole(microsecond)
    if not 0 <= hour <= 23:
        raise ValueError("hour must be in 0..23" + _told(hour))
    if not 0 <= minute <= 59:
        raise ValueError("minute must be in 0..59" + _told(minute))
    if not 0 <= second <= 59:
        raise ValueError("second must be in 0..59" + _told(second))
    if not 0 <= microsecond <= 999999:
        raise ValueError("microsecond must be in 0..999999" + _told(microsecond))
    return hour, minute, second, microsecond


def _divide_and_round(a, b):
    """a / b as an integer, halves to the even one."""
    q, r = divmod(a, b)
    r *= 2
    if (r > b if b > 0 else r < b) or r == b and q % 2:
        q += 1
    return q


class _Field:
    """A part of a value, which cannot be set."""

    def __init__(self, name, words):
        self._private = "_" + name
        self._words = words

    def __get__(self, instance, owner=None):
        return self if instance is None else getattr(instance, self._private)

    def __set__(self, instance, value):
        raise AttributeError(self._words)

    def __delete__(self, instance):
        raise AttributeError(self._words)


class timedelta:
    """A duration, exact to the microsecond."""

    _tp_name = "datetime.timedelta"

    def __new__(cls, days=0, seconds=0, microseconds=0, milliseconds=0, minutes=0, hours=0, weeks=0):
        total = 0
        rest = 0.0
        for name, value, scale in (
            ("days", days, 86400000000),
            ("seconds", seconds, 1000000),
            ("microseconds", microseconds, 1),
            ("milliseconds", milliseconds, 1000),
            ("minutes", minutes, 60000000),
            ("hours", hours, 3600000000),
            ("weeks", weeks, 604800000000),
        ):
            if isinstance(value, int):
                total += value * scale
            elif isinstance(value, float):
                if value - value != 0:
                    if value != value:
                        raise ValueError("cannot convert float NaN to integer")
                    raise OverflowError("cannot convert float infinity to integer")
                whole = int(value)
                part = (value - whole) * scale
                total += whole * scale + int(part)
                rest += part - int(part)
            else:
                raise TypeError(f"unsupported type for timedelta {name} component: {type(value).__name__}")
        if rest:
            whole = round(rest)
            # A half goes to the even sum.
            if abs(rest - int(rest)) == 0.5 and (total + whole) % 2:
                whole += 1 if rest > whole else -1
            total += whole
        return cls._of(total)

    @classmethod
    def _of(cls, total):
        self = object.__new__(cls)
        days, rest = divmod(total, 86400000000)
        if abs(days) > 999999999:
            raise OverflowError(f"days={days}; must have magnitude <= 999999999")
        self._days = days
        self._seconds, self._microseconds = divmod(rest, 1000000)
        self._total = total
        return self

    days = _Field("days", "readonly attribute")
    seconds = _Field("seconds", "readonly attribute")
    microseconds = _Field("microseconds", "readonly attribute")

    def total_seconds(self):
        return self._total / 1000000

    def __repr__(self):
        parts = []
        if self._days:
            parts.append(f"days={self._days}")
        if self._seconds:
            parts.append(f"seconds={self._seconds}")
        if self._microseconds:
            parts.append(f"microseconds={self._microseconds}")
        return f"{_qualified(self)}({', '.join(parts) or '0'})"

    def __str__(self):
        minutes, seconds = divmod(self._seconds, 60)
        hours, minutes = divmod(minutes, 60)
        text = f"{hours}:{minutes:02}:{seconds:02}"
        if self._days:
            text = f"{self._days} day{'' if abs(self._days) == 1 else 's'}, {text}"
        if self._microseconds:
            text += f".{self._microseconds:06}"
        return text

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total + other._total)

    __radd__ = __add__

    def __sub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total - other._total)

    def __rsub__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(other._total - self._total)

    def __neg__(self):
        return timedelta._of(-self._total)

    def __pos__(self):
        return timedelta._of(self._total)

    def __abs__(self):
        return timedelta._of(abs(self._total))

    def __mul__(self, other):
        if isinstance(other, int):
            return timedelta._of(self._total * other)
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            return timedelta._of(_divide_and_round(self._total * a, b))
        return NotImplemented

    __rmul__ = __mul__

    def __truediv__(self, other):
        if isinstance(other, timedelta):
            return self._total / other._total
        if isinstance(other, int):
            if not other:
                raise ZeroDivisionError(_DIVISION)
            return timedelta._of(_divide_and_round(self._total, other))
        if isinstance(other, float):
            a, b = other.as_integer_ratio()
            if not a:
                raise ZeroDivisionError(_DIVISION)
            return timedelta._of(_divide_and_round(self._total * b, a))
        return NotImplemented

    def __floordiv__(self, other):
        if isinstance(other, timedelta):
            return self._total // other._total
        if isinstance(other, int):
            return timedelta._of(self._total // other)
        return NotImplemented

    def __mod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return timedelta._of(self._total % other._total)

    def __divmod__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        q, r = divmod(self._total, other._total)
        return q, timedelta._of(r)

    def __eq__(self, other):
        return self._total == other._total if isinstance(other, timedelta) else NotImplemented

    def __lt__(self, other):
        return self._total < other._total if isinstance(other, timedelta) else NotImplemented

    def __le__(self, other):
        return self._total <= other._total if isinstance(other, timedelta) else NotImplemented

    def __gt__(self, other):
        return self._total > other._total if isinstance(other, timedelta) else NotImplemented

    def __ge__(self, other):
        return self._total >= other._total if isinstance(other, timedelta) else NotImplemented

    def __hash__(self):
        return hash((self._days, self._seconds, self._microseconds))

    def __bool__(self):
        return bool(self._total)

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


_DIVISION = "integer division or modulo by zero" if _machine.version() < (3, 14) else "division by zero"
timedelta.min = timedelta(-999999999)
timedelta.max = timedelta(999999999, 86399, 999999)
timedelta.resolution = timedelta(0, 0, 1)


def _qualified(obj):
    """A class as repr shows it: with the module, for ours and for a subclass."""
    cls = type(obj)
    if cls.__module__ == "datetime" or cls.__module__ != "__main__":
        return f"{cls.__module__}.{cls.__qualname__}"
    return cls.__qualname__


class tzinfo:
    """A base for time zones."""

    def utcoffset(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement utcoffset()")

    def tzname(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement tzname()")

    def dst(self, dt):
        raise NotImplementedError("a tzinfo subclass must implement dst()")

    def fromutc(self, dt):
        return dt + self.utcoffset(dt)


class timezone(tzinfo):
    """A fixed offset from UTC."""

    _tp_name = "datetime.timezone"

    def __init__(self, offset, name=None):
        if not isinstance(offset, timedelta):
            raise TypeError(f"timezone() argument 1 must be datetime.timedelta, not {type(offset).__name__}")
        if not -timedelta(1) < offset < timedelta(1):
            raise ValueError(
                "offset must be a timedelta strictly between -timedelta(hours=24) and timedelta(hours=24), "
                f"not {offset!r}"
            )
        self._offset = offset
        self._name = name

    def utcoffset(self, dt):
        return self._offset

    def dst(self, dt):
        return None

    def tzname(self, dt):
        if self._name is not None:
            return self._name
        return "UTC" + _offset_text(self._offset) if self._offset else "UTC"

    def __str__(self):
        return self.tzname(None)

    def __repr__(self):
        if self is timezone.utc:
            return "datetime.timezone.utc"
        if self._name is None:
            return f"datetime.timezone({self._offset!r})"
        return f"datetime.timezone({self._offset!r}, {self._name!r})"

    def __eq__(self, other):
        return self._offset == other._offset if isinstance(other, timezone) else NotImplemented

    def __hash__(self):
        return hash(self._offset)


def _offset_text(offset, separator=":"):
    if offset is None:
        return ""
    seconds = abs(offset)._total // 1000000
    text = f"{'-' if offset._total < 0 else '+'}{seconds // 3600:02}{separator}{seconds // 60 % 60:02}"
    return text + (f"{separator}{seconds % 60:02}" if seconds % 60 else "")


timezone.utc = timezone(timedelta(0))
UTC = timezone.utc


def _format(value, text, year, month, day, hour, minute, second, microsecond, zone):
    """What strftime gives."""
    number = _ordinal(year, month, day)
    weekday = (number + 6) % 7
    year_day = number - _days_before_year(year)
    result = []
    place = 0
    while place < len(text):
        char = text[place]
        place += 1
        if char != "%" or place == len(text):
            result.append(char)
            continue
        code = text[place]
        place += 1
        if code == "-" and place < len(text):
            # Without leading zeros, as the C library of Linux and macOS has it.
            plain = _format(value, "%" + text[place], year, month, day, hour, minute, second, microsecond, zone)
            result.append(plain.lstrip("0") or "0")
            place += 1
        elif code == "d":
            result.append(f"{day:02}")
        elif code == "m":
            result.append(f"{month:02}")
        elif code == "Y":
            result.append(str(year))
        elif code == "y":
            result.append(f"{year % 100:02}")
        elif code == "H":
            result.append(f"{hour:02}")
        elif code == "I":
            result.append(f"{(hour - 1) % 12 + 1:02}")
        elif code == "M":
            result.append(f"{minute:02}")
        elif code == "S":
            result.append(f"{second:02}")
        elif code == "f":
            result.append(f"{microsecond:06}")
        elif code == "p":
            result.append("AM" if hour < 12 else "PM")
        elif code == "a":
            result.append(_DAYS[weekday])
        elif code == "A":
            result.append(_DAY_NAMES[weekday])
        elif code == "w":
            result.append(str((weekday + 1) % 7))
        elif code == "u":
            result.append(str(weekday + 1))
        elif code in ("b", "h"):
            result.append(_MONTHS[month - 1])
        elif code == "B":
            result.append(_MONTH_NAMES[month - 1])
        elif code == "j":
            result.append(f"{year_day:03}")
        elif code == "U":
            result.append(f"{(year_day + 6 - (weekday + 1) % 7) // 7:02}")
        elif code == "W":
            result.append(f"{(year_day + 6 - weekday) // 7:02}")
        elif code == "V":
            result.append(f"{_iso(number)[1]:02}")
        elif code == "G":
            result.append(str(_iso(number)[0]))
        elif code == "e":
            result.append(f"{day:2}")
        elif code == "z":
            result.append(_offset_text(zone.utcoffset(value), "") if zone is not None else "")
        elif code == "Z":
            result.append(zone.tzname(value) if zone is not None else "")
        elif code == "%":
            result.append("%")
        elif code in _COMPOSED:
            result.append(_format(value, _COMPOSED[code], year, month, day, hour, minute, second, microsecond, zone))
        else:
            result.append("%" + code)
    return "".join(result)


_COMPOSED = {
    "c": "%a %b %e %H:%M:%S %Y",
    "x": "%m/%d/%y",
    "X": "%H:%M:%S",
    "D": "%m/%d/%y",
    "F": "%Y-%m-%d",
    "T": "%H:%M:%S",
    "R": "%H:%M",
    "n": "\n",
    "t": "\t",
}


def _iso(number):
    """The year, week and weekday of a day's number, in ISO's calendar."""
    weekday = (number + 6) % 7
    # A week belongs to the year of its Thursday.
    year = _from_ordinal(number - weekday + 3)[0]
    first = _ordinal(year, 1, 4)
    return year, (number - weekday - (first - (first + 6) % 7)) // 7 + 1, weekday + 1


class IsoCalendarDate(tuple):
    """Year, week and weekday."""

    year = property(lambda self: self[0])
    week = property(lambda self: self[1])
    weekday = property(lambda self: self[2])

    def __repr__(self):
        return f"datetime.IsoCalendarDate(year={self[0]}, week={self[1]}, weekday={self[2]})"


class date:
    """A day of the Gregorian calendar."""

    _shown = ("_year", "_month", "_day")

    _tp_name = "datetime.date"

    def __new__(cls, year=None, month=None, day=None):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        return self

    @classmethod
    def today(cls):
        return cls.fromordinal(_EPOCH_ORDINAL + (_CLOCK_START + _machine.now() // 1000000000) // 86400)

    @classmethod
    def fromtimestamp(cls, timestamp, /):
        return cls.fromordinal(_EPOCH_ORDINAL + int(timestamp // 86400))

    @classmethod
    def fromordinal(cls, n, /):
        if n < 1:
            raise ValueError("ordinal must be >= 1")
        if n > _MAX_ORDINAL:
            raise ValueError("year 10000 is out of range")
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        found = _iso_date(text)
        if found is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*found)

    year = _Field("year", "attribute 'year' of 'datetime.date' objects is not writable")
    month = _Field("month", "attribute 'month' of 'datetime.date' objects is not writable")
    day = _Field("day", "attribute 'day' of 'datetime.date' objects is not writable")

    def __repr__(self):
        return f"{_qualified(self)}({self._year}, {self._month}, {self._day})"

    def isoformat(self):
        return f"{self._year:04}-{self._month:02}-{self._day:02}"

    def __str__(self):
        return self.isoformat()

    def strftime(self, format):
        return _format(self, format, self._year, self._month, self._day, 0, 0, 0, 0, None)

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def ctime(self):
        return self.strftime("%a %b %e 00:00:00 %Y")

    def toordinal(self):
        return _ordinal(self._year, self._month, self._day)

    def weekday(self):
        return (self.toordinal() + 6) % 7

    def isoweekday(self):
        return self.toordinal() % 7 or 7

    def isocalendar(self):
        return IsoCalendarDate(_iso(self.toordinal()))

    def replace(self, year=None, month=None, day=None):
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
        )

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        number = self.toordinal() + other._days
        if not 0 < number <= _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        return type(self).fromordinal(number)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            number = self.toordinal() - other._days
            if not 0 < number <= _MAX_ORDINAL:
                raise OverflowError("date value out of range")
            return type(self).fromordinal(number)
        if isinstance(other, date) and not isinstance(other, datetime):
            return timedelta(self.toordinal() - other.toordinal())
        return NotImplemented

    def _key(self):
        return self._year, self._month, self._day

    def __eq__(self, other):
        if not isinstance(other, date) or isinstance(other, datetime):
            return NotImplemented
        return self._key() == other._key()

    def __lt__(self, other):
        return _compare_dates("<", self, other)

    def __le__(self, other):
        return _compare_dates("<=", self, other)

    def __gt__(self, other):
        return _compare_dates(">", self, other)

    def __ge__(self, other):
        return _compare_dates(">=", self, other)

    def __hash__(self):
        return hash(self._key())

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _compare_dates(symbol, a, b):
    if not isinstance(b, date) or isinstance(b, datetime):
        if isinstance(b, datetime) and _machine.version() < (3, 13):
            raise TypeError("can't compare datetime.datetime to datetime.date")
        return NotImplemented
    return _ordered(symbol, a._key(), b._key())


def _ordered(symbol, a, b):
    if symbol == "<":
        return a < b
    if symbol == "<=":
        return a <= b
    if symbol == ">":
        return a > b
    return a >= b


def _iso_date(text):
    """Year, month and day of 2024-05-17, 20240517, 2024-W20-5; None of another text."""
    if "W" in text:
        year, _, rest = text.partition("-W" if "-" in text[:5] else "W")
        rest = rest.replace("-", "")
        if not (year.isdecimal() and len(year) == 4 and rest.isdecimal() and len(rest) in (2, 3)):
            return None
        first = _ordinal(int(year), 1, 4)
        monday = first - (first + 6) % 7
        return _from_ordinal(monday + (int(rest[:2]) - 1) * 7 + (int(rest[2:] or "1") - 1))
    if len(text) == 10 and text[4] == "-" and text[7] == "-":
        text = text[:4] + text[5:7] + text[8:]
    if len(text) != 8 or not (text.isdecimal() and text.isascii()):
        return None
    return int(text[:4]), int(text[4:6]), int(text[6:])


def _iso_time(text):
    """Hour, minute, second, microsecond and time zone of 12:30, 12:30:05.25+02:00 and the like; None of another."""
    zone = None
    for sign in ("+", "-"):
        text, found, offset = text.partition(sign)
        if found:
            parts = offset.split(":") if ":" in offset else [offset[:2], offset[2:4], offset[4:6]]
            parts = [part for part in parts if part]
            if not parts or not all(part.isdecimal() and len(part) == 2 for part in parts):
                return None
            numbers = [*map(int, parts), 0, 0]
            delta = timedelta(hours=numbers[0], minutes=numbers[1], seconds=numbers[2])
            zone = timezone(-delta if sign == "-" else delta) if delta else timezone.utc
            break
    if text.endswith("Z"):
        text, zone = text[:-1], timezone.utc
    text = text.replace(",", ".")
    text, point, part = text.partition(".")
    if point and not part.isdecimal():
        return None
    parts = text.split(":") if ":" in text else [text[i : i + 2] for i in range(0, len(text), 2)]
    if not 1 <= len(parts) <= 3 or not all(part.isdecimal() and len(part) == 2 for part in parts):
        return None
    if point and len(parts) < 3:
        return None
    numbers = [*map(int, parts), 0, 0]
    return numbers[0], numbers[1], numbers[2], int((part + "000000")[:6]) if part else 0, zone


class time:
    """A time of day."""

    _shown = ("_hour", "_minute", "_second")

    _tp_name = "datetime.time"

    def __new__(cls, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0):
        self = object.__new__(cls)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond)
        self._tzinfo = _check_zone(tzinfo)
        return self

    @classmethod
    def fromisoformat(cls, text, /):
        found = _iso_time(text[1:] if text.startswith("T") else text)
        if found is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*found)

    hour = _Field("hour", "attribute 'hour' of 'datetime.time' objects is not writable")
    minute = _Field("minute", "attribute 'minute' of 'datetime.time' objects is not writable")
    second = _Field("second", "attribute 'second' of 'datetime.time' objects is not writable")
    microsecond = _Field("microsecond", "attribute 'microsecond' of 'datetime.time' objects is not writable")
    tzinfo = _Field("tzinfo", "attribute 'tzinfo' of 'datetime.time' objects is not writable")

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(None)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(None)

    def isoformat(self, timespec="auto"):
        return _time_text(self, timespec) + _offset_text(self.utcoffset())

    def __str__(self):
        return self.isoformat()

    def __repr__(self):
        parts = [str(self._hour), str(self._minute)]
        if self._second or self._microsecond:
            parts.append(str(self._second))
        if self._microsecond:
            parts.append(str(self._microsecond))
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        return f"{_qualified(self)}({', '.join(parts)})"

    def strftime(self, format):
        return _format(
            None, format, 1900, 1, 1, self._hour, self._minute, self._second, self._microsecond, self._tzinfo
        )

    def __format__(self, spec):
        return self.strftime(spec) if spec else str(self)

    def replace(self, hour=None, minute=None, second=None, microsecond=None, tzinfo=True):
        return type(self)(
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
        )

    def _key(self):
        total = ((self._hour * 60 + self._minute) * 60 + self._second) * 1000000 + self._microsecond
        offset = self.utcoffset()
        return total if offset is None else total - offset._total

    def _compare(self, symbol, other):
        if not isinstance(other, time):
            return NotImplemented
        if (self._tzinfo is None) != (other._tzinfo is None):
            raise TypeError("can't compare offset-naive and offset-aware times")
        return _ordered(symbol, self._key(), other._key())

    def __eq__(self, other):
        if not isinstance(other, time):
            return NotImplemented
        return (self._tzinfo is None) == (other._tzinfo is None) and self._key() == other._key()

    def __lt__(self, other):
        return self._compare("<", other)

    def __le__(self, other):
        return self._compare("<=", other)

    def __gt__(self, other):
        return self._compare(">", other)

    def __ge__(self, other):
        return self._compare(">=", other)

    def __hash__(self):
        return hash(self._key())

    def __copy__(self):
        return self

    def __deepcopy__(self, memo):
        return self


def _check_zone(zone):
    if zone is not None and not isinstance(zone, tzinfo):
        raise TypeError(f"tzinfo argument must be None or of a tzinfo subclass, not type '{type(zone).__name__}'")
    return zone


def _time_text(value, timespec):
    hour, minute, second, micro = value._hour, value._minute, value._second, value._microsecond
    if timespec == "auto":
        timespec = "microseconds" if micro else "seconds"
    if timespec == "hours":
        return f"{hour:02}"
    if timespec == "minutes":
        return f"{hour:02}:{minute:02}"
    if timespec == "seconds":
        return f"{hour:02}:{minute:02}:{second:02}"
    if timespec == "milliseconds":
        return f"{hour:02}:{minute:02}:{second:02}.{micro // 1000:03}"
    if timespec == "microseconds":
        return f"{hour:02}:{minute:02}:{second:02}.{micro:06}"
    raise ValueError("Unknown timespec value")


class datetime(date):
    """A moment: a day and a time of day."""

    _shown = ("_year", "_month", "_day", "_hour", "_minute", "_second")

    _tp_name = "datetime.datetime"

    def __new__(
        cls, year=None, month=None, day=None, hour=0, minute=0, second=0, microsecond=0, tzinfo=None, *, fold=0
    ):
        self = object.__new__(cls)
        self._year, self._month, self._day = _check_date(year, month, day)
        self._hour, self._minute, self._second, self._microsecond = _check_time(hour, minute, second, microsecond)
        self._tzinfo = _check_zone(tzinfo)
        return self

    @classmethod
    def _of(cls, total, zone):
        """The moment that many microseconds after the beginning of the year 1."""
        days, rest = divmod(total, 86400000000)
        if not 0 <= days < _MAX_ORDINAL:
            raise OverflowError("date value out of range")
        seconds, micro = divmod(rest, 1000000)
        year, month, day = _from_ordinal(days + 1)
        return cls(year, month, day, seconds // 3600, seconds // 60 % 60, seconds % 60, micro, zone)

    @classmethod
    def now(cls, tz=None):
        _check_zone(tz)
        return cls._at(_CLOCK_START * 1000000 + _machine.now() // 1000, tz)

    @classmethod
    def today(cls):
        return cls.now()

    @classmethod
    def utcnow(cls):
        return cls.now()

    @classmethod
    def _at(cls, micros, zone):
        result = cls._of((_EPOCH_ORDINAL - 1) * 86400000000 + micros, zone)
        return result if zone is None else zone.fromutc(result)

    @classmethod
    def fromtimestamp(cls, timestamp, tz=None):
        whole = int(timestamp // 1)
        return cls._at(whole * 1000000 + round((timestamp - whole) * 1000000), tz)

    @classmethod
    def utcfromtimestamp(cls, t, /):
        return cls.fromtimestamp(t)

    @classmethod
    def combine(cls, date, time, tzinfo=True):
        zone = time._tzinfo if tzinfo is True else tzinfo
        return cls(date.year, date.month, date.day, time._hour, time._minute, time._second, time._microsecond, zone)

    @classmethod
    def fromordinal(cls, n, /):
        return cls(*_from_ordinal(n))

    @classmethod
    def fromisoformat(cls, text, /):
        if not isinstance(text, str):
            raise TypeError("fromisoformat: argument must be str")
        end = 10 if text[4:5] == "-" else 8
        found = _iso_date(text[:end])
        moment = (0, 0, 0, 0, None) if len(text) == end else _iso_time(text[end + 1 :])
        if found is None or moment is None:
            raise ValueError(f"Invalid isoformat string: {text!r}")
        return cls(*found, *moment)

    @classmethod
    def strptime(cls, text, format, /):
        return cls(*_parse(text, format))

    hour = _Field("hour", "attribute 'hour' of 'datetime.datetime' objects is not writable")
    minute = _Field("minute", "attribute 'minute' of 'datetime.datetime' objects is not writable")
    second = _Field("second", "attribute 'second' of 'datetime.datetime' objects is not writable")
    microsecond = _Field("microsecond", "attribute 'microsecond' of 'datetime.datetime' objects is not writable")
    tzinfo = _Field("tzinfo", "attribute 'tzinfo' of 'datetime.datetime' objects is not writable")

    @property
    def fold(self):
        return 0

    def date(self):
        return date(self._year, self._month, self._day)

    def time(self):
        return time(self._hour, self._minute, self._second, self._microsecond)

    def timetz(self):
        return time(self._hour, self._minute, self._second, self._microsecond, self._tzinfo)

    def utcoffset(self):
        return None if self._tzinfo is None else self._tzinfo.utcoffset(self)

    def tzname(self):
        return None if self._tzinfo is None else self._tzinfo.tzname(self)

    def dst(self):
        return None if self._tzinfo is None else self._tzinfo.dst(self)

    def astimezone(self, tz=None):
        tz = timezone.utc if tz is None else tz
        total = self._total() - (0 if self._tzinfo is None else self.utcoffset()._total)
        return tz.fromutc(type(self)._of(total, tz))

    def _total(self):
        seconds = (self._hour * 60 + self._minute) * 60 + self._second
        return ((self.toordinal() - 1) * 86400 + seconds) * 1000000 + self._microsecond

    def timestamp(self):
        total = self._total() - (_EPOCH_ORDINAL - 1) * 86400000000
        return (total - (0 if self._tzinfo is None else self.utcoffset()._total)) / 1000000

    def isoformat(self, sep="T", timespec="auto"):
        day = f"{self._year:04}-{self._month:02}-{self._day:02}"
        return f"{day}{sep}{_time_text(self, timespec)}{_offset_text(self.utcoffset())}"

    def __str__(self):
        return self.isoformat(sep=" ")

    def __repr__(self):
        numbers = [self._year, self._month, self._day, self._hour, self._minute]
        if self._second or self._microsecond:
            numbers.append(self._second)
        if self._microsecond:
            numbers.append(self._microsecond)
        parts = [str(number) for number in numbers]
        if self._tzinfo is not None:
            parts.append(f"tzinfo={self._tzinfo!r}")
        return f"{_qualified(self)}({', '.join(parts)})"

    def strftime(self, format):
        return _format(
            self,
            format,
            self._year,
            self._month,
            self._day,
            self._hour,
            self._minute,
            self._second,
            self._microsecond,
            self._tzinfo,
        )

    def ctime(self):
        return self.strftime("%c")

    def replace(
        self, year=None, month=None, day=None, hour=None, minute=None, second=None, microsecond=None, tzinfo=True
    ):
        return type(self)(
            self._year if year is None else year,
            self._month if month is None else month,
            self._day if day is None else day,
            self._hour if hour is None else hour,
            self._minute if minute is None else minute,
            self._second if second is None else second,
            self._microsecond if microsecond is None else microsecond,
            self._tzinfo if tzinfo is True else tzinfo,
        )

    def __add__(self, other):
        if not isinstance(other, timedelta):
            return NotImplemented
        return type(self)._of(self._total() + other._total, self._tzinfo)

    __radd__ = __add__

    def __sub__(self, other):
        if isinstance(other, timedelta):
            return type(self)._of(self._total() - other._total, self._tzinfo)
        if not isinstance(other, datetime):
            return NotImplemented
        if (self._tzinfo is None) != (other._tzinfo is None):
            raise TypeError("can't subtract offset-naive and offset-aware datetimes")
        return timedelta._of(self._utc() - other._utc())

    def _utc(self):
        offset = self.utcoffset()
        return self._total() if offset is None else self._total() - offset._total

    def _compare(self, symbol, other):
        if not isinstance(other, datetime):
            if isinstance(other, date) and _machine.version() < (3, 13):
                raise TypeError("can't compare datetime.datetime to datetime.date")
            return NotImplemented
        if (self._tzinfo is None) != (other._tzinfo is None):
            raise TypeError("can't compare offset-naive and offset-aware datetimes")
        return _ordered(symbol, self._utc(), other._utc())

    def __eq__(self, other):
        if not isinstance(other, datetime):
            return NotImplemented
        return (self._tzinfo is None) == (other._tzinfo is None) and self._utc() == other._utc()

    def __lt__(self, other):
        return self._compare("<", other)

    def __le__(self, other):
        return self._compare("<=", other)

    def __gt__(self, other):
        return self._compare(">", other)

    def __ge__(self, other):
        return self._compare(">=", other)

    def __hash__(self):
        return hash(self._utc())


date.min = date(1, 1, 1)
date.max = date(9999, 12, 31)
date.resolution = timedelta(1)
time.min = time()
time.max = time(23, 59, 59, 999999)
time.resolution = timedelta.resolution
datetime.min = datetime(1, 1, 1)
datetime.max = datetime(9999, 12, 31, 23, 59, 59, 999999)
datetime.resolution = timedelta.resolution


# How many digits a directive reads at most, and its bounds.
_NUMBERS = {
    "d": (2, 1, 31),
    "m": (2, 1, 12),
    "Y": (4, 0, 9999),
    "y": (2, 0, 99),
    "H": (2, 0, 23),
    "I": (2, 1, 12),
    "M": (2, 0, 59),
    "S": (2, 0, 61),
    "j": (3, 1, 366),
}


def _parse(text, format):
    """The arguments of datetime that strptime reads."""
    for code, long in _COMPOSED.items():
        if code in "cxXDFTR":
            format = format.replace("%" + code, long.replace("%e", "%d"))
    values = {"Y": 1900, "m": 1, "d": 1, "H": 0, "M": 0, "S": 0, "f": 0}
    zone = None
    afternoon = None
    place = 0
    spot = 0
    while spot < len(format):
        char = format[spot]
        spot += 1
        if char.isspace():
            if place >= len(text) or not text[place].isspace():
                _mismatch(text, format)
            while place < len(text) and text[place].isspace():
                place += 1
            while spot < len(format) and format[spot].isspace():
                spot += 1
            continue
        if char != "%":
            if text[place : place + 1].lower() != char.lower():
                _mismatch(text, format)
            place += 1
            continue
        if spot == len(format):
            raise ValueError(f"stray % in format {format!r}")
        code = format[spot]
        spot += 1
        if code in _NUMBERS:
            width, low, high = _NUMBERS[code]
            end = place
            while end < len(text) and end - place < width and text[end].isdecimal():
                end += 1
            while end > place + 1 and not low <= int(text[place:end]) <= high and code != "Y":
                end -= 1
            if end == place or not low <= int(text[place:end]) <= high or code == "Y" and end - place < 4:
                _mismatch(text, format)
            values[code] = int(text[place:end])
            place = end
        elif code == "f":
            end = place
            while end < len(text) and end - place < 6 and text[end].isdecimal():
                end += 1
            if end == place:
                _mismatch(text, format)
            values["f"] = int((text[place:end] + "000000")[:6])
            place = end
        elif code in _NAMES:
            for number, name in enumerate(_NAMES[code]):
                if text[place : place + len(name)].lower() == name.lower():
                    place += len(name)
                    if code in "bB":
                        values["m"] = number + 1
                    elif code == "p":
                        afternoon = number == 1
                    break
            else:
                _mismatch(text, format)
        elif code == "z":
            end = place
            if text[end : end + 1] == "Z":
                end += 1
                zone = timezone.utc
            else:
                end += 1
                while end < len(text) and (text[end].isdecimal() or text[end] == ":"):
                    end += 1
                found = _iso_time("00" + text[place:end]) if text[place : place + 1] in ("+", "-") else None
                if found is None:
                    _mismatch(text, format)
                zone = found[4]
            place = end
        elif code == "%":
            if text[place : place + 1] != "%":
                _mismatch(text, format)
            place += 1
        else:
            raise ValueError(f"{code!r} is a bad directive in format {format!r}")
    if place < len(text):
        raise ValueError(f"unconverted data remains: {text[place:]}")
    if "y" in values:
        values["Y"] = values["y"] + (1900 if values["y"] > 68 else 2000)
    if "I" in values:
        values["H"] = values["I"] % 12 + (12 if afternoon else 0)
    if "j" in values:
        values["Y"], values["m"], values["d"] = _from_ordinal(_days_before_year(values["Y"]) + values["j"])
    return values["Y"], values["m"], values["d"], values["H"], values["M"], values["S"], values["f"], zone


_NAMES = {"b": _MONTHS, "B": _MONTH_NAMES, "a": _DAYS, "A": _DAY_NAMES, "p": ["AM", "PM"]}


def _mismatch(text, format):
    raise ValueError(f"time data {text!r} does not match format {format!r}")
