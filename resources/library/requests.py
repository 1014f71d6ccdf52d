"""Simulated `requests`: a small part of the third-party package, on a simulated internet.

What an address answers, and when, follows from the address: see `_internet`. Left out: redirects, cookies, authentication,
streaming, files, proxies; these arguments are accepted and have no effect.
"""

import _internet


class RequestException(OSError):
    """The base of this module's exceptions."""

    __module__ = "requests.exceptions"


class HTTPError(RequestException):
    """Raised by `raise_for_status`."""

    __module__ = "requests.exceptions"


class ConnectionError(RequestException):
    """Raised when the host cannot be reached."""

    __module__ = "requests.exceptions"


class Timeout(RequestException):
    """Raised when an answer does not come in time."""

    __module__ = "requests.exceptions"


class ReadTimeout(Timeout):
    """Raised when an answer does not come in time."""

    __module__ = "requests.exceptions"


class MissingSchema(RequestException, ValueError):
    """Raised for an address without "http://" or "https://"."""

    __module__ = "requests.exceptions"


class JSONDecodeError(RequestException, ValueError):
    """Raised when an answer is no JSON."""

    __module__ = "requests.exceptions"


class _Elapsed:
    """A span of time."""

    def __init__(self, seconds):
        self._seconds = seconds

    def total_seconds(self):
        return self._seconds

    def __str__(self):
        micro = round(self._seconds * 1_000_000)
        whole, micro = divmod(micro, 1_000_000)
        return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" + (f".{micro:06}" if micro else "")


class Response:
    """An answer."""

    __module__ = "requests.models"

    def __init__(self, answer):
        self.url = answer.url
        self.status_code = answer.status
        self.reason = _internet.REASONS.get(answer.status, "")
        self.text = answer.text
        self.content = answer.text.encode()
        self.encoding = "utf-8"
        self.elapsed = _Elapsed(answer.seconds)
        kind = "application/json" if answer.text.startswith("{") else "text/html"
        self.headers = {"Content-Type": f"{kind}; charset=utf-8", "Content-Length": str(len(self.content))}

    @property
    def ok(self):
        return self.status_code < 400

    def json(self):
        """The content as Python values."""
        if not self.text.startswith("{"):
            raise JSONDecodeError("Expecting value: line 1 column 1 (char 0)")
        return _parsed(self.text)

    def raise_for_status(self):
        """Raise HTTPError if the code says that something went wrong."""
        if 400 <= self.status_code < 600:
            side = "Client" if self.status_code < 500 else "Server"
            raise HTTPError(f"{self.status_code} {side} Error: {self.reason} for url: {self.url}")

    def close(self):
        """Nothing: the whole content has come."""

    def __bool__(self):
        return self.ok

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()

    def __repr__(self):
        return f"<Response [{self.status_code}]>"


def _parsed(text):
    """The values of the simulated internet's only kind of JSON: a flat object of numbers and texts."""
    values = {}
    for pair in text[1:-1].split(', "'):
        key, _, value = pair.partition('": ')
        values[key.strip('"')] = value[1:-1] if value.startswith('"') else int(value)
    return values


def _checked(url):
    scheme, host, _ = _internet.parts(url)
    if scheme not in ("http", "https") or not host:
        raise MissingSchema(f"Invalid URL {url!r}: No scheme supplied. Perhaps you meant https://{url}?")


def request(method, url, params=None, data=None, json=None, timeout=None, **others):
    """Send a request and wait for the answer, `timeout` seconds at most."""
    _checked(url)
    if params:
        pairs = "&".join(f"{key}={value}" for key, value in params.items())
        url = f"{url}{'&' if '?' in url else '?'}{pairs}"
    if isinstance(timeout, tuple):
        timeout = timeout[-1]
    host = _internet.parts(url)[1]
    place = f"host='{host}', port={443 if url.startswith('https') else 80}"
    body = data if json is None else json
    text = "" if body is None else str(body).replace('"', "'")
    try:
        answer = _internet.ask(method.upper(), url, text[:10_000], timeout)
    except _internet.TooLate:
        raise ReadTimeout(f"HTTPSConnectionPool({place}): Read timed out. (read timeout={timeout})") from None
    except _internet.NoSuchHost:
        raise ConnectionError(f"HTTPSConnectionPool({place}): Failed to resolve '{host}'") from None
    return Response(answer)


def get(url, params=None, **others):
    return request("GET", url, params=params, **others)


def head(url, **others):
    return request("HEAD", url, **others)


def post(url, data=None, json=None, **others):
    return request("POST", url, data=data, json=json, **others)


def put(url, data=None, **others):
    return request("PUT", url, data=data, **others)


def patch(url, data=None, **others):
    return request("PATCH", url, data=data, **others)


def delete(url, **others):
    return request("DELETE", url, **others)


class Session:
    """Requests over one connection; here each takes as long as by itself."""

    __module__ = "requests.sessions"

    def __init__(self):
        self.headers = {}

    def request(self, method, url, **others):
        return request(method, url, **others)

    def get(self, url, **others):
        return request("GET", url, **others)

    def post(self, url, data=None, json=None, **others):
        return request("POST", url, data=data, json=json, **others)

    def put(self, url, data=None, **others):
        return request("PUT", url, data=data, **others)

    def delete(self, url, **others):
        return request("DELETE", url, **others)

    def close(self):
        """Nothing: there is no connection."""

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        self.close()


class exceptions:
    """The names of `requests.exceptions`."""

    RequestException = RequestException
    HTTPError = HTTPError
    ConnectionError = ConnectionError
    Timeout = Timeout
    ReadTimeout = ReadTimeout
    MissingSchema = MissingSchema
    JSONDecodeError = JSONDecodeError
