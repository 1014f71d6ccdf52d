# Four times the same request, by four threads.
import threading
import requests


def ask():
    requests.get("https://example.org/")


if __name__ == "__main__":
    workers = [threading.Thread(target=ask) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
