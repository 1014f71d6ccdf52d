# The textbook's race: `coreloom explore one_increment.py` finds all interleavings of the two increments.
import threading

counter = 0


def increment():
    global counter
    counter += 1


one = threading.Thread(target=increment)
two = threading.Thread(target=increment)
one.start()
two.start()
one.join()
two.join()
