"""What Limner costs, measured in a real browser on the real page; `python -m benchmarks` prints it."""
