"""An interaction function: GrabCut from clicks or a box. Counts how often it prepares an image."""

import cv2
import cvat_sdk.auto_annotation as cvataa
import numpy as np
import PIL.Image
from cvat_sdk.attributes import attribute_vals_from_dict
from cvat_sdk.masks import encode_mask

spec = cvataa.InteractionFunctionSpec(min_pos_points=0, min_neg_points=0, min_bounding_boxes=1)
prepared = []


def preprocess_image(context: cvataa.InteractionFunctionContext, image: PIL.Image.Image) -> np.ndarray:
    prepared.append(image.size)
    return np.array(image)


def detect(
    context: cvataa.InteractionFunctionContext, pp_image: np.ndarray, prompts: cvataa.InteractionPrompts
) -> list[cvataa.InteractionResultShape]:
    (left, top), (right, bottom) = prompts.bounding_box
    marks = np.zeros(pp_image.shape[:2], np.uint8)
    box = [int(left), int(top), int(right - left), int(bottom - top)]
    cv2.grabCut(pp_image, marks, box, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_RECT)
    here = (marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)
    for x, y in prompts.neg_points:
        here[int(y) - 2 : int(y) + 3, int(x) - 2 : int(x) + 3] = False
    sure = attribute_vals_from_dict({cvataa.InteractionResultAttributes.CONFIDENCE.value: "0.75"})
    return [cvataa.InteractionResultShape(type="mask", points=encode_mask(here), attributes=sure)]
