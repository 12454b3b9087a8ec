"""One Hypothesis profile: the same examples in every run, no deadline on a shared machine."""

from hypothesis import settings

settings.register_profile("limner", derandomize=True, deadline=None, max_examples=40)
settings.load_profile("limner")
