# Two threads add to one counter. int(1) is a call between reading counter and writing it, where CPython may let
# the other thread have the GIL: some of the 200 updates can be lost. With `counter += 1` none would be.
import threading

counter = 0


def work():
    global counter
    for _ in range(100):
        counter += int(1)


threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print("counter is", counter, "of 200")
