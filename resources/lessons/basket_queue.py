# What a process has to say it sends: a queue carries a copy of the basket back to the parent.
import multiprocessing

context = multiprocessing.get_context("fork")
basket = ["fig"]
answers = context.Queue()


def shop():
    basket.append("nut")
    answers.put(basket)


worker = context.Process(target=shop)
worker.start()
basket = answers.get()
worker.join()
print(basket)
