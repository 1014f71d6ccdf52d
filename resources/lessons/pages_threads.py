# Two threads ask for web pages: they wait, and compute next to nothing.
import threading

import requests

Worker = threading.Thread


def fetch(page):
    answer = requests.get(f"http://example.org/{page}")
    print(page, answer.status_code)


workers = [Worker(target=fetch, args=(page,)) for page in ("a", "b")]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
