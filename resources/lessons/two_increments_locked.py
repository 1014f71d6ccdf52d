# Two threads wait for the same signal, and then each adds one to the counter while it holds the lock.
import threading

counter = 0
go = threading.Event()
lock = threading.Lock()


def increment():
    global counter
    go.wait()
    with lock:
        counter += 1


one = threading.Thread(target=increment)
two = threading.Thread(target=increment)
one.start()
two.start()
go.set()
one.join()
two.join()
