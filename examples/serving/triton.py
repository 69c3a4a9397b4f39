"""Queries a model with tritonclient (pip install 'tritonclient[http]'): triton.py [host:port].

The tensor holds network inputs: 28 x 28, 0 = paper, 255 = ink, the digit 20 pixels high in the middle.
"""

import sys

import numpy as np
import tritonclient.http as triton

client = triton.InferenceServerClient(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:8080")
assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("standard")
assert client.get_server_metadata()["name"] == "numerist"
print(client.get_model_metadata("standard"))

pictures = np.zeros((2, 28, 28), dtype=np.uint8)
pictures[:, 4:24, 13:16] = 255  # ones
answers = []
for binary in (True, False):
    tensor = triton.InferInput("pictures", pictures.shape, "UINT8")
    tensor.set_data_from_numpy(pictures, binary_data=binary)
    outputs = [triton.InferRequestedOutput(name, binary_data=binary) for name in ("probabilities", "digit")]
    answer = client.infer("standard", [tensor], outputs=outputs, request_id="one", model_version="1")
    assert answer.get_response()["id"] == "one"
    answers.append((answer.as_numpy("probabilities"), answer.as_numpy("digit")))

later = client.async_infer("standard", [tensor], request_compression_algorithm="gzip").get_result()
answers.append((later.as_numpy("probabilities"), later.as_numpy("digit")))

(probabilities, digits), *others = answers
assert probabilities.shape == (2, 11) and np.allclose(probabilities.sum(axis=1), 1, atol=1e-5)
assert all(np.allclose(probabilities, other, atol=1e-6) for other, _ in others)
try:
    client.get_model_metadata("nobody")
    raise SystemExit("an unknown model must be an error")
except triton.InferenceServerException as error:
    assert "unknown_model" in str(error)
print("digits:", digits.tolist())
