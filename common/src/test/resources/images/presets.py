"""Writes photograph.jpg and what torchvision's transforms make of it: preset-NAME.npy, every 97th
value of the tensor (channels x height x width). Written with torchvision 0.28 and Pillow 12.3."""

import numpy as np
from PIL import Image
from torchvision import transforms
from torchvision.models import ResNet50_Weights

y, x = np.mgrid[0:321, 0:450]
noise = np.random.default_rng(7).normal(0, 8, (321, 450, 3))
waves = np.stack([128 + 110 * np.sin(x / 17), 128 + 110 * np.cos(y / 9), (3 * x + 2 * y) % 256], -1)
Image.fromarray((waves + noise).clip(0, 255).astype(np.uint8)).save("photograph.jpg", quality=60)
photograph = Image.open("photograph.jpg")


def composed(resize, crop, interpolation, mean, std):
    return transforms.Compose(
        [
            transforms.Resize(resize, interpolation=interpolation),
            transforms.CenterCrop(crop),
            transforms.ToTensor(),
            transforms.Normalize(mean, std),
        ]
    )


BILINEAR, BICUBIC = transforms.InterpolationMode.BILINEAR, transforms.InterpolationMode.BICUBIC
for name, transform in [
    ("imagenet", ResNet50_Weights.IMAGENET1K_V1.transforms()),
    # timm's IMAGENET_INCEPTION_MEAN and _STD, the sizes of torchvision's Inception_V3_Weights.
    ("imagenet-inception", composed(342, 299, BILINEAR, (0.5,) * 3, (0.5,) * 3)),
    # https://github.com/openai/CLIP, clip/clip.py, _transform(224).
    (
        "clip",
        composed(
            224,
            224,
            BICUBIC,
            (0.48145466, 0.4578275, 0.40821073),
            (0.26862954, 0.26130258, 0.27577711),
        ),
    ),
]:
    np.save("preset-" + name + ".npy", transform(photograph).numpy().reshape(-1)[::97])
