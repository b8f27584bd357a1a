"""The real service under measurement, started as `thidua run` starts it; settings come from the environment."""

import asyncio
import signal

from bot.app import opened, serving
from bot.log import set_up
from bot.settings import read_settings


async def main() -> None:
    settings = read_settings()
    set_up("WARNING", settings.log_format)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with opened(settings) as base, serving(base):
        await stop.wait()


asyncio.run(main())
