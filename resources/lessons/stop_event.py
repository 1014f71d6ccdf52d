# A thread that is asked to stop looks at a flag, and returns by itself.
import threading
import time

stop = threading.Event()


def work():
    try:
        while not stop.is_set():
            pass
    finally:
        print("tidied up")


worker = threading.Thread(target=work)
worker.start()
time.sleep(0.02)
stop.set()
worker.join()
print("stopped")
