# What a process has to say it sends: a queue carries the nut to the parent, which puts it into its own bag.
import multiprocessing

context = multiprocessing.get_context("fork")
bag = ["fig"]
parcels = context.Queue()


def shop():
    bag.append("nut")
    parcels.put("nut")


worker = context.Process(target=shop)
worker.start()
bag.append(parcels.get())
worker.join()
print("in the bag:", len(bag))
