"""Reads a picture over HTTP with the Python standard library alone: read.py [server] [picture]."""

import json
import sys
import urllib.request

server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"
picture = sys.argv[2] if len(sys.argv) > 2 else "samples/seven-pencil.png"

with open(picture, "rb") as file:
    request = urllib.request.Request(f"{server}/v1/read", data=file.read(), headers={"Content-Type": "image/png"})
with urllib.request.urlopen(request) as answer:
    reading = json.load(answer)
print(reading["text"], reading["confidence"], reading["status"])
