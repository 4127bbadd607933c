"""Results shown: scenes drawn by matplotlib in the house palette, spreads in words."""

from adamedu.show.draw import Still, draw
from adamedu.show.spread import spread

__all__ = ["Still", "draw", "spread"]
