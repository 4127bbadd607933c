"""Figures that run in the page: sliders that need no kernel."""

from adamedu.live.interact import Point, interact

__all__ = ["Point", "interact"]
