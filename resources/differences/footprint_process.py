# Three more processes, one by each start method,
# and all of them are there at the same time.
import multiprocessing
import time


def wait():
    time.sleep(0.1)


if __name__ == "__main__":
    for method in ("fork", "forkserver", "spawn"):
        context = multiprocessing.get_context(method)
        context.Process(target=wait).start()
