# A thread puts a nut into the bag: there is one bag, and everybody sees it.
import threading

bag = ["fig"]


def shop():
    bag.append("nut")


worker = threading.Thread(target=shop)
worker.start()
worker.join()
print("in the bag:", len(bag))
