# Four times the same request, one after the other:
# what the others are compared with.
import requests


def ask():
    requests.get("https://example.org/")


for _ in range(4):
    ask()
