x = 10
y = 20
z = x + y
