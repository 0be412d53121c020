"""The worker type `trinhky`: it runs the deployments' flows in its own process.

Prefect's process worker starts a Python process for each leg, about 3 s of CPU, which an approval of ten steps pays
ten times. A leg of ours is a few database calls, so it runs on a thread of the worker. Flows are idempotent and trust
our tables, so a leg may be run again: the runs of a killed worker are put back on the schedule (flows/recovery.py).

`prefect worker start --type trinhky --pool trinhky` finds it by the entry point `prefect.collections`.
"""

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NoReturn
from uuid import UUID

import anyio
import anyio.abc
import httpx
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun
from prefect.client.schemas.responses import WorkerFlowRunResponse
from prefect.exceptions import ObjectNotFound
from prefect.flows import Flow, load_flow_from_entrypoint
from prefect.states import Cancelled, Crashed
from prefect.workers.base import BaseJobConfiguration, BaseVariables, BaseWorker, BaseWorkerResult

from actions import pulse
from flows import again, hanging, leg, outbox, recovery
from flows.environment import WORK_POOL, WORKER_TYPE
from flows.recovery import Taker

Companion = Callable[[PrefectClient], Awaitable[None]]

# What lives beside the legs, as long as the worker lives.
COMPANIONS: tuple[Companion, ...] = (outbox.carry, again.tend)

BELL: Any = "/bell"  # none of Prefect's own routes
DUE: Any = "/work_pools/{name}/get_scheduled_flow_runs"
COMPANION_PAUSE_SECONDS = 2.0
RECOVERY_SECONDS = 5.0
WATCH_SECONDS = 1.0
DEPLOYMENT_MEMORY_SECONDS = 60.0
GRACE_SECONDS = 60.0


class LegResult(BaseWorkerResult):
    """How a leg ended: status 0 also when the run suspended or failed, for then its state says so."""


