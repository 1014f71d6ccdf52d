# From start() to the first instruction of the
# new process, by each start method.
import multiprocessing


def begin():
    print("here I am")


if __name__ == "__main__":
    for method in ("fork", "forkserver", "spawn"):
        context = multiprocessing.get_context(method)
        worker = context.Process(target=begin)
        worker.start()
        worker.join()
