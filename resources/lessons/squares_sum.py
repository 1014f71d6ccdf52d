total = 0
for number in range(1, 17):
    total += number * number
