"""Keep insurance policies as records, their lists, and which activity relies on which."""

import sqlalchemy as sa
from alembic import op

from core.columns import BIG, UTCDateTime

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

RUNNING, NOT_REMINDED = "state = 'running'", "reminded_at IS NULL"


def upgrade() -> None:
    """Numbers typed before stay with their activities; no policy is made up from them."""
    _policies()
    _links("insured_members", "member_id", "members", key=("policy_id", "member_id"))
    _links("activity_covers", "activity_id", "activities", key=("activity_id",))
    op.create_index("ix_insured_members_member", "insured_members", ["community_id", "member_id"])
    op.create_index("ix_activity_covers_policy", "activity_covers", ["community_id", "policy_id"])


def downgrade() -> None:
    """Activities keep the number of the policy they relied on."""
    op.drop_table("activity_covers")
    op.drop_table("insured_members")
    op.drop_table("insurance_policies")


def _enum(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


def _policies() -> None:
    op.create_table(
        "insurance_policies",
        sa.Column("id", BIG, nullable=False),
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("state", _enum("state", "running", "ended"), nullable=False),
        sa.Column("insurer", sa.String(120), nullable=False),
        sa.Column("policy_no", sa.String(32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("cover", _enum("cover", "everybody", "listed", "roster"), nullable=False),
        sa.Column("min_age", sa.Integer(), nullable=True),
        sa.Column("max_age", sa.Integer(), nullable=True),
        sa.Column("begins_at", UTCDateTime(), nullable=False),
        sa.Column("over_at", UTCDateTime(), nullable=False),
        sa.Column("remind_at", UTCDateTime(), nullable=False),
        sa.Column("reminded_at", UTCDateTime(), nullable=True),
        sa.Column("made_by_id", BIG, nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column("ended_by_id", BIG, nullable=True),
        sa.Column("end_reason", sa.String(200), nullable=False),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_insurance_policies_order")),
        sa.CheckConstraint(
            "min_age IS NULL OR max_age IS NULL OR min_age <= max_age",
            name=op.f("ck_insurance_policies_ages"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_insurance_policies_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_insurance_policies_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["people.id"], name=op.f("fk_insurance_policies_ended_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance_policies")),
        sa.UniqueConstraint(
            "community_id", "id", name=op.f("uq_insurance_policies_community_id_id")
        ),
    )
    op.create_index(
        "ix_insurance_policies_list",
        "insurance_policies",
        ["community_id", "state", "over_at", "id"],
    )
    op.create_index(
        "ix_insurance_policies_due",
        "insurance_policies",
        ["remind_at"],
        sqlite_where=sa.text(NOT_REMINDED),
        postgresql_where=sa.text(NOT_REMINDED),
    )
    op.create_index(
        "uq_insurance_policies_number",
        "insurance_policies",
        ["community_id", "policy_no"],
        unique=True,
        sqlite_where=sa.text(RUNNING),
        postgresql_where=sa.text(RUNNING),
    )


def _links(table: str, column: str, target: str, *, key: tuple[str, ...]) -> None:
    """Lay down a table that binds a row of `target` to a policy of the same community."""
    extra = [sa.Column("added_at", UTCDateTime(), nullable=False)] if len(key) > 1 else []
    op.create_table(
        table,
        sa.Column("community_id", BIG, nullable=False),
        sa.Column("policy_id", BIG, nullable=False),
        sa.Column(column, BIG, nullable=False),
        *extra,
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f(f"fk_{table}_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "policy_id"],
            ["insurance_policies.community_id", "insurance_policies.id"],
            name=op.f(f"fk_{table}_community_id_policy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", column],
            [f"{target}.community_id", f"{target}.id"],
            name=op.f(f"fk_{table}_community_id_{column}"),
        ),
        sa.PrimaryKeyConstraint("community_id", *key, name=op.f(f"pk_{table}")),
    )
