# Two threads share an object; a lock keeps its balance right.
import threading


class Account:
    def __init__(self, balance):
        self.balance = balance
        self.lock = threading.Lock()

    def deposit(self, amount):
        with self.lock:
            self.balance = self.balance + amount


account = Account(100)


def pay(amount):
    for _ in range(4):
        account.deposit(amount)


payers = [threading.Thread(target=pay, args=(amount,)) for amount in (1, 10)]
for payer in payers:
    payer.start()
for payer in payers:
    payer.join()
print("the balance is", account.balance)
