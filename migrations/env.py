"""How a revision is run: on the connection `core.migrating` hands over, one transaction each."""

from alembic import context

from core import migrating

migrating.import_models()
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=migrating.Base.metadata,
    render_as_batch=False,
    compare_type=True,
    include_object=context.config.attributes.get("include_object"),
    render_item=migrating.render_item,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
