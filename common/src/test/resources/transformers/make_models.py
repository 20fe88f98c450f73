"""Makes the transformers the tests explain: small networks of the topologies that torchvision has,
with random weights, exported by PyTorch 1.13 with torchvision 0.14. `make_models.py DIR full` makes
them in their full size."""
import sys

import numpy as np
import onnx
import torch
import torchvision
from torch import nn
from torchvision.models.convnext import CNBlockConfig, ConvNeXt
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer

OPSETS = (11, 13, 17)


class GroupNormNet(nn.Module):
    """Group and instance normalisation, GELU by tanh, an Einstein sum and a masked softmax."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, stride=2, padding=1)
        self.group = nn.GroupNorm(2, 8)
        self.instance = nn.InstanceNorm2d(8, affine=True)
        self.head = nn.Linear(8, 5)
        self.register_buffer("mask", torch.triu(torch.full((64, 64), -100.0), 1))

    def forward(self, x):
        x = nn.functional.gelu(self.group(self.stem(x)), approximate="tanh")
        x = self.instance(x)[:, :, ::2, ::2].flatten(2).transpose(1, 2)
        scores = torch.einsum("bic,bjc->bij", x, x) * 0.3 + self.mask[: x.shape[1], : x.shape[1]]
        x = torch.einsum("bij,bjc->bic", scores.softmax(-1), x)
        return self.head(x.mean(1))


def small():
    return {
        "vit": (VisionTransformer(32, 8, 2, 2, 24, 48, num_classes=5), 32),
        "swin": (SwinTransformer([2, 2], 8, [2, 2], [2, 4], [4, 4], mlp_ratio=2.0, num_classes=5), 32),
        "convnext": (ConvNeXt([CNBlockConfig(8, 16, 2), CNBlockConfig(16, None, 2)], num_classes=5), 32),
        "groupnorm": (GroupNormNet(), 32),
    }


def full():
    return {
        "vit-b16": (torchvision.models.vit_b_16(), 224),
        "swin-tiny": (torchvision.models.swin_t(), 224),
        "convnext-tiny": (torchvision.models.convnext_tiny(), 224),
    }


def randomize(model):
    """What training would have moved away from zero and one."""
    for name, parameter in model.named_parameters():
        with torch.no_grad():
            if "layer_scale" in name:
                parameter.uniform_(0.1, 0.5)
            elif parameter.ndim == 1 and name.endswith("weight"):
                parameter.uniform_(0.7, 1.3)
            elif name.endswith("bias"):
                parameter.normal_(0, 0.05)
            elif "token" in name or "pos" in name or "relative" in name:
                parameter.normal_(0, 0.2)
            elif "heads" in name or name.startswith("head"):
                parameter.normal_(0, parameter.shape[1] ** -0.5)


def shorten(path):
    """Numbers in place of the exporter's names, which make up most of a small file."""
    model = onnx.load(path)
    names = {"": "", "image": "image", "logits": "logits"}
    for tensor in model.graph.initializer:
        tensor.name = names.setdefault(tensor.name, str(len(names)))
    for node in model.graph.node:
        node.name = node.doc_string = ""
        for list_ in (node.input, node.output):
            list_[:] = [names.setdefault(name, str(len(names))) for name in list_]
    onnx.save(model, path)


def main(directory, size):
    for name, (model, side) in (full() if size == "full" else small()).items():
        torch.manual_seed(sum(map(ord, name)))
        randomize(model.eval())
        images = torch.randn(2 if size == "small" else 4, 3, side, side)
        if size == "small":
            images.requires_grad_()
            logits = model(images)
            logits[:, 1].sum().backward()
            np.save(f"{directory}/{name}-gradient.npy", images.grad.numpy())
            np.save(f"{directory}/{name}-logits.npy", logits.detach().numpy())
            np.save(f"{directory}/{name}-inputs.npy", images.detach().numpy())
        for opset in OPSETS:
            if name == "groupnorm" and opset < 12:
                continue  # without Einsum
            torch.onnx.export(
                model,
                images[:1].detach(),
                f"{directory}/{name}-{opset}.onnx",
                opset_version=opset,
                input_names=["image"],
                output_names=["logits"],
                dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
            )
            if size == "small":
                shorten(f"{directory}/{name}-{opset}.onnx")


main(sys.argv[1], sys.argv[2] if len(sys.argv) > 2 else "small")
