"""The simulated `requests` and `urllib.request`: deterministic answers after a stated time."""

from __future__ import annotations

from tests.program.library_host import ATTEMPT, LibraryHost


def test_an_address_always_gives_the_same_answer_after_the_same_time() -> None:
    source = """
import requests
for url in ("https://example.org/a", "https://example.org/a", "https://example.org/b"):
    answer = requests.get(url, timeout=5)
    print(answer, answer.ok, answer.text, answer.elapsed.total_seconds())
"""
    lines = LibraryHost().run(source).splitlines()
    assert lines[0] == lines[1] != lines[2]
    assert lines[0].startswith("<Response [200]> True <html><body>https://example.org/a")


def test_json_posts_codes_and_limits() -> None:
    host = LibraryHost()
    text = host.run(
        ATTEMPT
        + """
import requests
print(requests.get("https://example.org/todos/3").json()["id"])
with requests.Session() as session:
    print(session.post("https://example.org/x", json={"a": 1}).json()["data"])
bad = requests.get("https://example.org/status/404")
print(bad.status_code, bool(bad))
attempt(bad.raise_for_status)
attempt(lambda: requests.get("example.org"))
attempt(lambda: requests.get("https://nowhere.invalid/"))
try:
    requests.get("https://example.org/delay/9", timeout=0.5)
except requests.exceptions.Timeout as error:
    print(type(error).__name__, error)
"""
    )
    lines = text.splitlines()
    assert lines[:3] == ["3", "{'a': 1}", "404 False"]
    assert "404 Client Error: Not Found for url: https://example.org/status/404" in lines[3]
    assert lines[4].startswith("requests.exceptions MissingSchema (\"Invalid URL 'example.org': No scheme supplied.")
    assert lines[5].startswith("requests.exceptions ConnectionError")
    assert lines[6].startswith("ReadTimeout")
    assert lines[6].endswith("Read timed out. (read timeout=0.5)")
    assert {what for _, what in host.parks} == {"network"}


def test_threads_wait_for_the_network_at_once() -> None:
    host = LibraryHost()
    host.run("""
import requests
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor(4) as executor:
    list(executor.map(requests.get, ["https://example.org/a"] * 4))
""")
    assert host.now_ns <= 200_000_000


def test_urlopen_asks_the_same_internet() -> None:
    lines = (
        LibraryHost()
        .run(
            ATTEMPT
            + """
import urllib.error, urllib.request
with urllib.request.urlopen("https://example.org/a") as answer:
    print(answer.status, answer.read(6), answer.read()[-7:])
attempt(lambda: urllib.request.urlopen("nothing"))
attempt(lambda: urllib.request.urlopen("https://example.org/delay/9", timeout=1))
try:
    urllib.request.urlopen("https://example.org/status/404")
except urllib.error.HTTPError as error:
    print(error, error.code)
"""
        )
        .splitlines()
    )
    assert lines == [
        "200 b'<html>' b'</html>'",
        "builtins ValueError (\"unknown url type: 'nothing'\",)",
        "builtins TimeoutError ('The read operation timed out',)",
        "HTTP Error 404: Not Found 404",
    ]
