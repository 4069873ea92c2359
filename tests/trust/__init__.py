"""The promises that Tokenshed keeps, each measured: `python -m tests.trust` rewrites docs/trust.md."""
