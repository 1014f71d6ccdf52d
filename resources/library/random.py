"""Random numbers: the same ones as CPython gives for the same seed.

A run is reproducible: what is not seeded begins with the scenario's seed. Left out: SystemRandom and the rarer
distributions (von Mises, Weibull).
"""

import _machine
from itertools import accumulate
from bisect import bisect
from math import ceil, cos, e, exp, log, pi, sin, sqrt

__all__ = [
    "Random",
    "betavariate",
    "choice",
    "choices",
    "expovariate",
    "gammavariate",
    "gauss",
    "getrandbits",
    "lognormvariate",
    "normalvariate",
    "paretovariate",
    "randbytes",
    "randint",
    "random",
    "randrange",
    "sample",
    "seed",
    "shuffle",
    "triangular",
    "uniform",
]

_TWO_PI = 2.0 * pi
_NORMAL_MAGIC = 4 * exp(-0.5) / sqrt(2.0)
_VERSION = _machine.version()
_ABSENT = object()


class Random:
    """A generator of random numbers with its own state."""

    def __init__(self, x=None):
        self._core = _machine.random(_machine.default_seed() if x is None else _seed(x))
        self._next_gauss = None

    def seed(self, a=None, version=2):
        self._core.seed(_machine.default_seed() if a is None else _seed(a))
        self._next_gauss = None

    def random(self):
        return self._core.random()

    def getrandbits(self, k, /):
        if k < 0:
            raise ValueError("number of bits must be non-negative")
        return self._core.getrandbits(k)

    def randbytes(self, n):
        return self._core.getrandbits(n * 8).to_bytes(n, "little")

    def _below(self, n):
        """A random number from 0 up to, but without, n."""
        getrandbits = self._core.getrandbits
        bits = n.bit_length()
        number = getrandbits(bits)
        while number >= n:
            number = getrandbits(bits)
        return number

    def randrange(self, start, stop=None, step=1):
        start = _whole(start)
        if stop is None:
            if step != 1:
                raise TypeError("Missing a non-None stop argument")
            if start > 0:
                return self._below(start)
            raise ValueError(_empty_range(start, None, 1))
        stop = _whole(stop)
        step = _whole(step)
        width = stop - start
        if step == 1:
            if width > 0:
                return start + self._below(width)
            raise ValueError(_empty_range(start, stop, 1))
        if not step:
            raise ValueError("zero step for randrange()")
        count = (width + step + (-1 if step > 0 else 1)) // step
        if count <= 0:
            raise ValueError(_empty_range(start, stop, step))
        return start + step * self._below(count)

    def randint(self, a, b):
        if isinstance(a, int) and isinstance(b, int) and b < a and _VERSION >= (3, 14):
            raise ValueError(f"empty range in randint({a}, {b})")
        return self.randrange(a, b + 1)

    def choice(self, seq):
        if not len(seq):
            raise IndexError("Cannot choose from an empty sequence")
        return seq[self._below(len(seq))]

    def shuffle(self, x):
        below = self._below
        for place in range(len(x) - 1, 0, -1):
            other = below(place + 1)
            x[place], x[other] = x[other], x[place]

    def sample(self, population, k, *, counts=None):
        if isinstance(population, (set, frozenset, dict)):
            raise TypeError("Population must be a sequence.  For dicts or sets, use sorted(d).")
        if counts is not None:
            return self._counted_sample(population, k, counts)
        n = len(population)
        if not 0 <= k <= n:
            raise ValueError("Sample larger than population or is negative")
        result = []
        # Either the unchosen ones are kept in a list or the chosen ones in a set, whichever is smaller.
        set_size = 21
        if k > 5:
            set_size += 4 ** ceil(log(k * 3) / log(4))
        if n <= set_size:
            pool = list(population)
            for done in range(k):
                place = self._below(n - done)
                result.append(pool[place])
                pool[place] = pool[n - done - 1]
        else:
            chosen = set()
            for _ in range(k):
                place = self._below(n)
                while place in chosen:
                    place = self._below(n)
                chosen.add(place)
                result.append(population[place])
        return result

    def _counted_sample(self, population, k, counts):
        ends = list(accumulate(counts))
        if len(ends) != len(population):
            raise ValueError("The number of counts does not match the population")
        total = ends.pop() if ends else 0
        if not isinstance(total, int):
            raise TypeError("Counts must be integers")
        if total < 0:
            raise ValueError("Counts must be non-negative")
        return [population[bisect(ends, place)] for place in self.sample(range(total), k)]

    def choices(self, population, weights=None, *, cum_weights=None, k=1):
        next_number = self._core.random
        n = len(population)
        if cum_weights is None:
            if weights is None:
                n += 0.0
                return [population[int(next_number() * n)] for _ in range(k)]
            if isinstance(weights, int):
                raise TypeError(f"The number of choices must be a keyword argument: k={weights!r}")
            cum_weights = list(accumulate(weights))
        elif weights is not None:
            raise TypeError("Cannot specify both weights and cumulative weights")
        if len(cum_weights) != n:
            raise ValueError("The number of weights does not match the population")
        total = cum_weights[-1] + 0.0
        if total <= 0.0:
            raise ValueError("Total of weights must be greater than zero")
        if total == float("inf") or total != total:
            raise ValueError("Total of weights must be finite")
        return [population[bisect(cum_weights, next_number() * total, 0, n - 1)] for _ in range(k)]

    def uniform(self, a, b):
        return a + (b - a) * self._core.random()

    def triangular(self, low=0.0, high=1.0, mode=None):
        u = self._core.random()
        if high == low:
            return low
        c = 0.5 if mode is None else (mode - low) / (high - low)
        if u > c:
            u = 1.0 - u
            c = 1.0 - c
            low, high = high, low
        return low + (high - low) * sqrt(u * c)

    def normalvariate(self, mu=0.0, sigma=1.0):
        next_number = self._core.random
        while True:
            u = next_number()
            v = 1.0 - next_number()
            z = _NORMAL_MAGIC * (u - 0.5) / v
            if z * z / 4.0 <= -log(v):
                break
        return mu + z * sigma

    def gauss(self, mu=0.0, sigma=1.0):
        # Two numbers come from one pair; the second is kept for the next call.
        z = self._next_gauss
        self._next_gauss = None
        if z is None:
            angle = self._core.random() * _TWO_PI
            radius = sqrt(-2.0 * log(1.0 - self._core.random()))
            z = cos(angle) * radius
            self._next_gauss = sin(angle) * radius
        return mu + z * sigma

    def lognormvariate(self, mu=0.0, sigma=1.0):
        return exp(self.normalvariate(mu, sigma))

    def expovariate(self, lambd=_ABSENT):
        if lambd is _ABSENT:
            if _VERSION < (3, 12):
                raise TypeError("Random.expovariate() missing 1 required positional argument: 'lambd'")
            lambd = 1.0
        return -log(1.0 - self._core.random()) / lambd

    def paretovariate(self, alpha):
        return (1.0 - self._core.random()) ** (-1.0 / alpha)

    def gammavariate(self, alpha, beta):
        if alpha <= 0.0 or beta <= 0.0:
            raise ValueError("gammavariate: alpha and beta must be > 0.0")
        next_number = self._core.random
        if alpha == 1.0:
            return -log(1.0 - next_number()) * beta
        if alpha > 1.0:
            return self._large_gamma(alpha) * beta
        while True:
            b = (e + alpha) / e
            p = b * next_number()
            x = p ** (1.0 / alpha) if p <= 1.0 else -log((b - p) / alpha)
            u = next_number()
            if p > 1.0:
                if u <= x ** (alpha - 1.0):
                    break
            elif u <= exp(-x):
                break
        return x * beta

    def _large_gamma(self, alpha):
        next_number = self._core.random
        ainv = sqrt(2.0 * alpha - 1.0)
        b = alpha - log(4.0)
        c = alpha + ainv
        while True:
            u = next_number()
            if not 1e-7 < u < 0.9999999:
                continue
            v = log(u / (1.0 - u)) / ainv
            x = alpha * exp(v)
            z = u * u * (1.0 - next_number())
            r = b + c * v - x
            if r + 1.0 + log(4.5) - 4.5 * z >= 0.0 or r >= log(z):
                return x

    def betavariate(self, alpha, beta):
        y = self.gammavariate(alpha, 1.0)
        if y:
            return y / (y + self.gammavariate(beta, 1.0))
        return 0.0


