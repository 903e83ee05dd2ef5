"""The subjects of bench.py, a module each: what the runs are, and their table."""
