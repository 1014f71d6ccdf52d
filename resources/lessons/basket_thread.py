# A thread puts a pear into the basket: there is one basket, and everybody sees it.
import threading

basket = ["apple"]


def shop():
    basket.append("pear")


worker = threading.Thread(target=shop)
worker.start()
worker.join()
print(basket)
