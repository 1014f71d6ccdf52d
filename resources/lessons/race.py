import threading

n = 0
gate = threading.Barrier(2)


def work():
    global n
    gate.wait()
    n += 1


one = threading.Thread(target=work)
two = threading.Thread(target=work)
one.start()
two.start()
one.join()
two.join()
