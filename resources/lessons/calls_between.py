import threading

n = 0


def work():
    global n
    for _ in range(100):
        n += int(1)


one = threading.Thread(target=work)
two = threading.Thread(target=work)
one.start()
two.start()
one.join()
two.join()
all_there = n == 200
