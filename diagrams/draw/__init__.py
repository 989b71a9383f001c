"""The shared strokes: everything that figures have in common is decided here, once."""

from diagrams.draw.canvas import WIDTH, Canvas
from diagrams.draw.drawing import Drawing
from diagrams.draw.scale import Scale

__all__ = ["WIDTH", "Canvas", "Drawing", "Scale"]
