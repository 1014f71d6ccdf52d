ticks = 0
while True:
    ticks += 1
