"""Alembic's environment: runs on the connection that `models.migrating` hands over."""

from alembic import context

from models import tables
from models.columns import Base

assert tables  # the tables register themselves in Base.metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    compare_type=True,
    user_module_prefix="models.columns.",
)
with context.begin_transaction():
    context.run_migrations()
