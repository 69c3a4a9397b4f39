"""Uses the Open Inference Protocol v2 with the Python standard library alone: oip.py [server].

It covers health, metadata, and inference with the tensor in JSON and in the binary extension.
"""

import json
import struct
import sys
import urllib.error
import urllib.request

server = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8080"


def call(path, body=None, headers={}):
    """Returns status, headers and body. Sends a POST if there is a body."""
    request = urllib.request.Request(server + path, data=body, headers=headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


for path in ("/v2/health/live", "/v2/health/ready", "/v2/models/standard/ready"):
    assert call(path)[0] == 200, path
print(json.loads(call("/v2")[2]))
model = json.loads(call("/v2/models/standard")[2])
print(model["name"], model["versions"], [(t["name"], t["datatype"], t["shape"]) for t in model["inputs"] + model["outputs"]])

one = bytes(255 if 4 <= row < 24 and 13 <= column < 16 else 0 for row in range(28) for column in range(28))
tensor = {"name": "pictures", "shape": [2, 28, 28], "datatype": "UINT8"}
path = f"/v2/models/standard/versions/{model['versions'][-1]}/infer"

request = {"id": "a", "inputs": [{**tensor, "data": list(one + one)}]}
status, _, body = call(path, json.dumps(request).encode(), {"Content-Type": "application/json"})
answer = json.loads(body)
assert status == 200 and answer["id"] == "a" and answer["model_name"] == "standard", body
plain = {output["name"]: output for output in answer["outputs"]}
assert plain["probabilities"]["shape"] == [2, 11] and plain["digit"]["shape"] == [2]

request = {
    "parameters": {"binary_data_output": True},
    "inputs": [{**tensor, "parameters": {"binary_data_size": len(one + one)}}],
}
head = json.dumps(request).encode()
lengths = {"Inference-Header-Content-Length": str(len(head)), "Content-Type": "application/octet-stream"}
status, headers, body = call(path, head + one + one, lengths)
assert status == 200, body
length = int(headers["Inference-Header-Content-Length"])
offset = length
for output in json.loads(body[:length])["outputs"]:
    size = output["parameters"]["binary_data_size"]
    code, width = {"FP32": ("f", 4), "INT64": ("q", 8)}[output["datatype"]]
    values = struct.unpack(f"<{size // width}{code}", body[offset : offset + size])
    assert all(abs(a - b) < 1e-6 for a, b in zip(values, plain[output["name"]]["data"], strict=True))
    offset += size
assert offset == len(body)

status, _, body = call("/v2/models/nobody/infer", b"{}")
assert status == 404 and json.loads(body)["error"].startswith("unknown_model"), body
print("digits:", plain["digit"]["data"])
