"""Makes torch_outputs.json: a network of two inputs and two outputs, trained by PyTorch in float64 with a weighted sum of two losses.

Made with PyTorch 1.13.1: python3 torch_outputs.py
"""
import json
import os

import torch
from torch.nn import functional

torch.manual_seed(0)
BATCH, STEPS, WEIGHT = 7, 5, 0.3


def draw(*shape):
    return torch.randint(-64, 65, shape).double() / 32


def numbers(t):
    return {"shape": list(t.shape), "values": [round(v, 12) for v in t.detach().flatten().tolist()]}


picture, note = draw(BATCH, 4), draw(BATCH, 3)
digits, sizes = torch.tensor([0, 2, 1, 1, 0, 2, 2]), draw(BATCH, 2)
weights = torch.tensor([1, 0.5, 2, 0, 1, 1.5, 1]).double()
shapes = {"left": (4, 5), "right": (3, 5), "body": (10, 6), "digit": (6, 3), "size": (6, 2)}
start = {}
for name, (inputs, outputs) in shapes.items():
    start[name + ".weight"] = draw(inputs, outputs) * 0.3
    start[name + ".bias"] = draw(outputs) * 0.1


def train(weighted):
    p = {name: value.clone().requires_grad_() for name, value in start.items()}

    def dense(name, x):
        return x @ p[name + ".weight"] + p[name + ".bias"]

    optimizer = torch.optim.SGD(p.values(), lr=0.1, momentum=0.9)
    rows = []
    for _ in range(STEPS):
        body = torch.cat([torch.tanh(dense("left", picture)), torch.tanh(dense("right", note))], 1)
        body = torch.tanh(dense("body", body))
        scores, guess = dense("digit", body), dense("size", body)
        # A weighted mean as Keras forms it: the sum of weight times loss by the number of examples.
        scale = weights if weighted else torch.ones(BATCH).double()
        digit = (functional.cross_entropy(scores, digits, reduction="none") * scale).mean()
        size = (functional.mse_loss(guess, sizes, reduction="none").mean(1) * scale).mean()
        loss = digit + WEIGHT * size
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        accuracy = (scores.argmax(1) == digits).double().mean()
        error = (guess - sizes).abs().mean()
        rows.append({
            "loss": loss.item(), "digit_loss": digit.item(), "size_loss": size.item(), "digit_accuracy": accuracy.item(),
            "size_mean_absolute_error": error.item()})
    return {"history": rows, "parameters": {name: numbers(value) for name, value in p.items()}}


result = {
    "made_with": "torch " + torch.__version__ + ", float64", "picture": numbers(picture), "note": numbers(note), "digit": digits.tolist(), "size": numbers(sizes),
    "weights": weights.tolist(), "start": {name: numbers(value) for name, value in start.items()}, "plain": train(False), "weighted": train(True)}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch_outputs.json"), "w") as file:
    file.write(json.dumps(result) + "\n")
