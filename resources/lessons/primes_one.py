# One thread looks for primes: it computes, and never waits.
count = 0
for number in range(2, 30):
    divisor = 2
    while number % divisor:
        divisor += 1
    if divisor == number:
        count += 1
print(count, "primes")
