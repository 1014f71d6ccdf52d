# A process puts a pear into its basket: that is a copy, and the parent never sees the pear.
import multiprocessing

basket = ["apple"]


def shop():
    basket.append("pear")


worker = multiprocessing.get_context("fork").Process(target=shop)
worker.start()
worker.join()
print(basket)
