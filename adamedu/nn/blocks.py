"""A rule driven through large NumPy arrays block by block, in the cache.

A rule makes a new array at each operation. For a million parameters each of them
travels to memory and back; for a block they do not leave the processor.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from adamedu.descent import check_precision, check_shape

BLOCK = 131_072  # parameters: the fastest of 4096 ... 262,144 where it was measured


def in_blocks(
    rule: Callable[..., Any], *, block: int = BLOCK, threads: int = 1
) -> Callable[..., Any]:
    """A rule with the same results, which overwrites theta and its state in place.

    For rules that go number by number; `layerwise` ones would see each block as a
    whole. theta is a contiguous NumPy array of any shape. NumPy lets go of Python's
    lock while it computes, so `threads` threads share the blocks.

    Raises ValueError if theta can't be written to piece by piece, or if theta and g
    differ in shape, TypeError if one of them holds float16.
    """
    in_turn = map if threads == 1 else ThreadPoolExecutor(threads).map

    def driven(theta, g, *state, **settings):
        check_shape(g, theta)
        check_precision([theta, g])
        if not theta.flags.c_contiguous or not theta.flags.writeable:
            raise ValueError(
                "theta must be contiguous and writeable: take theta.copy()"
            )
        begun = bool(state)
        state = state or [
            np.empty_like(theta) if np.ndim(part) else part
            for part in rule(theta.flat[:1], g.flat[:1], **settings)[1:]
        ]

        def share(first):
            for start in range(first, theta.size, threads * block):
                piece = slice(start, start + block)
                here, slope, *parts = cut((theta, g, *state), piece)
                new = rule(here, slope, *(parts if begun else ()), **settings)
                for old, now in zip((here, *parts), new):
                    if np.ndim(old):
                        old[:] = now
            return new[1:]

        new, *_ = in_turn(share, range(0, min(theta.size, threads * block), block))
        return theta, *(old if np.ndim(old) else now for old, now in zip(state, new))

    return driven


def cut(values, piece):
    """That piece of each array; other values as they are."""
    return [v.reshape(-1)[piece] if np.ndim(v) else v for v in values]
