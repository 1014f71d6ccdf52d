# A thread puts a nut into the basket: there is one basket, and everybody sees it.
import threading

basket = ["fig"]


def shop():
    basket.append("nut")


worker = threading.Thread(target=shop)
worker.start()
worker.join()
print("in the basket:", len(basket))
