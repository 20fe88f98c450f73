"""Writes the images of this folder and, beside each, what Pillow decodes of it.

Written with Pillow 12.3 and NumPy 2.4. NAME.EXT is the encoded image, NAME.rgb its pixels as
Pillow's convert("RGB") gives them (height x width x 3 bytes), resized-*.rgb what Pillow's resize
makes of baseline-420.jpg. The tests compare them byte by byte.
"""

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 21, 30
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
noise = np.random.default_rng(7).normal(0, 12, (HEIGHT, WIDTH, 3))
waves = np.stack([128 + 110 * np.sin(x / 4), 128 + 110 * np.cos(y / 3), (9 * x + 5 * y) % 256], -1)
picture = Image.fromarray((waves + noise).clip(0, 255).astype(np.uint8))


def expect(name, image):
    with open(name.rsplit(".", 1)[0] + ".rgb", "wb") as file:
        file.write(np.asarray(image.convert("RGB")).tobytes())


def write(name, image, **options):
    image.save(name, **options)
    expect(name, Image.open(name))


def patched(source, name, patch):
    with open(source, "rb") as file:
        data = bytearray(file.read())
    with open(name, "wb") as file:
        file.write(patch(data))
    expect(name, Image.open(name))


def without_jfif(data):
    return data[:2] + data[4 + data[4] * 256 + data[5]:]


def as_ycck(data):
    data[data.find(b"Adobe") + 11] = 2
    return data


rotated = Image.Exif()
rotated[0x112] = 6
write("baseline-444.jpg", picture, quality=90, subsampling=0)
write("baseline-422.jpg", picture, quality=80, subsampling=1)
write("baseline-420.jpg", picture, quality=80, subsampling=2)
write("progressive-420.jpg", picture, quality=80, subsampling=2, progressive=True)
write("restarts.jpg", picture, quality=80, restart_marker_rows=1)
write("exif-rotated.jpg", picture, quality=80, exif=rotated)
write("broken-profile.jpg", picture, quality=80, icc_profile=b"no profile at all" * 8)
write("gray.jpg", picture.convert("L"), quality=80)
write("cmyk.jpg", picture.convert("CMYK"), quality=80)
write("untransformed-rgb.jpg", picture, quality=80, keep_rgb=True)
patched("cmyk.jpg", "ycck.jpg", as_ycck)
patched("baseline-444.jpg", "no-jfif.jpg", without_jfif)
write("palette-4-bits.png", picture.quantize(16), bits=4)
write("black-and-white.png", picture.convert("1"))
write("first-frame.gif", picture.quantize(16))
write("palette.bmp", picture.quantize(16))

source = Image.open("baseline-420.jpg")
for name, size, method in [
    ("bilinear-smaller", (11, 8), Image.BILINEAR),
    ("bilinear-larger", (37, 50), Image.BILINEAR),
    ("bicubic-smaller", (13, 9), Image.BICUBIC),
    ("bicubic-larger", (64, 22), Image.BICUBIC),
    ("nearest-smaller", (7, 10), Image.NEAREST),
    ("nearest-larger", (45, 43), Image.NEAREST),
]:
    expect("resized-" + name + ".x", source.resize(size, method))
