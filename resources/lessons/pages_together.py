# Three threads ask for a web page each, and wait at the same time.
import threading

import requests


def fetch(page):
    answer = requests.get(f"http://example.org/{page}")
    print(page, answer.status_code)


threads = [threading.Thread(target=fetch, args=(page,)) for page in ("a", "b", "c")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
