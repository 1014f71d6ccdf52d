"""Averages and spreads of numbers, computed exactly and rounded once, as CPython does.

Left out: NormalDist, kde and what works with Decimal.
"""

import _machine
from bisect import bisect_left, bisect_right
from collections import Counter
from fractions import Fraction
from math import exp, fsum, isqrt, log, sqrt

__all__ = [
    "StatisticsError",
    "correlation",
    "covariance",
    "fmean",
    "geometric_mean",
    "harmonic_mean",
    "linear_regression",
    "mean",
    "median",
    "median_grouped",
    "median_high",
    "median_low",
    "mode",
    "multimode",
    "pstdev",
    "pvariance",
    "quantiles",
    "stdev",
    "variance",
]

_VERSION = _machine.version()


class StatisticsError(ValueError):
    """Raised for data that have no such figure."""


class _Sums:
    """The exact sum of the data and of their squares, as fractions; infinities and the like as floats."""

    def __init__(self, data):
        kinds = set()
        parts = {}
        squares = {}
        special = 0.0
        is_special = False
        count = 0
        for value in data:
            count += 1
            kinds.add(type(value))
            if isinstance(value, float) and value - value != 0:
                special += value
                is_special = True
                continue
            if isinstance(value, int):
                top, bottom = int(value), 1
            else:
                top, bottom = _ratio(value)
            parts[bottom] = parts.get(bottom, 0) + top
            squares[bottom] = squares.get(bottom, 0) + top * top
        self.count = count
        self.kind = _common(kinds)
        if is_special:
            self.total = self.squares = special
        else:
            self.total = _joined(parts)
            self.squares = _joined({bottom * bottom: top for bottom, top in squares.items()})

    def deviations(self):
        """The sum of the squares of the deviations from the mean."""
        if isinstance(self.total, float):
            return float("nan")
        if not self.count:
            return Fraction(0)
        return self.squares - self.total * self.total / self.count


