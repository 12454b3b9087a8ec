"""CVAT's auto-annotation functions as scripts: objects written against `cvat_sdk.auto_annotation`, unmodified."""
