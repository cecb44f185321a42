"""Makes tests/vectors/verify-*.json: one module a family of cases. See tests/derive_vectors.py."""
