import threading

n = 0
gate = threading.Barrier(2)
lock = threading.Lock()


def work():
    global n
    gate.wait()
    with lock:
        n += 1


one = threading.Thread(target=work)
two = threading.Thread(target=work)
one.start()
two.start()
one.join()
two.join()