def _seed(a):
    if isinstance(a, (int, float, str, bytes, bytearray)):
        return a
    # The line breaks at another place.
    begin = " None,\n" if _VERSION < (3, 13) else "\nNone, "
    raise TypeError(f"The only supported seed types are:{begin}int, float, str, bytes, and bytearray.")


def _whole(number):
    if isinstance(number, int):
        return number
    if _VERSION < (3, 12) and isinstance(number, float):
        if number == int(number):
            return int(number)
        raise ValueError("non-integer arg 1 for randrange()")
    find = _machine.special(number, "__index__")
    if find is None:
        raise TypeError(f"'{type(number).__name__}' object cannot be interpreted as an integer")
    return find()


def _empty_range(start, stop, step):
    if stop is None:
        return "empty range for randrange()"
    if step == 1:
        if _VERSION < (3, 12):
            return f"empty range for randrange() ({start}, {stop}, {stop - start})"
        return f"empty range in randrange({start}, {stop})"
    if _VERSION < (3, 12):
        return "empty range for randrange()"
    return f"empty range in randrange({start}, {stop}, {step})"


_shared = Random()
seed = _shared.seed
random = _shared.random
uniform = _shared.uniform
triangular = _shared.triangular
randint = _shared.randint
choice = _shared.choice
randrange = _shared.randrange
sample = _shared.sample
shuffle = _shared.shuffle
choices = _shared.choices
normalvariate = _shared.normalvariate
lognormvariate = _shared.lognormvariate
expovariate = _shared.expovariate
gammavariate = _shared.gammavariate
gauss = _shared.gauss
betavariate = _shared.betavariate
paretovariate = _shared.paretovariate
getrandbits = _shared.getrandbits
randbytes = _shared.randbytes