class InProcessWorker(BaseWorker[BaseJobConfiguration, BaseVariables, LegResult]):
    """Runs at most `TRINHKY_WORKER_LEGS` (default 4) legs at once, each on a thread with its own connection."""

    type = WORKER_TYPE
    job_configuration = BaseJobConfiguration
    _description = "Runs approval flows inside the worker's own process, one thread for each leg."

    def __init__(self, *args: Any, **options: Any) -> None:
        # Prefect's own limiter counts by run and breaks its loop when a run comes back before its last leg has ended.
        options["limit"] = None
        super().__init__(*args, **options)
        self.legs = int(os.environ.get("TRINHKY_WORKER_LEGS", "4"))
        self._threads: ThreadPoolExecutor | None = None
        self._leg_ended = asyncio.Event()
        self._deployments: dict[UUID, tuple[float, str]] = {}
        self._flows: dict[str, Flow[..., Any]] = {}
        self._suspects: set[UUID] = set()
        self._begun: dict[UUID, float] = {}  # the legs on threads, by run
        self._stopping = False
        self._heard = 0  # strokes of the server's bell
        self._bell = True

    @classmethod
    def get_default_base_job_template(cls) -> dict[str, Any]:
        """None of the variables that a job elsewhere takes (image, command, labels): a leg is a call in this process.

        Prefect checks their schema anew for each run that is made, which was a quarter of making one. A configuration
        that is empty it would refuse."""
        return {"job_configuration": {"env": {}}, "variables": {"type": "object", "properties": {}}}

    @property
    def legs_in_flight(self) -> int:
        """How many legs are on threads now."""
        return len(self._begun)

    async def setup(self) -> None:
        await super().setup()
        self._threads = ThreadPoolExecutor(self.legs, "leg", initializer=leg.open_client)
        if self._runs_task_group is None:
            raise RuntimeError("the worker has not been set up")
        self._runs_task_group.start_soon(self._live)
        for companion in (*COMPANIONS, self._recover, self._watch):
            self._runs_task_group.start_soon(self._accompany, companion)

    async def teardown(self, *exc_info: Any) -> None:
        """Takes nothing new, lets the legs in flight end, then leaves."""
        self._stopping = True
        with anyio.CancelScope(shield=True), anyio.move_on_after(GRACE_SECONDS):
            while self._submitting_flow_run_ids:
                await anyio.sleep(0.05)
        if self._threads is not None:
            self._threads.shutdown(wait=False, cancel_futures=True)
        await super().teardown(*exc_info)

    async def get_and_submit_flow_runs(self) -> list[FlowRun]:
        """Hears of something that may be due, and starts what is, as far as there are places; looks again as soon as a
        place is free while more is due.

        Nothing is kept for later: a run that waits here could be taken and ended by another worker meanwhile. A run
        whose last leg is still ending is left for the next look. Answers what the last look started: as long as more
        is due than there are places, this goes on, and all that it ever started would be kept with it.
        """
        started: list[FlowRun] = []
        if self._bell:
            await self._listen()
        while self._has_successfully_synced and not self._stopping and self._runs_task_group is not None:
            self._leg_ended.clear()
            in_hand = self._submitting_flow_run_ids
            responses = await self._look(len(in_hand) + 2 * self.legs)
            self._last_polled_time = datetime.now(UTC)
            due = [entry.flow_run for entry in responses if entry.flow_run.id not in in_hand]
            free = self.legs - len(in_hand)
            started = due[:free]
            for flow_run in started:
                in_hand.add(flow_run.id)
                self._runs_task_group.start_soon(self._take, flow_run)
            if len(due) <= free:
                break
            await self._leg_ended.wait()
        return started

    async def _look(self, most: int) -> list[WorkerFlowRunResponse]:
        """What is due now, at most so many. Prefect's client knows no bound: when hundreds wait, each look would bring
        two hundred, for three places."""
        queues = {"work_queue_names": list(self._work_queues)} if self._work_queues else {}
        body = {**queues, "scheduled_before": str(datetime.now(UTC)), "limit": most}
        try:
            answer = await self.client.request("POST", DUE, path_params={"name": self._work_pool_name}, json=body)
        except httpx.HTTPStatusError as refused:
            if refused.response.status_code != httpx.codes.NOT_FOUND:
                raise
            return []  # the pool does not exist yet: the next heartbeat makes it
        return WorkerFlowRunResponse.model_validate_list(answer.json())

    async def _listen(self) -> None:
        """Waits for the server's bell (web/gate/bell.py), at most two seconds; never again at a server without one."""
        try:
            answer = await self.client.request("GET", BELL, params={"heard": self._heard})
            self._heard = answer.json()["strokes"]
        except httpx.HTTPStatusError as refused:
            if refused.response.status_code != httpx.codes.NOT_FOUND:
                raise
            self._bell = False

    async def run(
        self,
        flow_run: FlowRun,
        configuration: BaseJobConfiguration,
        task_status: anyio.abc.TaskStatus[int] | None = None,
    ) -> LegResult:
        """One leg of `flow_run`, on a thread: from its first line to its end or its next suspension."""
        if task_status is not None:
            task_status.started(os.getpid())
        await self._run_leg(flow_run)
        return LegResult(identifier=self.name, status_code=0)

    async def _take(self, flow_run: FlowRun) -> None:
        try:
            await self._run_leg(flow_run)
        except ObjectNotFound:
            self._logger.info("Run %s was deleted while it waited", flow_run.id)
        except Exception as problem:
            if leg.server_is_away(problem):  # the run is as it was left: recovery takes it up again
                self._logger.warning("Run %s lost the server: %r", flow_run.id, problem)
                return
            self._logger.exception("Run %s could not be started", flow_run.id)
            await self._report_crash(flow_run, f"{type(problem).__name__}: {problem}")
        finally:
            self._submitting_flow_run_ids.discard(flow_run.id)
            self._leg_ended.set()

    async def _run_leg(self, flow_run: FlowRun) -> None:
        flow, taker, loop = await self._flow_of(flow_run), Taker.here(self.name), asyncio.get_running_loop()
        self._begun[flow_run.id] = time.monotonic()
        try:
            state = await loop.run_in_executor(self._threads, leg.run_leg, flow, flow_run, taker)
        finally:
            del self._begun[flow_run.id]
        if state is not None and state.is_cancelling():
            await self.client.set_flow_run_state(flow_run.id, Cancelled(message="Đã hủy theo yêu cầu."), force=True)

    async def _flow_of(self, flow_run: FlowRun) -> Flow[..., Any]:
        """The flow of the run's deployment; the look-up is remembered for a minute, the code for the process's life."""
        if flow_run.deployment_id is None:
            raise ValueError("the run has no deployment, so there is no code to run")
        at, entrypoint = self._deployments.get(flow_run.deployment_id, (-DEPLOYMENT_MEMORY_SECONDS, ""))
        if time.monotonic() - at > DEPLOYMENT_MEMORY_SECONDS:
            deployment = await self.client.read_deployment(flow_run.deployment_id)
            entrypoint = deployment.entrypoint or ""
            self._deployments[flow_run.deployment_id] = (time.monotonic(), entrypoint)
        if entrypoint not in self._flows:
            self._flows[entrypoint] = await asyncio.to_thread(load_flow_from_entrypoint, entrypoint, False)
        return self._flows[entrypoint]

    async def _report_crash(self, flow_run: FlowRun, why: str) -> None:
        with suppress(Exception):
            await self.client.set_flow_run_state(flow_run.id, Crashed(message=why), force=True)

    async def _recover(self, client: PrefectClient) -> None:
        """Puts the runs of dead workers back on the schedule, once they were seen so in two looks one after another."""
        while not self._stopping:
            here = Taker.here(self.name)
            found = await recovery.orphans(client, self._work_pool_name, here, self._submitting_flow_run_ids)
            for run_id, state in found.items():
                if state.id in self._suspects and await recovery.put_back(client, run_id, state):
                    self._logger.warning("Run %s was left behind by %s", run_id, state.message)
            self._suspects = {state.id for state in found.values()}
            await anyio.sleep(RECOVERY_SECONDS)

    async def _watch(self, client: PrefectClient) -> None:
        """Ends this process when a leg has hung: it holds a place and perhaps a lock, and a thread cannot be ended."""
        while not self._stopping:
            if hung := self._hung():
                await self._leave_hung(client, hung)
            await anyio.sleep(WATCH_SECONDS)

    def _hung(self) -> set[UUID]:
        longest = hanging.LONGEST_LEG.total_seconds()
        return {run_id for run_id, at in self._begun.items() if time.monotonic() - at > longest}

    async def _leave_hung(self, client: PrefectClient, hung: set[UUID]) -> None:
        """Takes nothing new, lets the other legs end, puts back what hung, also meanwhile, and leaves for the
        supervisor to see."""
        self._stopping = True
        self._logger.error("Hung for over %s: %s; this worker leaves", hanging.LONGEST_LEG, [str(id_) for id_ in hung])
        with anyio.move_on_after(GRACE_SECONDS):
            while self._submitting_flow_run_ids - self._hung():
                await anyio.sleep(0.05)
        for run_id in self._hung():
            with suppress(Exception):
                after = await hanging.note_hang(client, run_id)
                self._logger.error("Run %s: %s", run_id, after.message)
        leave(hanging.EXIT_HUNG)

    async def _live(self) -> None:
        """Shows that this event loop goes round, also while the last legs are waited for."""
        while True:
            with suppress(OSError):
                pulse.beat()
            await anyio.sleep(pulse.BEAT_SECONDS)

    async def _accompany(self, companion: Companion) -> None:
        """Runs a companion for the worker's life: when it breaks, the reason is logged and it begins again."""
        while not self._stopping:
            try:
                await companion(self.client)
            except Exception:
                self._logger.exception("%s broke; it begins again", companion)
            await anyio.sleep(COMPANION_PAUSE_SECONDS)


def main() -> None:
    """Runs one worker until SIGTERM or SIGINT, then lets the legs in flight end; those that do not are left behind."""
    if asyncio.run(_serve()).legs_in_flight:
        leave(0)


def leave(code: int) -> NoReturn:
    """Ends the process without waiting for its threads, as Python otherwise would, for ever."""
    logging.shutdown()
    os._exit(code)


async def _serve() -> InProcessWorker:
    worker = InProcessWorker(work_pool_name=WORK_POOL, name=os.environ.get("TRINHKY_WORKER_NAME"))
    task = asyncio.create_task(worker.start())
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    with suppress(asyncio.CancelledError):
        await task
    return worker


if __name__ == "__main__":
    main()
