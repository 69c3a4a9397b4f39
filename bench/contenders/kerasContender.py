"""Keras on TensorFlow on the CPU, its step compiled by tf.function (with XLA where jit is set): work is training or inference."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""

import keras
import numpy as np
import tensorflow as tf

from answer import answer, read_network, read_pictures, run_for
from kerasNetwork import build


def open_contender(config):
    tf.config.threading.set_intra_op_parallelism_threads(config["threads"])
    tf.config.threading.set_inter_op_parallelism_threads(1)
    pictures, labels = read_pictures(config["folder"])
    batch = config["batch"]
    model = build(*read_network(config["folder"], config["network"]))
    count = len(labels) // batch
    inputs = [tf.constant(pictures[i * batch : (i + 1) * batch, :, :, None]) for i in range(count)]
    answers = [tf.constant(labels[i * batch : (i + 1) * batch]) for i in range(count)]
    outputs = {"logits": np.asarray(model(inputs[0])).flatten().tolist()}
    position = 0

    if config["work"] != "training":
        predict_step = tf.function(lambda x: model(x, training=False), jit_compile=config["jit"])

        def predict():
            nonlocal position
            logits = predict_step(inputs[position % count])
            position += 1
            return np.asarray(logits)

        outputs["logits"] = predict().flatten().tolist()
        return outputs, lambda ms: run_for(ms, predict) * batch

    loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    optimiser = keras.optimizers.Adam(1e-3, epsilon=1e-8)
    optimiser.build(model.trainable_variables)

    @tf.function(jit_compile=config["jit"])
    def train_step(x, y):
        with tf.GradientTape() as tape:
            loss = loss_of(y, model(x, training=True))
        gradients = tape.gradient(loss, model.trainable_variables)
        optimiser.apply_gradients(zip(gradients, model.trainable_variables))
        return loss

    def train():
        nonlocal position
        loss = train_step(inputs[position % count], answers[position % count])
        position += 1
        return float(loss)

    outputs["losses"] = [train() for _ in range(3)]
    return outputs, lambda ms: run_for(ms, train) * batch


answer(open_contender)