def _joined(parts):
    if not parts:
        return Fraction(0)
    bottom = 1
    for one in parts:
        if bottom % one:
            bottom = bottom * one // _gcd(bottom, one)
    return Fraction(sum([top * (bottom // one) for one, top in parts.items()]), bottom)


def _gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def _ratio(value):
    find = getattr(value, "as_integer_ratio", None)
    if find is None:
        raise TypeError(f"can't convert type '{type(value).__name__}' to numerator/denominator")
    return find()


def _common(kinds):
    """The type of a result: float beats Fraction beats int."""
    kinds = kinds - {bool}
    if not kinds or kinds == {int}:
        return int
    if len(kinds) == 1:
        return next(iter(kinds))
    if any(issubclass(kind, float) for kind in kinds):
        return float
    return Fraction if Fraction in kinds else int


def _convert(value, kind):
    if type(value) is kind:
        return value
    if isinstance(value, float):
        return value
    if issubclass(kind, int) and value.denominator != 1:
        kind = float
    return kind(value)


def mean(data):
    sums = _Sums(data)
    if sums.count < 1:
        raise StatisticsError("mean requires at least one data point")
    return _convert(sums.total / sums.count, sums.kind)


def fmean(data, weights=None):
    data = list(data)
    if weights is None:
        if not data:
            raise StatisticsError("fmean requires at least one data point")
        return fsum(data) / len(data)
    weights = list(weights)
    if len(weights) != len(data):
        raise StatisticsError("data and weights must be the same length")
    total = fsum(weights)
    if not total:
        raise StatisticsError("sum of weights must be non-zero")
    return fsum([a * b for a, b in zip(data, weights)]) / total


def geometric_mean(data):
    values = list(data)
    if _VERSION < (3, 13):
        values = list(map(float, values))
    failed = "geometric mean requires a non-empty dataset containing positive numbers"
    if _VERSION >= (3, 13):
        if not values:
            raise StatisticsError("Must have a non-empty dataset")
        zero = False
        for value in values:
            if value < 0:
                raise StatisticsError("No negative inputs allowed", value)
            zero = zero or value == 0
        if zero:
            return 0.0
    elif not values or any(value <= 0 for value in values):
        raise StatisticsError(failed)
    return exp(fsum(map(log, values)) / len(values))


def harmonic_mean(data, weights=None):
    data = list(data)
    failed = "harmonic mean does not support negative values"
    if not data:
        raise StatisticsError("harmonic_mean requires at least one data point")
    if len(data) == 1 and weights is None:
        if data[0] < 0:
            raise StatisticsError(failed)
        return data[0]
    if weights is None:
        weights = [1] * len(data)
        total_weight = len(data)
    else:
        weights = list(weights)
        if len(weights) != len(data):
            raise StatisticsError("Number of weights does not match data size")
        total_weight = _Sums(weights).total
    for value in data:
        if value < 0:
            raise StatisticsError(failed)
        if not value:
            # What comes after a zero is not looked at.
            return 0
    sums = _Sums([weight / value for weight, value in zip(weights, data)])
    if sums.total <= 0:
        raise StatisticsError("Weighted sum must be positive")
    return _convert(total_weight / sums.total, sums.kind)


def median(data):
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    if n % 2:
        return data[n // 2]
    return (data[n // 2 - 1] + data[n // 2]) / 2


def median_low(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[(len(data) - 1) // 2]


def median_high(data):
    data = sorted(data)
    if not data:
        raise StatisticsError("no median for empty data")
    return data[len(data) // 2]


def median_grouped(data, interval=1.0):
    data = sorted(data)
    n = len(data)
    if not n:
        raise StatisticsError("no median for empty data")
    x = data[n // 2]
    below = bisect_left(data, x)
    within = bisect_right(data, x, lo=below) - below
    return float(x) - interval / 2.0 + interval * (n / 2 - below) / within


def mode(data):
    pairs = Counter(iter(data)).most_common(1)
    if not pairs:
        raise StatisticsError("no mode for empty data")
    return pairs[0][0]


def multimode(data):
    counts = Counter(iter(data))
    if not counts:
        return []
    most = max(counts.values())
    return [value for value, count in counts.items() if count == most]


def quantiles(data, *, n=4, method="exclusive"):
    if n < 1:
        raise StatisticsError("n must be at least 1")
    data = sorted(data)
    size = len(data)
    if size < 2:
        if _VERSION < (3, 13):
            raise StatisticsError("must have at least two data points")
        if size == 1:
            return data * (n - 1)
        raise StatisticsError("must have at least one data point")
    if method == "inclusive":
        result = []
        for place in range(1, n):
            index, rest = divmod(place * (size - 1), n)
            result.append((data[index] * (n - rest) + data[index + 1] * rest) / n)
        return result
    if method == "exclusive":
        result = []
        for place in range(1, n):
            index = min(max(place * (size + 1) // n, 1), size - 1)
            rest = place * (size + 1) - index * n
            result.append((data[index - 1] * (n - rest) + data[index] * rest) / n)
        return result
    raise ValueError(f"Unknown method: {method!r}")


def _spread(data, center, least, failed):
    """The sum of the squares around the center, the number of the data and the type of the result."""
    data = list(data)
    sums = _Sums(data)
    if sums.count < least:
        raise StatisticsError(failed)
    if center is None:
        return sums.deviations(), sums.count, sums.kind
    around = _Sums([(value - center) ** 2 for value in data])
    return around.total, sums.count, around.kind


def variance(data, xbar=None):
    squares, n, kind = _spread(data, xbar, 2, "variance requires at least two data points")
    return _convert(squares / (n - 1), kind)


def pvariance(data, mu=None):
    squares, n, kind = _spread(data, mu, 1, "pvariance requires at least one data point")
    return _convert(squares / n, kind)


def stdev(data, xbar=None):
    squares, n, _ = _spread(data, xbar, 2, "stdev requires at least two data points")
    return _root(squares / (n - 1))


def pstdev(data, mu=None):
    squares, n, _ = _spread(data, mu, 1, "pstdev requires at least one data point")
    return _root(squares / n)


def _root(value):
    """The square root of a fraction, rounded correctly to a float."""
    if isinstance(value, float):
        return sqrt(value)
    n, m = value.numerator, value.denominator
    if not n:
        return 0.0
    # 109 bits of the root, the last of which tells whether something is left.
    shift = (n.bit_length() - m.bit_length() - 109) // 2
    if shift >= 0:
        top = isqrt(n // (m << 2 * shift))
        exact = top * top * (m << 2 * shift) == n
        return float((top | (not exact)) << shift)
    scaled = (n << -2 * shift) // m
    top = isqrt(scaled)
    exact = top * top * m == n << -2 * shift
    return (top | (not exact)) / (1 << -shift)


def covariance(x, y, /):
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("covariance requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("covariance requires at least two data points")
    middle_x, middle_y = fsum(x) / n, fsum(y) / n
    return _product_sum([a - middle_x for a in x], [b - middle_y for b in y]) / (n - 1)


def _product_sum(p, q):
    if _VERSION < (3, 12):
        return fsum([a * b for a, b in zip(p, q)])
    if all(isinstance(value, (int, float)) and value - value == 0 for value in [*p, *q]):
        # From 3.12 on the sum of the products is exact before it is rounded.
        return float(sum([Fraction(a) * Fraction(b) for a, b in zip(p, q)], Fraction(0)))
    return sum([a * b for a, b in zip(p, q)])


def _ranks(data):
    order = sorted(range(len(data)), key=data.__getitem__)
    result = [0.0] * len(data)
    place = 0
    while place < len(order):
        end = place
        while end < len(order) and data[order[end]] == data[order[place]]:
            end += 1
        for index in order[place:end]:
            result[index] = (place + end + 1) / 2
        place = end
    return result


def correlation(x, y, /, *, method="linear"):
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("correlation requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("correlation requires at least two data points")
    if method not in ("linear", "ranked"):
        raise ValueError(f"Unknown method: {method!r}")
    if method == "ranked":
        x, y = _ranks(x), _ranks(y)
    middle_x, middle_y = fsum(x) / n, fsum(y) / n
    x, y = [a - middle_x for a in x], [b - middle_y for b in y]
    together = _product_sum(x, y)
    squares_x, squares_y = _product_sum(x, x), _product_sum(y, y)
    if not squares_x or not squares_y:
        raise StatisticsError("at least one of the inputs is constant")
    if _VERSION >= (3, 13):
        return together / _root_of_product(squares_x, squares_y)
    return together / sqrt(squares_x * squares_y)


def _root_of_product(a, b):
    return _root(Fraction(a) * Fraction(b))


def linear_regression(x, y, /, *, proportional=False):
    x, y = list(x), list(y)
    n = len(x)
    if len(y) != n:
        raise StatisticsError("linear regression requires that both inputs have same number of data points")
    if n < 2:
        raise StatisticsError("linear regression requires at least two data points")
    if not proportional:
        middle_x, middle_y = fsum(x) / n, fsum(y) / n
        shifted_x = [a - middle_x for a in x]
        shifted_y = [b - middle_y for b in y]
    else:
        shifted_x, shifted_y = x, y
    together = _product_sum(shifted_x, shifted_y) + 0.0
    squares = _product_sum(shifted_x, shifted_x)
    if not squares:
        raise StatisticsError("x is constant")
    slope = together / squares
    from collections import namedtuple

    result = namedtuple("LinearRegression", ["slope", "intercept"], module="statistics")
    return result(slope, 0.0 if proportional else middle_y - slope * middle_x)
