"""Any of our networks in PyTorch."""

import torch
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval


def build(network, tensors, fold):
    """The network as makeFolder describes it, with our tensors. fold: batch normalisations become part of the convolutions before them, for inference."""
    modules = []
    flattened = None  # the map [height, width, channels] that was made flat for the next dense layer
    for layer in network["layers"]:
        values = [tensors[name] for name in layer["parameters"]]
        if layer["type"] == "flatten":
            flattened = layer["input"]
        if layer["type"] == "dense":
            values[0], flattened = columns(values[0], flattened), None
        made = MODULES[layer["type"]](layer, network["batchNormEpsilon"])
        names = ["weight", "bias", "running_mean", "running_var"][: len(values)]
        for name, value in zip(names, values):
            turned = value.transpose(0, 3, 1, 2) if value.ndim == 4 else value
            getattr(made[0], name).data.copy_(torch.from_numpy(turned.copy()))
        modules += made
    return nn.Sequential(*(folded(modules) if fold else modules))


# By type of layer; the first module has the layer's tensors.
MODULES = {
    "conv2d": lambda layer, _: [
        nn.Conv2d(layer["input"][2], layer["filters"], layer["size"], padding=layer["size"] // 2)
    ],
    "batchNorm": lambda layer, epsilon: [nn.BatchNorm2d(layer["input"][2], eps=epsilon)],
    "relu": lambda *_: [nn.ReLU()],
    "maxPool2d": lambda *_: [nn.MaxPool2d(2)],
    "globalAveragePool": lambda *_: [nn.AdaptiveAvgPool2d(1), nn.Flatten()],
    "flatten": lambda *_: [nn.Flatten()],
    "dense": lambda layer, _: [nn.Linear(layer["input"][0], layer["units"])],
}


def columns(weight, flattened):
    """Dense weights [K, H * W * C] for maps that PyTorch makes flat channel by channel."""
    if flattened is None:
        return weight
    return weight.reshape(-1, *flattened).transpose(0, 3, 1, 2).reshape(weight.shape)


def folded(modules):
    kept = []
    for module in modules:
        if isinstance(module, nn.BatchNorm2d) and kept and isinstance(kept[-1], nn.Conv2d):
            kept[-1] = fuse_conv_bn_eval(kept[-1].eval(), module.eval())
        else:
            kept.append(module)
    return kept
