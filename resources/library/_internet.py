"""The simulated internet behind `requests` and `urllib.request`: what is where, and how long it takes to come.

Every address answers with a text that follows from the address alone, 100 ms after it was asked for and later by 0 to 100 ms,
which follows from the address too. These parts of a path have a meaning, as at httpbin.org: `/status/CODE` answers with that
code, `/delay/SECONDS` comes so much later, `/json` is JSON. A host that ends in ".invalid" does not exist.
"""

import _machine

_LATENCY_S = 0.1
REASONS = {200: "OK", 201: "Created", 204: "No Content", 301: "Moved Permanently", 302: "Found", 400: "Bad Request",
           401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 418: "I'm a Teapot", 429: "Too Many Requests",
           500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable"}


class TooLate(Exception):
    """The answer did not come in time."""


class NoSuchHost(Exception):
    """There is no such host."""


class Answer:
    """What came back.

    Args:
        url: The address.
        status: The code, 200 if all is well.
        text: The content.
        seconds: How long it took.
    """

    def __init__(self, url, status, text, seconds):
        self.url = url
        self.status = status
        self.text = text
        self.seconds = seconds


def parts(url):
    """The scheme, the host and the path of an address."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return "", "", url
    host, _, path = rest.partition("/")
    return scheme, host.partition("?")[0], "/" + path.partition("?")[0].partition("#")[0]


def _number(text):
    """A number that follows from a text."""
    number = 7
    for letter in text:
        number = (number * 31 + ord(letter)) % 1_000_003
    return number


def _after(path, name):
    """The number that follows a part of a path, None if it is not there."""
    found = path.split("/")
    if name not in found[:-1]:
        return None
    text = found[found.index(name) + 1]
    return float(text) if text.replace(".", "", 1).isdigit() else None


def ask(method, url, body="", timeout=None):
    """Send a request and wait for the answer, blocking on the device "network"."""
    _, host, path = parts(url)
    if host.endswith(".invalid"):
        _machine.device("network", _LATENCY_S)
        raise NoSuchHost(host)
    delay = _after(path, "delay") or 0.0
    seconds = _LATENCY_S + _number(url) % 101 / 1000 + min(delay, 3600.0)
    if timeout is not None and timeout < seconds:
        _machine.device("network", timeout)
        raise TooLate
    begun = _machine.now()
    _machine.device("network", seconds)
    status = int(_after(path, "status") or 200)
    return Answer(url, status, _text(method, url, path, status, body), (_machine.now() - begun) / 1_000_000_000)


def _text(method, url, path, status, body):
    if status != 200:
        return f"{status} {REASONS.get(status, '')}"
    if path.endswith(("/json", ".json")) or method != "GET" or "/todos/" in path or "/posts/" in path:
        number = _after(path, "todos") or _after(path, "posts") or _number(url)
        return f'{{"id": {int(number)}, "url": "{url}", "method": "{method}", "data": "{body}"}}'
    return f"<html><body>{url}: page {_number(url)}</body></html>"
