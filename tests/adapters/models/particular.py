"""A model that insists on one control, as many do."""

from label_studio_ml.model import LabelStudioMLBase
from label_studio_ml.utils import get_single_tag_keys


class Particular(LabelStudioMLBase):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.name, self.to, self.key, self.labels = get_single_tag_keys(self.parsed_label_config, "Choices", "Image")

    def predict(self, tasks, **kwargs):
        value = {"choices": self.labels[:1]}
        region = {"from_name": self.name, "to_name": self.to, "type": "choices", "value": value}
        return [{"result": [region], "score": 0.5} for _ in tasks]
