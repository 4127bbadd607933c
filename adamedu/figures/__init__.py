"""Figures: alive in the page with no kernel, or stills; and results in words."""

from adamedu.figures.live import Point, interact
from adamedu.figures.stills import Still, draw
from adamedu.figures.words import Diff, spread

__all__ = ["Diff", "Point", "Still", "draw", "interact", "spread"]
