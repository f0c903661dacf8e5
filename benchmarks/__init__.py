"""Measurements, each one command: `uv run --group bench python -m benchmarks.NAME`. Data: see `data.py`."""
