bar = 0
while True:
    bar += 1
