# A process puts a nut into its bag: that is a copy, and the parent never sees the nut.
import multiprocessing

bag = ["fig"]


def shop():
    bag.append("nut")


worker = multiprocessing.get_context("fork").Process(target=shop)
worker.start()
worker.join()
print("in the bag:", len(bag))
