# Each thread takes one lock and then wants the other's. Whether they meet depends on the scheduler:
# `coreloom explore deadlock.py` finds the schedule that leads to the deadlock.
import threading

fork = threading.Lock()
knife = threading.Lock()
meals = []


def eat(name, first, second):
    with first:
        with second:
            meals.append(name)


ann = threading.Thread(target=eat, args=("Ann", fork, knife))
bob = threading.Thread(target=eat, args=("Bob", knife, fork))
ann.start()
bob.start()
ann.join()
bob.join()
print(meals)
