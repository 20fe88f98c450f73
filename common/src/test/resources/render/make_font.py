"""Draws the letters of heatmap captions: one strip per size, kept in the main resources.

The typeface is Aileron Regular by Sora Sagano (CC0), which Pillow 12.3 carries as its default. A
strip holds the characters from space to tilde, an ellipsis and a box for all others, side by side,
each as wide as it advances. Its first row is white above the first column of each character; the
rows below are coverage.
"""

import sys

from PIL import Image, ImageDraw, ImageFont

CHARACTERS = [chr(code) for code in range(32, 127)] + ["\u2026", "\u4e2d"]

for size in (13, 17):
    font = ImageFont.load_default(size)
    height = sum(font.getmetrics())
    widths = [round(font.getlength(character)) for character in CHARACTERS]
    strip = Image.new("L", (sum(widths), height + 1), 0)
    draw = ImageDraw.Draw(strip)
    left = 0
    for character, width in zip(CHARACTERS, widths):
        cell = Image.new("L", (width, height), 0)
        ImageDraw.Draw(cell).text((0, 0), character, fill=255, font=font)
        strip.paste(cell, (left, 1))
        draw.point((left, 0), 255)
        left += width
    strip.save(f"{sys.argv[1]}/letters-{size}.png", optimize=True)
