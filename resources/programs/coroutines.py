# One thread, three coroutines: each gives way at its await, and nobody is ever interrupted.
import asyncio

order = []


async def worker(name, delay):
    for _ in range(2):
        order.append(name)
        await asyncio.sleep(delay)


async def main():
    await asyncio.gather(worker("a", 0.09), worker("b", 0.06), worker("c", 0.03))


asyncio.run(main())
print(order)
