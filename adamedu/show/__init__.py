"""Scenes drawn by matplotlib, in the house palette."""

from adamedu.show.draw import Still, draw

__all__ = ["Still", "draw"]
