"""World files: quantities with units, the schema, loading with exact positions, and the numbers of one replication."""
