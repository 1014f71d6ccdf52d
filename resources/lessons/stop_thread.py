# The same with a thread: nobody can end it from outside.
import threading
import time


def work():
    while True:
        pass


worker = threading.Thread(target=work, daemon=True)
worker.start()
time.sleep(0.02)
try:
    worker.terminate()
except AttributeError as error:
    print(error)
print("alive:", worker.is_alive())
