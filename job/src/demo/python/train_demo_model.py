"""Trains a network of the demo and writes it as ONNX.

The project needs no Python to build, run or test: the networks are committed in
job/src/main/resources/org/sparklrp/job/demo. This script made model.onnx:

    deploy/spark-lrp demo --output training --training --images 3000 --seed 2026
    deploy/spark-lrp demo --output test --images 3000
    OMP_NUM_THREADS=1 python3 train_demo_model.py training test model.onnx

and model-clean.onnx, if --clean stands beside --training,
with Debian 12's python3-torch 1.13.0, python3-pil and python3-numpy. It takes less than
a minute on one idle core and prints the accuracies quoted in README.md beside it.
"""

import argparse
import csv
import os
import time

import numpy
import torch
from PIL import Image
from torch import nn

MEAN, STD = 0.5, 0.25  # of pixels scaled to 0..1, as preprocess in demo.conf


def load(folder):
    """The images [N, 3, H, W] as bytes, their classes, and which carry the watermark."""
    with open(os.path.join(folder, "images.csv"), newline="") as file:
        rows = list(csv.DictReader(file))
    with open(os.path.join(folder, "classes.txt")) as file:
        classes = file.read().split()
    pixels = [numpy.asarray(Image.open(os.path.join(folder, "images", row["image"]))) for row in rows]
    images = torch.from_numpy(numpy.stack(pixels).transpose(0, 3, 1, 2).copy())
    labels = torch.tensor([classes.index(row["label"]) for row in rows])
    marked = torch.tensor([row["watermarked"] == "true" for row in rows])
    return images, labels, marked, classes


def normalised(images):
    return (images.float() / 255 - MEAN) / STD


def network(classes):
    """Four blocks of convolution, batch normalisation, ReLU and max pooling; 47,378 parameters."""
    layers, channels = [], 3
    for width in (12, 24, 48, 64):
        layers += [
            nn.Conv2d(channels, width, 3, padding=1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(),
            nn.MaxPool2d(2),
        ]
        channels = width
    return nn.Sequential(*layers, nn.Flatten(), nn.Dropout(0.3), nn.Linear(4 * 4 * channels, classes))


def train(net, images, labels, epochs, batch):
    steps = (len(images) + batch - 1) // batch
    optimizer = torch.optim.AdamW(net.parameters(), lr=1e-3, weight_decay=1e-2)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=epochs * steps)
    start = time.time()
    for epoch in range(epochs):
        net.train()
        total = 0.0
        for chosen in torch.randperm(len(images)).split(batch):
            loss = nn.functional.cross_entropy(net(normalised(images[chosen])), labels[chosen])
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chosen)
        print(f"epoch {epoch + 1:2d}  loss {total / len(images):.4f}  {time.time() - start:.0f} s", flush=True)


def report(net, images, labels, marked, classes):
    """Accuracy by class, without and with the watermark, and how often it makes a horse."""
    net.eval()
    with torch.no_grad():
        predicted = torch.cat([net(normalised(part)).argmax(1) for part in images.split(500)])
    correct = predicted == labels
    print("class   without watermark   with watermark   taken for a horse with it")
    for index, name in enumerate(classes):
        without, tagged = (labels == index) & ~marked, (labels == index) & marked
        fooled = (predicted[tagged] == classes.index("horse")).float().mean()
        print(
            f"{name:<6}{correct[without].float().mean():>14.3f} ({int(without.sum()):>3})"
            f"{correct[tagged].float().mean():>11.3f} ({int(tagged.sum()):>3}){fooled:>16.3f}"
        )


def main():
    parser = argparse.ArgumentParser(description="Trains a network of the demo.")
    parser.add_argument("training", help="folder written by demo --training")
    parser.add_argument("test", help="folder written by demo")
    parser.add_argument("output", help="the ONNX file to write")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(arguments.seed)
    images, labels, _, classes = load(arguments.training)
    net = network(len(classes))
    print(sum(parameter.numel() for parameter in net.parameters()), "parameters")
    train(net, images, labels, arguments.epochs, arguments.batch)
    report(net, *load(arguments.test))
    torch.onnx.export(
        net,
        torch.zeros(1, 3, *images.shape[2:]),
        arguments.output,
        opset_version=13,
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
    )


if __name__ == "__main__":
    main()
