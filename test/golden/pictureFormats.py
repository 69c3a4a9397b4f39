"""Golden pictures in the formats that are read, with their pixels as Pillow sees them.

    python -m venv venv && venv/bin/pip install pillow==13.0.0
    venv/bin/python test/golden/pictureFormats.py > test/golden/pictureFormats.json

`files` has the bytes of each file and the name of its pixels, `pixels` has width, height and RGBA.
`eighth` is what libjpeg makes of a JPEG at an eighth of its size. Kinds that Pillow reads and does
not write (4 and 16 bits, run lengths, top-down) are put together here.
"""

import base64
import hashlib
import io
import json
import random
import struct
import sys

import PIL
from PIL import Image, ImageDraw, ImageOps

random.seed(16)
W, H = 21, 13
files, pixels = {}, {}


def scene(width, height):
    """Slopes of colour with spots, so that every pixel and every turn of it differ."""
    image = Image.new("RGB", (width, height))
    image.putdata([(11 * x % 256, 19 * y % 256, 5 * (x + y) % 256) for y in range(height) for x in range(width)])
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = random.randrange(width), random.randrange(height)
        draw.rectangle((x, y, x + 5, y + 2), fill=tuple(random.randrange(256) for _ in range(3)))
    return image


def text(data):
    return base64.b64encode(data).decode()


def pixels_of(image):
    rgba = image.convert("RGBA")
    name = hashlib.sha256(rgba.tobytes() + str(rgba.size).encode()).hexdigest()[:12]
    pixels[name] = {"width": rgba.width, "height": rgba.height, "rgba": text(rgba.tobytes())}
    return name


def put(name, data, seen=None):
    """A file with its pixels, those that Pillow reads if `seen` does not tell them."""
    shown = seen or ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
    files[name] = {"bytes": text(data), "pixels": pixels_of(shown)}


def saved(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


rgb = scene(W, H)
gray, bitmap = rgb.convert("L"), rgb.convert("1")
many, few, two = rgb.quantize(200), rgb.quantize(16), rgb.quantize(2)
clear = rgb.copy()
clear.putalpha(gray)
cmyk = rgb.convert("CMYK")


# BMP
def bmp(bits, compression, rows, colours=b"", masks=b"", height=H):
    offset = 54 + len(masks) + len(colours)
    head = struct.pack("<IiiHHIIiiII", 40, W, height, 1, bits, compression, len(rows), 0, 0, len(colours) // 4, 0)
    return b"BM" + struct.pack("<IHHI", offset + len(rows), 0, 0, offset) + head + masks + colours + rows


def colours_of(image, count):
    values = image.getpalette()[: 3 * count]
    values += [0] * (3 * count - len(values))
    return b"".join(bytes((values[3 * i + 2], values[3 * i + 1], values[3 * i], 0)) for i in range(count))


def padded(row):
    return bytes(row) + bytes(-len(row) % 4)


def bottom_up(row_of):
    return b"".join(row_of(y) for y in range(H - 1, -1, -1))


def nibbles(values):
    values = list(values) + [0]
    return bytes((values[i] << 4) | values[i + 1] for i in range(0, len(values) - 1, 2))


def run_lengths(image, is_four_bits):
    out = bytearray()
    for y in range(H - 1, -1, -1):
        row = [image.getpixel((x, y)) for x in range(W)]
        x = 0
        while x < W:
            n = 1
            while x + n < W and row[x + n] == row[x]:
                n += 1
            if n >= 2 or W - x < 3:
                out += bytes((n, row[x] * 17 if is_four_bits else row[x]))
            else:
                n = min(W - x, 5)
                plain = nibbles(row[x : x + n]) if is_four_bits else bytes(row[x : x + n])
                out += bytes((0, n)) + plain + bytes(len(plain) & 1)
            x += n
        out += b"\0\0"
    return bytes(out) + b"\0\1"


for name, image in (("24 bits", rgb), ("8 bits", many), ("gray", gray), ("1 bit", bitmap)):
    put(f"BMP, {name}", saved(image, "BMP"))
put("BMP, 4 bits", bmp(4, 0, bottom_up(lambda y: padded(nibbles(few.getpixel((x, y)) for x in range(W)))), colours_of(few, 16)))
top_down = b"".join(padded([v for x in range(W) for v in rgb.getpixel((x, y))[::-1]]) for y in range(H))
put("BMP, top-down", bmp(24, 0, top_down, height=-H))
put("BMP, run lengths of 8 bits", bmp(8, 1, run_lengths(many, False), colours_of(many, 256)))
put("BMP, run lengths of 4 bits", bmp(4, 2, run_lengths(few, True), colours_of(few, 16)))
put("BMP, 32 bits", bmp(32, 0, bottom_up(lambda y: b"".join(bytes(rgb.getpixel((x, y))[::-1]) + b"\0" for x in range(W)))))


def packed(x, y):
    red, green, blue = rgb.getpixel((x, y))
    return struct.pack("<H", red >> 3 << 11 | green >> 2 << 5 | blue >> 3)


put(
    "BMP, 16 bits with masks",
    bmp(16, 3, bottom_up(lambda y: padded(b"".join(packed(x, y) for x in range(W)))), masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F)),
)

# GIF
for name, image in (("200 colours", many), ("16 colours", few), ("2 colours", two), ("gray", gray)):
    put(f"GIF, {name}", saved(image, "GIF", interlace=0))
put("GIF, interlaced", saved(many, "GIF", interlace=1))
put("GIF, transparent", saved(few, "GIF", transparency=3))
put("GIF, animated", saved(many, "GIF", save_all=True, append_images=[two.convert("P")], duration=100))

# PBM, PGM, PPM
put("PPM, raw", saved(rgb, "PPM"))
put("PGM, raw", saved(gray, "PPM"))
put("PBM, raw", saved(bitmap, "PPM"))
points = [(x, y) for y in range(H) for x in range(W)]
put("PPM, plain", (f"P3\n# made by hand\n{W} {H}\n255\n" + " ".join(str(v) for p in points for v in rgb.getpixel(p))).encode())
put("PGM, plain", (f"P2 {W}\n{H} # rows\n255 " + "\n".join(str(gray.getpixel(p)) for p in points) + "\n").encode())
put("PBM, plain", (f"P1\n{W} {H}\n" + "".join("0" if bitmap.getpixel(p) else "1" for p in points)).encode())
put("PGM, 16 bits", f"P5 {W} {H} 65535\n".encode() + b"".join(struct.pack(">H", 257 * gray.getpixel(p)) for p in points), gray)

# TIFF
for compression in ("raw", "tiff_lzw", "packbits", "tiff_adobe_deflate"):
    for name, image in (("RGB", rgb), ("gray", gray), ("1 bit", bitmap), ("palette", many), ("RGBA", clear), ("CMYK", cmyk)):
        put(f"TIFF, {compression}, {name}", saved(image, "TIFF", compression=compression))
wide = Image.new("1", (2700, 3), 1)
ImageDraw.Draw(wide).line((20, 0, 2680, 2), fill=0)
for compression in ("group3", "group4", "tiff_ccitt"):
    put(f"TIFF, {compression}", saved(bitmap, "TIFF", compression=compression))
put("TIFF, group4, long runs", saved(wide, "TIFF", compression="group4"))
deep = Image.new("I;16", (W, H))
for p in points:
    deep.putpixel(p, 257 * gray.getpixel(p))
for compression in ("raw", "tiff_lzw"):
    put(f"TIFF, {compression}, 16 bits", saved(deep, "TIFF", compression=compression), gray)
put("TIFF, differences", saved(rgb, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}))
put("TIFF, differences of 16 bits", saved(deep, "TIFF", compression="tiff_lzw", tiffinfo={317: 2}), gray)
put("TIFF, strips", saved(rgb, "TIFF", compression="tiff_lzw", strip_size=200))
put("TIFF, two pages", saved(gray, "TIFF", save_all=True, append_images=[rgb]))
put("TIFF, JPEG, gray", saved(gray, "TIFF", compression="jpeg"))
put("TIFF, JPEG, RGB", saved(rgb, "TIFF", compression="jpeg"))

