# Three more threads, and all of them are there
# at the same time.
import threading
import time


def wait():
    time.sleep(0.1)


if __name__ == "__main__":
    for _ in range(3):
        threading.Thread(target=wait).start()
