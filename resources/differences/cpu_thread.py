# Four times the same computation, by four threads.
import threading


def compute():
    total = 0
    for number in range(100):
        total += number * number


if __name__ == "__main__":
    workers = [threading.Thread(target=compute) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
