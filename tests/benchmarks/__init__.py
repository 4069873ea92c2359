"""Benchmarks: what batches cost, measured side by side in one run and written into docs/scaling.md."""
