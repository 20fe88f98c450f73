"""Writes the images of this folder and, beside each, what Pillow decodes of it.

Written with Pillow 12.3 and NumPy 2.4. NAME.EXT is the encoded image, NAME.rgb its pixels as
Pillow's convert("RGB") gives them (height x width x 3 bytes), resized-*.rgb what Pillow's resize
makes of baseline-420.jpg. The tests compare them byte by byte.
"""

import os

import numpy as np
from PIL import Image

HEIGHT, WIDTH = 21, 30
OLDER = (".jpg", ".png", ".gif", ".bmp", ".x")
y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
noise = np.random.default_rng(7).normal(0, 12, (HEIGHT, WIDTH, 3))
waves = np.stack([128 + 110 * np.sin(x / 4), 128 + 110 * np.cos(y / 3), (9 * x + 5 * y) % 256], -1)
picture = Image.fromarray((waves + noise).clip(0, 255).astype(np.uint8))


def expect(name, image):
    stem = name.rsplit(".", 1)[0] if name.endswith(OLDER) else name
    with open(stem + ".rgb", "wb") as file:
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



def turned(source, name, height, width):
    """A 4:2:2 file's scans under a frame of 4:4:0: as many blocks of each component, and as good."""

    def swap(data):
        frame = max(data.find(b"\xff\xc0"), data.find(b"\xff\xc2"))
        data[frame + 5:frame + 9] = bytes([0, height, 0, width])
        data[frame + 11] = 0x12
        return data

    patched(source, name, swap)


grid_y, grid_x = np.mgrid[0:24, 0:48]
coloured = np.stack([255 * (grid_x // 6 % 2), 255 * (grid_y // 5 % 2), 5 * grid_x], -1)
coloured = Image.fromarray(coloured.astype(np.uint8))
coloured.save("wide-422.jpg", quality=90, subsampling=1)
turned("wide-422.jpg", "baseline-440.jpg", 45, 23)
coloured.save("wide-422.jpg", quality=90, subsampling=1, progressive=True)
turned("wide-422.jpg", "progressive-440.jpg", 48, 24)
os.remove("wide-422.jpg")
# Written by Java's encoder in 2x2, 1x2, 1x2, which Pillow does not offer, under a frame of 2x2, 2x1, 2x1.
expect("wide-440.jpg", Image.open("wide-440.jpg"))

transparent = picture.convert("RGBA")
transparent.putalpha(Image.fromarray((x * 8 % 256).astype(np.uint8)))
write("lossy.webp", picture, quality=80)
write("lossless.webp", picture, lossless=True)
write("transparent.webp", transparent, lossless=True, exact=True)
write("oriented.webp", picture, lossless=True, exif=rotated.tobytes())
for kind in ["raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg"]:
    write(kind.replace("_", "-") + ".tif", picture, compression=kind)
write("group4.tif", picture.convert("1"), compression="group4")
write("gray.tif", picture.convert("L"))
write("palette.tif", picture.quantize(16))
write("transparent.tif", transparent)
write("oriented.tif", picture, exif=rotated)
picture.convert("CMYK").save("cmyk.tif")
write("oriented.png", picture, exif=rotated)


def frame_inside(data):
    """A frame of 30 x 21 at (7, 5) on a canvas of 44 x 31."""
    data[6:10] = bytes([44, 0, 31, 0])
    place = data.find(b"\x2c\0\0\0\0\x1e\0\x15\0")
    data[place + 1:place + 5] = bytes([7, 0, 5, 0])
    return data


patched("first-frame.gif", "frame-inside.gif", frame_inside)

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
