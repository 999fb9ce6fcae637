"""The tile map: one square per province, shaded by the number of zones found there."""

import math

STEPS = 5


def shade(count: int, largest: int) -> int:
    """A step from 0 (none) to `STEPS` (the largest), by square root so that small counts still differ."""
    if count <= 0 or largest <= 0:
        return 0
    return max(1, min(STEPS, math.ceil(STEPS * math.sqrt(count / largest))))