# WebP
put("WebP, lossless", saved(rgb, "WEBP", lossless=True))
put("WebP, lossy", saved(rgb, "WEBP", quality=80))
for name, lossless in (("lossy", False), ("lossless", True)):
    put(f"WebP, alpha, {name}", saved(clear, "WEBP", lossless=lossless))
    animated = saved(clear, "WEBP", save_all=True, append_images=[clear.rotate(180)], duration=100, lossless=lossless)
    put(f"WebP, animated, {name}", animated)
put("WebP, one pixel", saved(rgb.crop((0, 0, 1, 1)), "WEBP", lossless=True))

# Orientations
for orientation in range(1, 9):
    exif = Image.Exif()
    exif[274] = orientation
    put(f"PNG, orientation {orientation}", saved(rgb, "PNG", exif=exif))
    put(f"WebP, orientation {orientation}", saved(rgb, "WEBP", lossless=True, exif=exif))
    put(f"TIFF, orientation {orientation}", saved(rgb, "TIFF", tiffinfo={274: orientation}))
    put(f"JPEG, CMYK, orientation {orientation}", saved(cmyk, "JPEG", exif=exif, quality=95, subsampling=0))

# JPEG, of several rows of blocks
large = scene(61, 45)
for name, options in (("baseline", {}), ("progressive", {"progressive": True}), ("restarts", {"restart_marker_blocks": 3})):
    for kind, image, more in (
        ("gray", large.convert("L"), {}),
        ("4:4:4", large, {"subsampling": 0}),
        ("4:2:0", large, {"subsampling": 2}),
        ("CMYK", large.convert("CMYK"), {}),
    ):
        data = saved(image, "JPEG", quality=90, **options, **more)
        put(f"JPEG, {kind}, {name}", data)
        small = Image.open(io.BytesIO(data))
        small.draft(None, (1, 1))
        files[f"JPEG, {kind}, {name}"]["eighth"] = pixels_of(small)
put("JPEG, RGB", saved(large, "JPEG", quality=90, keep_rgb=True))

json.dump({"versions": {"pillow": PIL.__version__}, "files": files, "pixels": pixels}, sys.stdout, separators=(",", ":"))
print()
