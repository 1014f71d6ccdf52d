# A process puts a nut into its basket: that is a copy, and the parent never sees the nut.
import multiprocessing

basket = ["fig"]


def shop():
    basket.append("nut")


worker = multiprocessing.get_context("fork").Process(target=shop)
worker.start()
worker.join()
print("in the basket:", len(basket))
