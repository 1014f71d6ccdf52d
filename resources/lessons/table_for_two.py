# Ann takes the fork first, Bob the knife. Each of them needs both.
import threading

fork = threading.Lock()
knife = threading.Lock()
go = threading.Event()
meals = []


def eat(name, first, second):
    go.wait()
    with first:
        with second:
            meals.append(name)


ann = threading.Thread(target=eat, args=("Ann", fork, knife))
bob = threading.Thread(target=eat, args=("Bob", knife, fork))
ann.start()
bob.start()
go.set()
ann.join()
bob.join()
