# A queue between two threads: the consumer waits while it is empty, the producer while it is full.
import queue
import threading

items = queue.Queue(maxsize=2)
received = []


def produce():
    for number in range(5):
        items.put(number)
    items.put(None)


def consume():
    while (item := items.get()) is not None:
        received.append(item)


producer = threading.Thread(target=produce)
consumer = threading.Thread(target=consume)
producer.start()
consumer.start()
producer.join()
consumer.join()
print(received)
