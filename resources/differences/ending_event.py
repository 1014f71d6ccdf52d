# The cooperative way: the thread itself looks
# whether it is to stop, and cleans up.
import threading
import time

stop = threading.Event()


def work():
    try:
        number = 0
        while not stop.is_set():
            number += 1
    finally:
        print("cleaned up")


if __name__ == "__main__":
    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.02)
    stop.set()
    worker.join()
