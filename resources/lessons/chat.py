msg = 0
while True:
    msg += 1
