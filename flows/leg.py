"""One leg of a flow run, on a thread of the worker, with as few calls to the server as Prefect's rules allow.

A leg is: claimed (Pending), Running, the flow's own lines, then Suspended or a final state.
"""

import asyncio
import functools
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, cast

import httpx
from prefect._flow_run_suspension import FlowRunSuspensionRequest, register_flow_run_suspension_request
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext, SyncClientContext
from prefect.exceptions import Abort, Pause
from prefect.flow_engine import FlowRunEngine, run_flow
from prefect.flows import Flow
from prefect.results import ResultStore, get_result_store
from prefect.states import Pending
from prefect.utilities.callables import get_call_parameters, parameters_to_args_kwargs
from prefect.utilities.engine import propose_state_sync

from flows.recovery import Taker


class LegEngine(FlowRunEngine[..., Any]):
    """Prefect's engine without what only other runs need.

    Long ones: heartbeats, and for each run a thread with a websocket that listens for a suspension from outside (a leg
    lasts seconds, and the gate lets nobody suspend). Runs started elsewhere: writing the flow's version and retries
    into the run (our flows have none: a leg that must be made again is put back by recovery), and reading the run
    again that was just seen and claimed.
    """

    taker: Taker | None = None

    @property
    def heartbeat_seconds(self) -> int | None:
        return None

    def handle_exception(self, exc: Exception, msg: str | None = None, result_store: Any = None) -> State:
        """A flow that lost the server has not failed: its run stays as it is, and recovery takes it up again."""
        if server_is_away(exc):
            raise exc
        return super().handle_exception(exc, msg, result_store)

    @contextmanager
    def initialize_run(self) -> Generator["LegEngine", None, None]:
        """The run is there, and the thread has its client. What is no ordinary error is a crash of the run alone."""
        with SyncClientContext.get_or_create() as context:
            self._client, self._is_started = context.client, True
            try:
                yield self
            except (Pause, Abort) as end:
                if self.flow_run is not None and (state := getattr(end, "state", None)):
                    self.flow_run.state = state
                raise
            except Exception:
                raise
            except BaseException as problem:
                if self.state.is_final():
                    raise
                self.handle_crash(problem)
            finally:
                self.logger.info("%s: %s", self.flow_run.name if self.flow_run else self.flow.name, self.state)
                self._client, self._is_started = None, False

    @contextmanager
    def setup_run_context(self, client: SyncPrefectClient | None = None) -> Generator[None, None, None]:
        """What the flow's own lines and its tasks look for."""
        with (
            self.flow.task_runner.duplicate() as task_runner,
            FlowRunContext(
                flow=self.flow,
                flow_run=self.flow_run,
                parameters=self.parameters,
                client=client or self.client,
                task_runner=task_runner,
                result_store=_result_store(self.flow),
                persist_result=bool(self.flow.persist_result),
                flow_run_suspension_request=self._get_flow_run_suspension_request(),
            ),
        ):
            yield

    @contextmanager
    def setup_flow_run_suspension_request(self) -> Generator[FlowRunSuspensionRequest, None, None]:
        if self.flow_run is None:
            raise ValueError("Flow run not set")
        request = self._get_flow_run_suspension_request()
        with register_flow_run_suspension_request(self.flow_run.id, request):
            yield request

    def set_state(self, state: State, force: bool = False) -> State:
        """As Prefect's, and Running says which process it is that runs."""
        if state.is_running() and state.message is None and self.taker is not None:
            state.message = str(self.taker)
        return super().set_state(state, force=force)


@functools.cache
def _result_store(flow: Flow[..., Any]) -> ResultStore:
    """Asked for once: Prefect inquires of the server each time where results lie, though none of ours is kept."""
    return cast(ResultStore, get_result_store().update_for_flow(flow))


def server_is_away(problem: Exception) -> bool:
    """Whether a leg ended because Prefect's server did not answer, or not as a server does that stands."""
    if isinstance(problem, httpx.HTTPStatusError):
        return problem.response.is_server_error
    return isinstance(problem, httpx.TransportError)


def open_client() -> None:
    """Gives this thread a client that its legs share, so that the connection stays open between them."""
    SyncClientContext().__enter__()


def run_leg(flow: Flow[..., Any], flow_run: FlowRun, taker: Taker) -> State | None:
    """Runs one leg; answers the state in which it ended, None when another worker has the run, or has had it.

    Raises only what Prefect's engine could not put into the run's state (the server cannot be reached).
    """
    client = get_client(sync_client=True)
    if not _claimed(client, flow_run, taker):
        return None
    if flow.isasync or flow.isgenerator:
        return _run_by_prefect(client, flow, flow_run)
    args, kwargs = parameters_to_args_kwargs(flow.fn, flow_run.parameters)
    engine = LegEngine(flow=flow, parameters=get_call_parameters(flow.fn, args, kwargs), flow_run=flow_run)
    engine.taker = taker
    try:
        with engine.start():
            while engine.is_running():
                with engine.run_context():
                    engine.call_flow_fn()
    except (Pause, Abort):
        pass  # suspended, or taken away from us: both are the server's word, and a normal end of a leg
    return engine.state


def _run_by_prefect(client: SyncPrefectClient, flow: Flow[..., Any], flow_run: FlowRun) -> State | None:
    """Flows that are not plain functions take Prefect's own, longer way."""
    try:
        running: Any = run_flow(flow, flow_run=flow_run, return_type="state")
        if flow.isasync:
            asyncio.run(running)
    except (Pause, Abort):
        pass
    return client.read_flow_run(flow_run.id).state


def _claimed(client: SyncPrefectClient, flow_run: FlowRun, taker: Taker) -> bool:
    """Proposes Pending: of two workers that saw the same run, the server lets one have it (web/gate/claiming.py).
    Running alone would spare a call, but the server lets a run that is Running begin to run again."""
    try:
        state = propose_state_sync(client, Pending(message=str(taker)), flow_run_id=flow_run.id)
    except (Abort, Pause):  # it is at work or has ended; it is suspended
        return False
    if not state.is_pending():
        return False
    flow_run.state = state
    return True
