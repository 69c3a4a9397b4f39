"""Any of our networks in Keras."""

import keras


def build(network, tensors):
    """The network as makeFolder describes it, with our tensors."""
    layers = [LAYERS[layer["type"]](layer, network["batchNormEpsilon"]) for layer in network["layers"]]
    model = keras.Sequential([keras.Input(network["architecture"]["input"]), *layers])
    for made, layer in zip(layers, network["layers"]):
        made.set_weights([TURNED[tensors[name].ndim](tensors[name]) for name in layer["parameters"]])
    return model


# By type of layer. The share of a new batch in running statistics is 0.1 in ours.
LAYERS = {
    "conv2d": lambda layer, _: keras.layers.Conv2D(layer["filters"], layer["size"], padding="same"),
    "batchNorm": lambda _, epsilon: keras.layers.BatchNormalization(momentum=0.9, epsilon=epsilon),
    "relu": lambda *_: keras.layers.ReLU(),
    "maxPool2d": lambda *_: keras.layers.MaxPool2D(),
    "globalAveragePool": lambda *_: keras.layers.GlobalAveragePooling2D(),
    "flatten": lambda *_: keras.layers.Flatten(),
    "dense": lambda layer, _: keras.layers.Dense(layer["units"]),
}

# Our layouts to those of Keras, by the number of dimensions.
TURNED = {4: lambda t: t.transpose(1, 2, 3, 0), 2: lambda t: t.T, 1: lambda t: t}
