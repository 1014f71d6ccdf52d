# The threads of a process share its globals:
# what one of them changes, all of them see.
import threading

z = 10


def change():
    global z
    z = z + 20


if __name__ == "__main__":
    worker = threading.Thread(target=change)
    worker.start()
    worker.join()
    print("z is", z)
