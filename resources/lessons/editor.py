row = 0
while True:
    row += 1
