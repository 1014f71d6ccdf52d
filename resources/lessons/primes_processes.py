# Two processes look for primes: they compute, and never wait.
import multiprocessing

Worker = multiprocessing.get_context("fork").Process


def count_primes(first):
    count = 0
    for number in range(first, 40, 4):
        divisor = 2
        while number % divisor:
            divisor += 1
        if divisor == number:
            count += 1
    print(first, count)


workers = [Worker(target=count_primes, args=(first,)) for first in (3, 5)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
