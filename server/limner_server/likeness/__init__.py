"""Which images look alike: what is kept of each, how two are compared, how the nearest are found."""
