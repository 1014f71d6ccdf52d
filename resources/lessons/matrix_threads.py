# Two threads compute a product of matrices, half of the rows each.
import threading

Worker = threading.Thread
size = 4
a = [[row + column for column in range(size)] for row in range(size)]
b = [[row * column for column in range(size)] for row in range(size)]


def multiply(rows):
    for row in rows:
        product = []
        for column in range(size):
            total = 0
            for k in range(size):
                total += a[row][k] * b[k][column]
            product.append(total)
        print(row, product)


workers = [Worker(target=multiply, args=(rows,)) for rows in ((0, 1), (2, 3))]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
