"""A picture as an SVG document.

The picture is `picture_shapes.py`'s.
"""

from html import escape

from kiosk.workshop.picture_shapes import Box, Label, Picture

_FONT = "Noto Sans SC, Noto Sans CJK SC, sans-serif"


def to_svg(picture: Picture) -> bytes:
    """Return the picture as SVG."""
    width, height = picture.width, picture.height
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family="{_FONT}">',
        f"<title>{escape(picture.title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        *(_box(shape) if isinstance(shape, Box) else _label(shape) for shape in picture.shapes),
        "</svg>",
    ]
    return ("\n".join(parts) + "\n").encode()


def _box(box: Box) -> str:
    round_ = f' rx="{box.radius}"' if box.radius else ""
    size = f'width="{box.width}" height="{box.height}"'
    return f'<rect x="{box.x}" y="{box.y}" {size}{round_} fill="{box.fill}"/>'


def _label(label: Label) -> str:
    said = f'x="{label.x}" y="{label.y}" font-size="{label.size}" fill="{label.color}"'
    if label.anchor != "start":
        said += f' text-anchor="{label.anchor}"'
    if label.bold:
        said += ' font-weight="bold"'
    if label.turn:
        said += f' transform="rotate({-label.turn} {label.x} {label.y})"'
    return f"<text {said}>{escape(label.text)}</text>"
