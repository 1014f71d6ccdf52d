# Four times the same request, by four processes.
import multiprocessing
import requests


def ask():
    requests.get("https://example.org/")


if __name__ == "__main__":
    workers = [multiprocessing.Process(target=ask) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
