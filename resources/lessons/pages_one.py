# One thread asks for three web pages, one after the other: it waits, and computes next to nothing.
import requests

for page in ("a", "b", "c"):
    answer = requests.get(f"http://example.org/{page}")
    print(page, answer.status_code)
