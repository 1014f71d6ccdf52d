# kill() ends a process, too, and no handler of its own
# can stop that: its finally block does not run.
import multiprocessing
import time


def work():
    try:
        for number in range(100):
            number * number
    finally:
        print("cleaned up")


if __name__ == "__main__":
    worker = multiprocessing.Process(target=work)
    worker.start()
    time.sleep(0.02)
    worker.kill()
    worker.join()
    print("exit code", worker.exitcode)
