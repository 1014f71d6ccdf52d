# A child process begins with a copy of the memory:
# what it changes there, its parent never sees.
import multiprocessing

z = 10


def change():
    global z
    z = z + 20


if __name__ == "__main__":
    worker = multiprocessing.Process(target=change)
    worker.start()
    worker.join()
    print("z is", z)
