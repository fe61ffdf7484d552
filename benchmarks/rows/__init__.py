"""The groups of rows: each a module, and a C twin beside it."""
