"""Sessions of before end: from now on an event tells each, so that none can be slipped in"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("DELETE FROM sign_ins")


def downgrade() -> None:
    pass
