"""Scripts that run outside the page: in confined processes, on backends, at models that speak another protocol."""
