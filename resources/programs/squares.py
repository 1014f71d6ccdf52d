squares = []
for number in range(8):
    squares.append(number * number)
squares[0] = -1
print(squares, len(squares))
