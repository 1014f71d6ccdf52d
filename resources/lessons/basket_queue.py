# What a process has to say it sends: a queue carries the nut to the parent, which puts it into its own basket.
import multiprocessing

context = multiprocessing.get_context("fork")
basket = ["fig"]
parcels = context.Queue()


def shop():
    basket.append("nut")
    parcels.put("nut")


worker = context.Process(target=shop)
worker.start()
basket.append(parcels.get())
worker.join()
print("in the basket:", len(basket))
