# Four times the same computation, one after the other:
# what the others are compared with.


def compute():
    total = 0
    for number in range(100):
        total += number * number


for _ in range(4):
    compute()
