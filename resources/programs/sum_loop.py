total = 0
for number in range(1, 11):
    total += number
print("1 + 2 + ... + 10 =", total)
