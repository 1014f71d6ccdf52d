# A thread cannot be ended from outside: it has no
# such method, and works on to its own end.
import threading
import time


def work():
    try:
        for number in range(100):
            number * number
    finally:
        print("cleaned up")


if __name__ == "__main__":
    worker = threading.Thread(target=work)
    worker.start()
    time.sleep(0.02)
    try:
        worker.terminate()
    except AttributeError as error:
        print(f"{type(error).__name__}: {error}")
    worker.join()
