"""A model that can be set up and cannot predict."""

from label_studio_ml.model import LabelStudioMLBase


class Failing(LabelStudioMLBase):
    def predict(self, tasks, **kwargs):
        raise ValueError("weights are missing")
