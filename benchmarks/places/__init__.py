"""One script in every place it may run: what each adds to the script's own time, what replicas bring, how it stops."""

from benchmarks.places.measuring import measure

__all__ = ["measure"]
