# A process that never ends by itself is terminated by its parent.
import multiprocessing
import time


def work():
    try:
        while True:
            pass
    finally:
        print("tidied up")


worker = multiprocessing.get_context("fork").Process(target=work)
worker.start()
time.sleep(0.02)
worker.terminate()
worker.join()
print("exit code", worker.exitcode)
