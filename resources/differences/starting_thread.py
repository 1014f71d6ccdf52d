# From start() to the first instruction of the
# new thread, three times.
import threading


def begin():
    print("here I am")


if __name__ == "__main__":
    for _ in range(3):
        worker = threading.Thread(target=begin)
        worker.start()
        worker.join()
