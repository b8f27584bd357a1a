"""How fast one open page is read: what comes quicker waits its turn in the network, nothing is thrown away."""

import asyncio
from dataclasses import dataclass

BURST = 30.0
PER_SECOND = 10.0


@dataclass(slots=True)
class Pace:
    """A bucket of frames, refilled by time."""

    left: float = BURST
    last: float = 0.0

    async def step(self) -> None:
        """Let one frame pass, waiting as long as it takes."""
        now = asyncio.get_running_loop().time()
        self.left = min(BURST, self.left + (now - self.last) * PER_SECOND) - 1.0
        self.last = now
        if self.left < 0:
            await asyncio.sleep(-self.left / PER_SECOND)
