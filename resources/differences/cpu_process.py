# Four times the same computation, by four processes.
import multiprocessing


def compute():
    total = 0
    for number in range(100):
        total += number * number


if __name__ == "__main__":
    workers = [multiprocessing.Process(target=compute) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
