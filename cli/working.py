"""One worker. Importing this imports Prefect, so the environment must be set before."""

import asyncio
from datetime import UTC, datetime

from prefect.client.orchestration import get_client

from actions import outbox
from actions.runtime import Runtime
from flows import deployments, reconcile, worker


def work() -> None:
    """Bring the server to our list of deployments and to our truth, then work until SIGTERM."""
    asyncio.run(_deploy())
    worker.main()


async def _deploy() -> None:
    outbox.try_anew(Runtime.current(), datetime.now(UTC))
    async with get_client() as client:
        await deployments.deploy(client)
    await reconcile.put_right()  # whoever waited before Prefect's database was lost waits again at once
