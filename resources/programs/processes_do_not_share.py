# A child process gets a copy of the memory: what it changes, the parent does not see. A queue carries results back.
import multiprocessing

numbers = [1, 2, 3]


def child(results):
    numbers.append(99)
    results.put(sum(numbers))


if __name__ == "__main__":
    results = multiprocessing.Queue()
    process = multiprocessing.Process(target=child, args=(results,))
    process.start()
    print("the child's sum is", results.get())
    process.join()
    print("the parent still has", numbers)
