# Two threads encode a video, every other frame each: of each pixel they keep how much it changed, in steps of 8.
import threading

Worker = threading.Thread
WIDTH, FRAMES = 8, 6


def brightness(frame, x):
    return 200 if x == frame else 40


def encode(frames):
    for frame in frames:
        steps = []
        for x in range(WIDTH):
            change = brightness(frame + 1, x) - brightness(frame, x)
            steps.append(change // 8)
        print(frame, steps)


workers = [Worker(target=encode, args=(range(first, FRAMES, 2),)) for first in (0, 1)]
for worker in workers:
    worker.start()
for worker in workers:
    worker.join()
