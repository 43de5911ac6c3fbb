"""The demo's pictures, drawn here: nobody else's rights, the same bytes every time."""

from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (1600, 1000)
SKY, GROUND, SUN = "#e9eef2", "#c9d3b8", "#f6e3a8"
TRUNK, LEAVES, BENCH, IRON = "#6b5443", "#6d8b62", "#2f5f9e", "#33383d"
TABLE, PAPER, SHADE, SEAL = "#b98d66", "#fbf6ea", "#a37a56", "#b4412f"


def draw(name):
    """Return the PNG file of the drawing called `name` (a key of DRAWINGS), 1600 × 1000 pixels."""
    image = Image.new("RGB", SIZE, SKY)
    DRAWINGS[name](ImageDraw.Draw(image))
    file = BytesIO()
    image.quantize(32).save(file, "PNG", optimize=True)
    file.seek(0)
    return file


def draw_bench(pen):
    pen.ellipse((1180, 90, 1360, 270), fill=SUN)
    pen.rectangle((0, 720, 1600, 1000), fill=GROUND)
    for x in (300, 1300):
        draw_tree(pen, x)
    for y in (520, 570, 620, 690):
        pen.rounded_rectangle((500, y, 1100, y + 32), 10, fill=BENCH)
    for x in (540, 1030):
        pen.rectangle((x, 500, x + 26, 840), fill=IRON)
        pen.rectangle((x - 30, 826, x + 56, 850), fill=IRON)


def draw_tree(pen, x):
    pen.rectangle((x - 26, 430, x + 26, 800), fill=TRUNK)
    for left, top, radius in ((-150, 330, 150), (0, 250, 180), (140, 340, 150)):
        centre = (x + left, top)
        pen.ellipse(
            (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius), fill=LEAVES
        )


def draw_letters(pen):
    pen.rectangle((0, 0, *SIZE), fill=TABLE)
    for line in range(140, 1000, 170):
        pen.line((0, line, 1600, line), fill=SHADE, width=6)
    for left, top in ((220, 180), (560, 330), (860, 500)):
        draw_envelope(pen, left, top)


def draw_envelope(pen, left, top):
    right, bottom = left + 520, top + 330
    pen.rectangle((left + 14, top + 14, right + 14, bottom + 14), fill=SHADE)
    pen.rectangle((left, top, right, bottom), fill=PAPER, outline=SHADE, width=4)
    pen.line((left, top, left + 260, top + 190, right, top), fill=SHADE, width=6)
    pen.ellipse((left + 220, top + 150, left + 300, top + 230), fill=SEAL)


def draw_plate(pen):
    pen.rectangle((0, 0, *SIZE), fill=IRON)
    for top in range(-60, 1000, 270):
        pen.rectangle((0, top, 1600, top + 240), fill=BENCH)
    pen.rounded_rectangle((434, 254, 1194, 774), 24, fill=IRON)
    pen.rounded_rectangle((420, 240, 1180, 760), 24, fill=SUN, outline=TABLE, width=8)
    for left in (470, 1100):
        for top in (290, 680):
            pen.ellipse((left, top, left + 30, top + 30), fill=SHADE)
    for line, width in enumerate((420, 300, 360)):
        top = 400 + 80 * line
        pen.rounded_rectangle((800 - width // 2, top, 800 + width // 2, top + 26), 13, fill=SHADE)


DRAWINGS = {"banc": draw_bench, "lettres": draw_letters, "plaque": draw_plate}
