import threading

n = 0
gate = threading.Barrier(2)
key = threading.Lock()


def work():
    global n
    gate.wait()
    with key:
        n += 1


one = threading.Thread(target=work)
two = threading.Thread(target=work)
one.start()
two.start()
one.join()
two.join()
