"""Bring the browser's third-party files from package registries into web/vendor."""
