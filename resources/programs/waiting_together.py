# I/O-bound work: three threads wait for the network at the same time, even with one core and the GIL.
import threading
import time

import requests

pages = []


def fetch(address):
    pages.append(requests.get(address).status_code)


began = time.perf_counter()
threads = [threading.Thread(target=fetch, args=(f"http://example.org/{number}",)) for number in range(3)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(pages, "after", round(time.perf_counter() - began, 2), "simulated seconds")
