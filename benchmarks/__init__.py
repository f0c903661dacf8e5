"""Measurements, each one command: `uv run python -m benchmarks.NAME`. Data: see `data.py`."""
