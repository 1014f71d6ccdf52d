n = 0
while n < 6:
    n += 1
