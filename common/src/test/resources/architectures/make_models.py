"""Makes the models of this folder, and what PyTorch computes with them.

    python3 make_models.py FOLDER            the small models of the tests
    python3 make_models.py FOLDER "" NAME    some of them
    python3 make_models.py FOLDER --all      each at operator set 11, 13 and 17, folded and not
    python3 make_models.py FOLDER --full     the same architectures in their published sizes

Needs torch 1.13, torchvision 0.14, numpy. The small models are torchvision's own classes built with
every channel count divided, so that their topology is the published one.
"""

import contextlib
import math
import os
import sys

import numpy as np
import torch
import torchvision.models as zoo
from torch import nn
from torch.nn import functional as F

CLASSES = 10


@contextlib.contextmanager
def slim(divisor):
    """Divides the channels of every layer built inside."""
    convolution, dense, norm = nn.Conv2d.__init__, nn.Linear.__init__, nn.BatchNorm2d.__init__

    def less(channels):
        return channels if channels <= 3 else max(1, channels // divisor)

    def conv_init(self, inputs, outputs, *args, **settings):
        groups = settings.get("groups", 1)
        if groups > 1:
            if groups == inputs:
                settings["groups"] = less(inputs)
            else:
                shared = math.gcd(math.gcd(groups, less(inputs)), less(outputs))
                smaller = (shared // part for part in range(2, shared + 1) if shared % part == 0)
                settings["groups"] = next(smaller, 1) if shared == less(inputs) else shared
        convolution(self, less(inputs), less(outputs), *args, **settings)

    def dense_init(self, in_features, out_features, *args, **settings):
        outputs = out_features if out_features == CLASSES else less(out_features)
        dense(self, less(in_features), outputs, *args, **settings)

    def norm_init(self, features, *args, **settings):
        norm(self, less(features), *args, **settings)

    nn.Conv2d.__init__, nn.Linear.__init__, nn.BatchNorm2d.__init__ = conv_init, dense_init, norm_init
    try:
        yield
    finally:
        nn.Conv2d.__init__, nn.Linear.__init__, nn.BatchNorm2d.__init__ = convolution, dense, norm


def one_cell(model, *sizes):
    """Pools to one cell, and a classifier of these sizes behind it (AlexNet, VGG)."""
    layers = []
    for before, after in zip(sizes, sizes[1:]):
        layers += [nn.Linear(before, after), nn.ReLU(), nn.Dropout()]
    model.avgpool = nn.AdaptiveAvgPool2d(1)
    model.classifier = nn.Sequential(*layers[:-2])
    return model


class Signal(nn.Module):
    """A one-dimensional convolutional network with most one-dimensional layers there are."""

    def __init__(self, width=8):
        super().__init__()
        self.body = nn.Sequential(
            nn.Conv1d(3, width, 7, stride=2, padding=3), nn.BatchNorm1d(width), nn.LeakyReLU(0.1),
            nn.MaxPool1d(3, stride=2, padding=1, ceil_mode=True),
            nn.Conv1d(width, width, 5, padding=4, dilation=2, groups=width), nn.ELU(),
            nn.Conv1d(width, 2 * width, 1), nn.PReLU(2 * width),
            nn.AvgPool1d(2, ceil_mode=True), nn.Conv1d(2 * width, 2 * width, 3), nn.Softplus(),
            nn.ConvTranspose1d(2 * width, width, 4, stride=2, padding=1), nn.SELU(),
            nn.AdaptiveAvgPool1d(1), nn.Flatten(), nn.Linear(width, CLASSES))

    def forward(self, x):
        return self.body(x)


class Hourglass(nn.Module):
    """Encoder and decoder with skips: ConvTranspose, Resize nearest and linear, GLU, LRN."""

    def __init__(self, width=6):
        super().__init__()
        w = width
        self.down1 = nn.Sequential(nn.Conv2d(3, w, 3, padding=1), nn.BatchNorm2d(w), nn.ReLU())
        self.down2 = nn.Sequential(nn.Conv2d(w, 2 * w, 3, padding=1), nn.BatchNorm2d(2 * w), nn.ReLU())
        self.down3 = nn.Sequential(nn.Conv2d(2 * w, 4 * w, 3, padding=1), nn.ReLU())
        self.up1 = nn.ConvTranspose2d(4 * w, 2 * w, 2, stride=2)
        self.up2 = nn.ConvTranspose2d(4 * w, w, 3, stride=2, padding=1, output_padding=1, groups=2)
        self.norm = nn.BatchNorm2d(w)
        self.mix = nn.Conv2d(2 * w, 2 * w, 3, padding=1)
        self.lrn = nn.LocalResponseNorm(3, alpha=0.1, k=2.0)
        self.head = nn.Linear(w, CLASSES)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        c = self.down3(F.max_pool2d(b, 2))
        d = F.relu(self.up1(c))
        d = torch.cat([d, b], 1)
        e = F.relu(self.norm(self.up2(d)))
        f = F.interpolate(F.interpolate(e, scale_factor=0.5, mode="bilinear", align_corners=False),
                          scale_factor=2, mode="nearest")
        g = F.interpolate(F.avg_pool2d(a, 2), scale_factor=2, mode="bilinear", align_corners=True)
        h = self.lrn(F.glu(self.mix(torch.cat([f, g], 1)), 1))
        return self.head(h.mean([2, 3]))


class Reused(nn.Module):
    """One convolution and one activation used several times, and a sum of three."""

    def __init__(self, width=8):
        super().__init__()
        self.first = nn.Conv2d(3, width, 3, padding=1)
        self.again = nn.Conv2d(width, width, 3, padding=1)
        self.relu = nn.ReLU()
        self.head = nn.Linear(width, CLASSES)

    def forward(self, x):
        a = self.relu(self.first(x))
        b = self.relu(self.again(a))
        c = self.relu(self.again(b))
        d = self.relu(self.again(a + b + c) - 0.5 * c)
        return self.head(torch.flatten(F.adaptive_max_pool2d(d, 1), 1))


def mlp(inputs, hidden):
    return nn.Sequential(
        nn.Flatten(), nn.Linear(inputs, hidden), nn.ReLU(), nn.Dropout(), nn.Linear(hidden, hidden),
        nn.BatchNorm1d(hidden), nn.Tanh(), nn.Linear(hidden, CLASSES))


def slimmed(divisor, build, **settings):
    def make():
        with slim(divisor):
            return build(num_classes=CLASSES, **settings)
    return make


def full(build, **settings):
    return lambda: build(num_classes=1000, **settings)


INCEPTION = {"aux_logits": False, "init_weights": False}

# name: (how it is made, input)
SMALL = {
    "alexnet": (lambda: one_cell(slimmed(16, zoo.alexnet)(), 16, 32, 32, CLASSES), (3, 64, 64)),
    "vgg11": (lambda: one_cell(slimmed(32, zoo.vgg11)(), 16, 32, 32, CLASSES), (3, 32, 32)),
    "vgg11-bn": (lambda: one_cell(slimmed(32, zoo.vgg11_bn)(), 16, 32, 32, CLASSES), (3, 32, 32)),
    "vgg16": (lambda: one_cell(slimmed(32, zoo.vgg16)(), 16, 32, 32, CLASSES), (3, 32, 32)),
    "vgg16-bn": (lambda: one_cell(slimmed(32, zoo.vgg16_bn)(), 16, 32, 32, CLASSES), (3, 32, 32)),
    "googlenet": (slimmed(16, zoo.googlenet, **INCEPTION), (3, 48, 48)),
    "inception-v3": (slimmed(32, zoo.inception_v3, **INCEPTION), (3, 75, 75)),
    "resnet18": (slimmed(16, zoo.resnet18), (3, 32, 32)),
    "resnet50": (slimmed(32, zoo.resnet50), (3, 32, 32)),
    "resnext50": (slimmed(32, zoo.resnext50_32x4d), (3, 64, 64)),
    "wide-resnet50": (slimmed(64, zoo.wide_resnet50_2), (3, 32, 32)),
    "squeezenet": (slimmed(8, zoo.squeezenet1_1), (3, 48, 48)),
    "densenet121": (slimmed(32, zoo.densenet121), (3, 32, 32)),
    "mobilenet-v2": (slimmed(16, zoo.mobilenet_v2), (3, 32, 32)),
    "mobilenet-v3-small": (slimmed(16, zoo.mobilenet_v3_small), (3, 32, 32)),
    "mobilenet-v3-large": (slimmed(16, zoo.mobilenet_v3_large), (3, 32, 32)),
    "efficientnet-b0": (slimmed(12, zoo.efficientnet_b0), (3, 64, 64)),
    "shufflenet-v2": (
        lambda: zoo.ShuffleNetV2([2, 3, 2], [8, 12, 24, 36, 36], num_classes=CLASSES), (3, 32, 32)),
    "regnet-x": (slimmed(32, zoo.regnet_x_400mf), (3, 64, 64)),
    "regnet-y": (slimmed(32, zoo.regnet_y_400mf), (3, 64, 64)),
    "mnasnet": (slimmed(8, zoo.mnasnet0_5), (3, 32, 32)),
    "mlp": (lambda: mlp(3 * 16 * 16, 24), (3, 16, 16)),
    "signal": (Signal, (3, 65)),
    "hourglass": (Hourglass, (3, 16, 16)),
    "reused": (Reused, (3, 17, 13)),
}

FULL = {
    "alexnet": (full(zoo.alexnet), (3, 224, 224)),
    "vgg11": (full(zoo.vgg11), (3, 224, 224)),
    "vgg11-bn": (full(zoo.vgg11_bn), (3, 224, 224)),
    "vgg16": (full(zoo.vgg16), (3, 224, 224)),
    "vgg16-bn": (full(zoo.vgg16_bn), (3, 224, 224)),
    "googlenet": (full(zoo.googlenet, **INCEPTION), (3, 224, 224)),
    "inception-v3": (full(zoo.inception_v3, **INCEPTION), (3, 299, 299)),
    "resnet18": (full(zoo.resnet18), (3, 224, 224)),
    "resnet50": (full(zoo.resnet50), (3, 224, 224)),
    "resnext50": (full(zoo.resnext50_32x4d), (3, 224, 224)),
    "wide-resnet50": (full(zoo.wide_resnet50_2), (3, 224, 224)),
    "squeezenet": (full(zoo.squeezenet1_1), (3, 224, 224)),
    "densenet121": (full(zoo.densenet121), (3, 224, 224)),
    "mobilenet-v2": (full(zoo.mobilenet_v2), (3, 224, 224)),
    "mobilenet-v3-small": (full(zoo.mobilenet_v3_small), (3, 224, 224)),
    "mobilenet-v3-large": (full(zoo.mobilenet_v3_large), (3, 224, 224)),
    "efficientnet-b0": (full(zoo.efficientnet_b0), (3, 224, 224)),
    "shufflenet-v2": (full(zoo.shufflenet_v2_x1_0), (3, 224, 224)),
    "regnet-x": (full(zoo.regnet_x_400mf), (3, 224, 224)),
    "regnet-y": (full(zoo.regnet_y_400mf), (3, 224, 224)),
    "mnasnet": (full(zoo.mnasnet1_0), (3, 224, 224)),
    "mlp": (lambda: mlp(3 * 64 * 64, 1024), (3, 64, 64)),
    "signal": (lambda: Signal(64), (3, 4096)),
    "hourglass": (lambda: Hourglass(32), (3, 128, 128)),
    "reused": (lambda: Reused(64), (3, 64, 64)),
}


def inputs(batch, shape):
    """Values a reader in any language can make: a hash of the position, between -2 and 2."""
    index = np.arange(batch * int(np.prod(shape)), dtype=np.uint64)
    mixed = (index + np.uint64(1)) * np.uint64(2654435761) % np.uint64(4294967296)
    mixed = (mixed ^ (mixed >> np.uint64(15))) * np.uint64(2246822519) % np.uint64(4294967296)
    mixed ^= mixed >> np.uint64(13)
    values = (mixed % np.uint64(65536)).astype(np.float32) / np.float32(16384) - np.float32(2)
    return values.reshape((batch,) + shape)


def realistic(model, shape, size):
    """Weights as after training: normalisations that fit their inputs, none of them trivial."""
    for module in model.modules():
        if isinstance(module, (nn.Conv1d, nn.Conv2d, nn.Linear, nn.ConvTranspose1d, nn.ConvTranspose2d)):
            fan = module.weight[0].numel()
            if isinstance(module, (nn.ConvTranspose1d, nn.ConvTranspose2d)):
                fan = module.weight.numel() // module.weight.shape[1] // 2
            nn.init.normal_(module.weight, std=math.sqrt(2.0 / fan))
            if module.bias is not None:
                nn.init.normal_(module.bias, std=0.05)
        if isinstance(module, (nn.BatchNorm1d, nn.BatchNorm2d)):
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.normal_(module.bias, std=0.2)
            module.momentum = None
    model.train()
    for module in model.modules():
        if isinstance(module, nn.Dropout) or type(module).__name__ == "StochasticDepth":
            module.eval()
    with torch.no_grad():
        for _ in range(2):
            model(torch.randn((size,) + shape))
    if isinstance(model, zoo.SqueezeNet):
        model.classifier[1].bias.data.add_(1.0)  # A rectifier follows, which must not silence all.
    return model.eval()


def make(name, recipe, folder, opset, folded, calibration=16, images=2):
    build, shape = recipe
    torch.manual_seed(sum(map(ord, name)))
    model = realistic(build(), shape, calibration)
    path = os.path.join(folder, name)
    example = torch.from_numpy(inputs(images, shape)).requires_grad_()
    logits = model(example)
    logits.max(1).values.sum().backward()
    gradient = example.grad.numpy().reshape(images, -1)
    step = max(1, gradient.shape[1] // 200)
    np.save(path + "-logits.npy", logits.detach().numpy())
    np.save(path + "-gradient.npy", np.ascontiguousarray(gradient[:, ::step]))
    export(model, example.detach(), path + ".onnx", opset, folded)
    return model, example.detach(), path


def export(model, example, path, opset, folded):
    torch.onnx.export(
        model, example, path, opset_version=opset, do_constant_folding=folded,
        training=torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE,
        input_names=["image"], output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}})


def main(folder, kind, *names):
    os.makedirs(folder, exist_ok=True)
    variants = [(opset, folded) for folded in (True, False) for opset in (11, 13, 17)]
    if kind == "--full":
        for name, recipe in FULL.items():
            make(name, recipe, folder, 13, True, calibration=4)
            print(name, flush=True)
        return
    for number, (name, recipe) in enumerate(SMALL.items()):
        if names and name not in names:
            continue
        model, example, path = make(name, recipe, folder, *variants[number % len(variants)])
        if kind == "--all":
            for opset, folded in variants:
                suffix = "-%d-%s.onnx" % (opset, "folded" if folded else "plain")
                export(model, example, path + suffix, opset, folded)
        print(name, os.path.getsize(path + ".onnx"), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *(sys.argv[2:] or [""]))
