"""The pages as one ASGI application; the gate mounts it, tests drive it alone."""

from pathlib import Path

from fastapi import Depends, FastAPI
from fastapi.staticfiles import StaticFiles

from actions.runtime import Runtime
from web.pages import archive, documents, failures, handing_in, health, signing_in, work
from web.pages.shell import Shell
from web.pages.visiting import from_here

STATIC = Path(__file__).parents[1] / "static"


def pages_app(runtime: Runtime) -> FastAPI:
    """All pages over one runtime. The gate may leave a `request_id` in the scope's state; else a request makes one."""
    app = FastAPI(title="Trình Ký", openapi_url=None, docs_url=None, redoc_url=None, dependencies=[Depends(from_here)])
    app.state.runtime = runtime
    for room in (health, signing_in, work, handing_in, documents, archive):
        app.include_router(room.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    failures.answer_kindly(app)
    app.add_middleware(Shell)
    return app
