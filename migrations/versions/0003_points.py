"""Make the tables of the floor points."""

import sqlalchemy as sa
from alembic import op

from core.base import append_only_statements
from core.columns import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "earn_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("kind_code", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "points_per_hour", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "coefficient_hundredths",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "night_addition_hundredths",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column(
            "flat_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "points_per_hour >= 0 AND coefficient_hundredths >= 0",
            name=op.f("ck_earn_rules_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_earn_rules_community_id")
        ),
        sa.ForeignKeyConstraint(["set_by_id"], ["people.id"], name=op.f("fk_earn_rules_set_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earn_rules")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_earn_rules_community_id_id")),
        sa.UniqueConstraint(
            "community_id",
            "kind_code",
            "starts_on",
            name=op.f("uq_earn_rules_community_id_kind_code_starts_on"),
        ),
        sa.UniqueConstraint(
            "community_id",
            "kind_code",
            "version",
            name=op.f("uq_earn_rules_community_id_kind_code_version"),
        ),
    )
    op.create_table(
        "periods",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("month_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "checked",
                "publicised",
                "locked",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("locked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_periods_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_periods")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_periods_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "month_on", name=op.f("uq_periods_community_id_month_on")
        ),
    )
    op.create_table(
        "products",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_initials", sa.String(length=60), nullable=False),
        sa.Column("specification", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=32), nullable=False),
        sa.Column("category", sa.String(length=60), nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("barcode", sa.String(length=32), nullable=True),
        sa.Column("limit_quantity", sa.Integer(), nullable=False),
        sa.Column(
            "limit_window",
            sa.Enum(
                "none",
                "month",
                "quarter",
                "year",
                name="limit_window",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("needs_best_before", sa.Boolean(), nullable=False),
        sa.Column("is_on_shelf", sa.Boolean(), nullable=False),
        sa.Column("row_key", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("limit_quantity >= 0", name=op.f("ck_products_limit")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_products_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_products_community_id_code")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_products_community_id_id")),
    )
    op.create_index(
        "ix_products_shelf", "products", ["community_id", "is_on_shelf", "id"], unique=False
    )
    op.create_index(
        "uq_products_row_key",
        "products",
        ["community_id", "row_key"],
        unique=True,
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.create_table(
        "shops",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("opening_words", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_shops_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shops")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_shops_community_id_id")),
    )
    op.create_table(
        "price_versions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "price_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("starts_at", UTCDateTime(), nullable=False),
        sa.Column("set_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("price_points > 0", name=op.f("ck_price_versions_price")),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_price_versions_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_price_versions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["people.id"], name=op.f("fk_price_versions_set_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_price_versions")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_price_versions_community_id_id")),
        sa.UniqueConstraint(
            "community_id",
            "product_id",
            "version",
            name=op.f("uq_price_versions_community_id_product_id_version"),
        ),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("receipt_no", sa.String(length=32), nullable=False),
        sa.Column(
            "source",
            sa.Enum(
                "purchase",
                "donation",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("donor", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_receipts_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_receipts_community_id")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["people.id"], name=op.f("fk_receipts_made_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_receipts_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "receipt_no", name=op.f("uq_receipts_community_id_receipt_no")
        ),
    )
    op.create_table(
        "stocks",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("on_hand", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("reserved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stocks_on_hand")),
        sa.CheckConstraint("reserved BETWEEN 0 AND on_hand", name=op.f("ck_stocks_reserved")),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_stocks_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_stocks_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_stocks_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "shop_id", "product_id", name=op.f("pk_stocks")),
    )
    op.create_table(
        "transactions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "earn",
                "bonus",
                "reverse",
                "redeem",
                "return",
                "expire",
                "adjust",
                "donate_out",
                "hold",
                "release",
                "stock",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_kind", sa.String(length=32), nullable=False),
        sa.Column(
            "source_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("is_once", sa.Boolean(), nullable=False),
        sa.Column(
            "reverses_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("business_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "approver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("earned_on", sa.Date(), nullable=True),
        sa.Column("service_minutes", sa.Integer(), nullable=True),
        sa.Column("night_minutes", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind <> 'adjust' OR (approver_id IS NOT NULL AND length(reason) >= 4)",
            name=op.f("ck_transactions_adjust_has_second_person"),
        ),
        sa.CheckConstraint(
            "approver_id IS NULL OR approver_id <> actor_id",
            name=op.f("ck_transactions_second_person"),
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_transactions_actor_id")),
        sa.ForeignKeyConstraint(
            ["approver_id"], ["people.id"], name=op.f("fk_transactions_approver_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "period_id"],
            ["periods.community_id", "periods.id"],
            name=op.f("fk_transactions_community_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "reverses_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_transactions_community_id_reverses_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_transactions_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transactions")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_transactions_community_id_id")),
        info={"is_append_only": True},
    )
    op.create_index(
        "ix_transactions_source",
        "transactions",
        ["community_id", "source_kind", "source_id"],
        unique=False,
    )
    op.create_index(
        "uq_transactions_once",
        "transactions",
        ["community_id", "kind", "source_kind", "source_id"],
        unique=True,
        sqlite_where=sa.text("is_once"),
        postgresql_where=sa.text("is_once"),
    )
    op.create_index(
        "uq_transactions_reversal",
        "transactions",
        ["community_id", "reverses_id"],
        unique=True,
        sqlite_where=sa.text("reverses_id IS NOT NULL"),
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    op.create_table(
        "proxy_pickups",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("proxy_key", sa.String(length=64), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("slot > 0", name=op.f("ck_proxy_pickups_slot")),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_proxy_pickups_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_proxy_pickups_community_id")
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "proxy_key", "on_date", "slot", name=op.f("pk_proxy_pickups")
        ),
        sa.UniqueConstraint(
            "community_id",
            "proxy_key",
            "on_date",
            "member_id",
            name=op.f("uq_proxy_pickups_community_id_proxy_key_on_date_member_id"),
        ),
    )
    op.create_table(
        "redemptions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("slip_no", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "collected",
                "cancelled",
                "lapsed",
                "returned",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "total_points", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("code_index", sa.String(length=64), nullable=True),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.Column(
            "made_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("collect_by", UTCDateTime(), nullable=True),
        sa.Column("collected_at", UTCDateTime(), nullable=True),
        sa.Column(
            "handed_by_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column(
            "second_person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("proof", sa.String(length=32), nullable=False),
        sa.Column("proxy_name", sa.String(length=60), nullable=False),
        sa.Column("proxy_relation", sa.String(length=32), nullable=False),
        sa.Column("proxy_phone_tail", sa.String(length=32), nullable=False),
        sa.Column("closed_at", UTCDateTime(), nullable=True),
        sa.Column("close_reason", sa.Text(), nullable=False),
        sa.Column("prints", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "handed_by_id IS NULL OR collected_at IS NOT NULL", name=op.f("ck_redemptions_handed")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "member_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_redemptions_community_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_redemptions_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_redemptions_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["handed_by_id"], ["people.id"], name=op.f("fk_redemptions_handed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["people.id"], name=op.f("fk_redemptions_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_person_id"], ["people.id"], name=op.f("fk_redemptions_second_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_redemptions_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "slip_no", name=op.f("uq_redemptions_community_id_slip_no")
        ),
    )
    op.create_index(
        "ix_redemptions_day",
        "redemptions",
        ["community_id", "shop_id", "collected_at"],
        unique=False,
    )
    op.create_index("ix_redemptions_due", "redemptions", ["state", "collect_by"], unique=False)
    op.create_index(
        "ix_redemptions_member", "redemptions", ["community_id", "member_id", "id"], unique=False
    )
    op.create_index(
        "uq_redemptions_code",
        "redemptions",
        ["community_id", "code_index"],
        unique=True,
        sqlite_where=sa.text("code_index IS NOT NULL"),
        postgresql_where=sa.text("code_index IS NOT NULL"),
    )
    op.create_table(
        "stock_batches",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "receipt_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column(
            "unit_cost_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("on_hand", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_stock_batches_on_hand")),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_stock_batches_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "receipt_id"],
            ["receipts.community_id", "receipts.id"],
            name=op.f("fk_stock_batches_community_id_receipt_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_stock_batches_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_stock_batches_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_batches")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_stock_batches_community_id_id")),
    )
    op.create_index(
        "ix_stock_batches_first_out",
        "stock_batches",
        ["community_id", "shop_id", "product_id", "expires_on", "id"],
        unique=False,
    )
    op.create_table(
        "wallets",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "frozen", name="state", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("posted", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("held", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("head_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "debt_limit", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("next_due_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("held >= 0", name=op.f("ck_wallets_held")),
        sa.CheckConstraint("posted - held >= -debt_limit", name=op.f("ck_wallets_floor")),
        sa.ForeignKeyConstraint(
            ["community_id", "owner_id"],
            ["members.community_id", "members.id"],
            name=op.f("fk_wallets_community_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_wallets_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wallets")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_wallets_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "owner_id", name=op.f("uq_wallets_community_id_owner_id")
        ),
    )
    op.create_table(
        "holds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "wallet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "redemption_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "posted",
                "voided",
                "lapsed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("resolved_at", UTCDateTime(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_holds_amount")),
        sa.ForeignKeyConstraint(
            ["community_id", "redemption_id"],
            ["redemptions.community_id", "redemptions.id"],
            name=op.f("fk_holds_community_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transaction_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_holds_community_id_transaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "wallet_id"],
            ["wallets.community_id", "wallets.id"],
            name=op.f("fk_holds_community_id_wallet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_holds_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holds")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_holds_community_id_id")),
        sa.UniqueConstraint(
            "community_id", "redemption_id", name=op.f("uq_holds_community_id_redemption_id")
        ),
    )
    op.create_index("ix_holds_due", "holds", ["state", "expires_at"], unique=False)
    op.create_index(
        "ix_holds_wallet", "holds", ["community_id", "wallet_id", "state"], unique=False
    )
    op.create_table(
        "limit_counters",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "wallet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("window_starts_on", sa.Date(), nullable=False),
        sa.Column("used", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("used >= 0", name=op.f("ck_limit_counters_used")),
        sa.ForeignKeyConstraint(
            ["community_id", "wallet_id"],
            ["wallets.community_id", "wallets.id"],
            name=op.f("fk_limit_counters_community_id_wallet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_limit_counters_community_id")
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "wallet_id", "rule", "window_starts_on", name=op.f("pk_limit_counters")
        ),
    )
    op.create_table(
        "lots",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "wallet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("earned", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "remaining", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.CheckConstraint("remaining BETWEEN 0 AND earned", name=op.f("ck_lots_remaining")),
        sa.ForeignKeyConstraint(
            ["community_id", "wallet_id"],
            ["wallets.community_id", "wallets.id"],
            name=op.f("fk_lots_community_id_wallet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_lots_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lots")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_lots_community_id_id")),
        sa.UniqueConstraint(
            "community_id",
            "wallet_id",
            "expires_on",
            name=op.f("uq_lots_community_id_wallet_id_expires_on"),
        ),
    )
    op.create_index(
        "ix_lots_due",
        "lots",
        ["expires_on", "id"],
        unique=False,
        sqlite_where=sa.text("remaining > 0"),
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_index(
        "ix_lots_live",
        "lots",
        ["community_id", "wallet_id", "expires_on", "id"],
        unique=False,
        sqlite_where=sa.text("remaining > 0"),
        postgresql_where=sa.text("remaining > 0"),
    )
    op.create_table(
        "redemption_lines",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "redemption_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("product_words", sa.String(length=120), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "price_each", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("price_version", sa.Integer(), nullable=False),
        sa.Column("limit_rule", sa.String(length=32), nullable=False),
        sa.Column("limit_starts_on", sa.Date(), nullable=True),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_redemption_lines_quantity")),
        sa.CheckConstraint(
            "returned BETWEEN 0 AND quantity", name=op.f("ck_redemption_lines_returned")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_redemption_lines_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "redemption_id"],
            ["redemptions.community_id", "redemptions.id"],
            name=op.f("fk_redemption_lines_community_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_redemption_lines_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemption_lines")),
        sa.UniqueConstraint("community_id", "id", name=op.f("uq_redemption_lines_community_id_id")),
        sa.UniqueConstraint(
            "community_id",
            "redemption_id",
            "line_no",
            name=op.f("uq_redemption_lines_community_id_redemption_id_line_no"),
        ),
    )
    op.create_table(
        "stock_moves",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("shop_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "product_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("batch_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "delta_on_hand", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "delta_reserved", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "receipt",
                "reserve",
                "release",
                "hand_over",
                "return",
                "write_off",
                "variance",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("document_kind", sa.String(length=32), nullable=False),
        sa.Column(
            "document_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("line_no", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "delta_on_hand <> 0 OR delta_reserved <> 0", name=op.f("ck_stock_moves_moves")
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_stock_moves_actor_id")),
        sa.ForeignKeyConstraint(
            ["community_id", "batch_id"],
            ["stock_batches.community_id", "stock_batches.id"],
            name=op.f("fk_stock_moves_community_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "product_id"],
            ["products.community_id", "products.id"],
            name=op.f("fk_stock_moves_community_id_product_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shops.community_id", "shops.id"],
            name=op.f("fk_stock_moves_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transaction_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_stock_moves_community_id_transaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_stock_moves_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stock_moves")),
        sa.UniqueConstraint(
            "community_id",
            "document_kind",
            "document_id",
            "line_no",
            "reason",
            name=op.f("uq_stock_moves_community_id_document_kind_document_id_line_no_reason"),
        ),
        info={"is_append_only": True},
    )
    op.create_index(
        "ix_stock_moves_product",
        "stock_moves",
        ["community_id", "shop_id", "product_id", "id"],
        unique=False,
    )
    op.create_index(
        "ix_stock_moves_transaction",
        "stock_moves",
        ["community_id", "transaction_id"],
        unique=False,
    )
    op.create_table(
        "lot_uses",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_lot_uses_moves")),
        sa.ForeignKeyConstraint(
            ["community_id", "lot_id"],
            ["lots.community_id", "lots.id"],
            name=op.f("fk_lot_uses_community_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transaction_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_lot_uses_community_id_transaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_lot_uses_community_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_uses")),
        info={"is_append_only": True},
    )
    op.create_index("ix_lot_uses_lot", "lot_uses", ["community_id", "lot_id"], unique=False)
    op.create_index(
        "ix_lot_uses_transaction", "lot_uses", ["community_id", "transaction_id"], unique=False
    )
    op.create_table(
        "wallet_entries",
        sa.Column(
            "community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "wallet_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "transaction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("contra", sa.String(length=32), nullable=False),
        sa.Column("delta", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "balance_after", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column(
            "period_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("lot_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.CheckConstraint("delta <> 0", name=op.f("ck_wallet_entries_moves")),
        sa.CheckConstraint("seq > 0", name=op.f("ck_wallet_entries_seq")),
        sa.ForeignKeyConstraint(
            ["community_id", "lot_id"],
            ["lots.community_id", "lots.id"],
            name=op.f("fk_wallet_entries_community_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "period_id"],
            ["periods.community_id", "periods.id"],
            name=op.f("fk_wallet_entries_community_id_period_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transaction_id"],
            ["transactions.community_id", "transactions.id"],
            name=op.f("fk_wallet_entries_community_id_transaction_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "wallet_id"],
            ["wallets.community_id", "wallets.id"],
            name=op.f("fk_wallet_entries_community_id_wallet_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["communities.id"], name=op.f("fk_wallet_entries_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "wallet_id", "seq", name=op.f("pk_wallet_entries")),
        info={"is_append_only": True},
    )
    op.create_index(
        "ix_wallet_entries_transaction",
        "wallet_entries",
        ["community_id", "transaction_id"],
        unique=False,
    )

    for table in ("lot_uses", "stock_moves", "transactions", "wallet_entries"):
        for statement in append_only_statements(table)[op.get_bind().dialect.name]:
            op.execute(statement)


def downgrade() -> None:
    op.drop_index("ix_wallet_entries_transaction", table_name="wallet_entries")
    op.drop_table("wallet_entries")
    op.drop_index("ix_lot_uses_transaction", table_name="lot_uses")
    op.drop_index("ix_lot_uses_lot", table_name="lot_uses")
    op.drop_table("lot_uses")
    op.drop_index("ix_stock_moves_transaction", table_name="stock_moves")
    op.drop_index("ix_stock_moves_product", table_name="stock_moves")
    op.drop_table("stock_moves")
    op.drop_table("redemption_lines")
    op.drop_index(
        "ix_lots_live",
        table_name="lots",
        sqlite_where=sa.text("remaining > 0"),
        postgresql_where=sa.text("remaining > 0"),
    )
    op.drop_index(
        "ix_lots_due",
        table_name="lots",
        sqlite_where=sa.text("remaining > 0"),
        postgresql_where=sa.text("remaining > 0"),
    )
    op.drop_table("lots")
    op.drop_table("limit_counters")
    op.drop_index("ix_holds_wallet", table_name="holds")
    op.drop_index("ix_holds_due", table_name="holds")
    op.drop_table("holds")
    op.drop_table("wallets")
    op.drop_index("ix_stock_batches_first_out", table_name="stock_batches")
    op.drop_table("stock_batches")
    op.drop_index(
        "uq_redemptions_code",
        table_name="redemptions",
        sqlite_where=sa.text("code_index IS NOT NULL"),
        postgresql_where=sa.text("code_index IS NOT NULL"),
    )
    op.drop_index("ix_redemptions_member", table_name="redemptions")
    op.drop_index("ix_redemptions_due", table_name="redemptions")
    op.drop_index("ix_redemptions_day", table_name="redemptions")
    op.drop_table("redemptions")
    op.drop_table("proxy_pickups")
    op.drop_index(
        "uq_transactions_reversal",
        table_name="transactions",
        sqlite_where=sa.text("reverses_id IS NOT NULL"),
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    op.drop_index(
        "uq_transactions_once",
        table_name="transactions",
        sqlite_where=sa.text("is_once"),
        postgresql_where=sa.text("is_once"),
    )
    op.drop_index("ix_transactions_source", table_name="transactions")
    op.drop_table("transactions")
    op.drop_table("stocks")
    op.drop_table("receipts")
    op.drop_table("price_versions")
    op.drop_table("shops")
    op.drop_index(
        "uq_products_row_key",
        table_name="products",
        sqlite_where=sa.text("row_key IS NOT NULL"),
        postgresql_where=sa.text("row_key IS NOT NULL"),
    )
    op.drop_index("ix_products_shelf", table_name="products")
    op.drop_table("products")
    op.drop_table("periods")
    op.drop_table("earn_rules")
