"""Models and functions that exist already, each behind an adapter that speaks its protocol."""
