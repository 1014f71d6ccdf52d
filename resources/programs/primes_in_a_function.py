def find_primes():
    primes = []
    candidate = 2
    while len(primes) < 10:
        is_prime = True
        for prime in primes:
            if candidate % prime == 0:
                is_prime = False
                break
        if is_prime:
            primes.append(candidate)
        candidate += 1
    return primes


print(find_primes())
