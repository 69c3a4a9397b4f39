"""Checks the manifests of deploy/kubernetes against the schemas of Kubernetes and KServe: python deploy/validate.py

pip install kubernetes-validate kubernetes six && pip install --no-deps kserve
"""

import importlib
import importlib.util
import re
import sys
import types
from pathlib import Path

import kubernetes.client
import kubernetes_validate
import yaml

# Only KServe's resource models are needed, not the server that its package would import with them.
kserve = types.ModuleType("kserve")
kserve.__path__ = importlib.util.find_spec("kserve").submodule_search_locations
sys.modules["kserve"] = kserve
models = importlib.import_module("kserve.models")


def check(value, name, where):
    """Checks that every field belongs to the class `name` and has a value of its type."""
    if item := re.fullmatch(r"[Ll]ist\[(.+)\]", name):
        assert isinstance(value, list), f"{where} must be a list"
        for index, element in enumerate(value):
            check(element, item[1], f"{where}[{index}]")
    elif item := re.fullmatch(r"[Dd]ict[\[(]str, ?(.+)[\])]", name):
        for key, element in value.items():
            check(element, item[1], f"{where}.{key}")
    elif name in ("str", "int", "bool", "float"):
        assert type(value).__name__ == name, f"{where} must be {name}. Received {value!r}"
    elif name not in ("object", "IntOrString"):
        kind = getattr(models, name, None) or getattr(kubernetes.client, name)
        fields = {key: attribute for attribute, key in kind.attribute_map.items()}
        for key, element in value.items():
            assert key in fields, f"{where} has no field {key}"
            check(element, kind.openapi_types[fields[key]], f"{where}.{key}")


files = sorted((Path(__file__).parent / "kubernetes").glob("*.yaml"))
for path in files:
    for resource in yaml.safe_load_all(path.read_text()):
        if resource["apiVersion"].startswith("serving.kserve.io/"):
            assert resource["apiVersion"] == "serving.kserve.io/v1beta1"
            check(resource, f"V1beta1{resource['kind']}", resource["kind"])
            against = "KServe"
        else:
            kubernetes_validate.validate(resource, kubernetes_validate.latest_version(), strict=True)
            against = f"Kubernetes {kubernetes_validate.latest_version()}"
        print(f"{path.name}: a valid {resource['kind']} of {against}")
