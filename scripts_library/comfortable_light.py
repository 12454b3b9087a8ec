# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy"]
#
# [tool.limner]
# name = "Comfortable light"
# namespace = "limner"
# version = "1.0.0"
# description = "Shows dark, flat and unevenly lit images in a comfortable light. The file stays as it is."
# places = ["browser"]
# grants = ["image:read", "settings"]
# timeout = 10.0
# hotkey = "j"
#
# [tool.limner.params.strength]
# type = "number"
# default = 1.0
# minimum = 0.1
# maximum = 1.0
# step = 0.1
# title = "Strength"
# description = "How far to go: 1 is all the way to a well lit image."
#
# [tool.limner.params.means]
# type = "string"
# default = "what fits"
# enum = ["what fits", "brightness and contrast", "gamma", "evening out"]
# title = "Means"
# description = "Which dials it may turn; where these cannot help, it leaves the image."
# ///
"""Turn the display's dials when an image opens that is hard to see, and leave every other image alone.

A small picture of the image is measured. It is dark where even its brightest parts are dim; flat where
its tones span a seventh of the scale or less; uneven where much of it lies in a shadow that has detail
while another part is bright. What a person has set is never changed.
"""

import numpy as np

from limner import HostError, on

PLAIN = {"brightness": 1.0, "contrast": 1.0, "gamma": 1.0, "clahe": 0.0}
_SIZE = 256  # long side of the picture that is measured
_LUMA = np.array([0.299, 0.587, 0.114])
_MIDDLE = 0.38  # where the median of a well lit photo lies, more or less
_FIT = "what fits"

_ours = {}  # file -> the dials as this script set them
_by_hand = set()  # files whose dials a person turned
_told = set()  # files it has spoken of


@on("open_file", "change_params", schedule="latest")
async def light(event, canvas):
    """Set the dials of an image that needs it, unless a person has."""
    file, now = event.file.id, _now(canvas.settings)
    if file in _by_hand or now not in (PLAIN, _ours.get(file, PLAIN)):
        return
    look, dials = await _judged(event, canvas)
    if dials == now:
        return
    _show(file, canvas, dials)
    if dials != PLAIN and file not in _told:
        _told.add(file)
        canvas.notify(f"This image is {look}, so it is shown with {_words(dials)}. The file is as it was; J goes back.")


@on("leave_file")
def leave_file(event, canvas):
    """Remember that a person turned the dials: then they are left alone when the file is back."""
    if _now(canvas.settings) != _ours.pop(event.file.id, PLAIN):
        _by_hand.add(event.file.id)


@on("command")
async def toggle(event, canvas):
    """Show the image plainly, or in a comfortable light again."""
    file = event.file.id
    if _now(canvas.settings) != PLAIN:
        _by_hand.add(file)
        _show(file, canvas, PLAIN)
        return
    _by_hand.discard(file)
    look, dials = await _judged(event, canvas)
    if dials == PLAIN:
        canvas.notify(
            "The light of this image is fine." if look == "fine" else f"The image is {look}; {_helpless(canvas)}"
        )
    _show(file, canvas, dials)


async def _judged(event, canvas):
    """Measure the image. Gives what it is, and the dials for it."""
    scale = min(1.0, _SIZE / max(event.file.width, event.file.height))
    try:
        pixels = await canvas.image(scale=scale)
    except HostError as error:
        canvas.log(f"The image could not be measured: {error}", level="warning")
        return "fine", PLAIN
    light = luminance(pixels)
    look = judged(light)
    return look, dials_for(look, light, canvas.params.means, canvas.params.strength)


def luminance(pixels):
    """Give the luminance from 0 to 1 of H x W x 3 pixels of uint8, as one long array."""
    return (np.asarray(pixels, np.float32)[..., :3] @ _LUMA.astype(np.float32)).ravel() / 255


def judged(light):
    """Say whether an image is `dark`, `flat`, `unevenly lit` or `fine`, from the luminance of its pixels."""
    low, half, high, top = np.percentile(light, [2, 50, 98, 99.5])
    if high - low < 0.01 or top < 0.02:
        return "fine"  # one tone: there is nothing to see
    if top < 0.6 and half < 0.25:
        return "dark"
    if high - low < 0.15:
        return "flat"
    shadow = light[light < 0.12]
    detail = float(np.percentile(shadow, 90) - np.percentile(shadow, 10)) if shadow.size else 0.0
    uneven = shadow.size > 0.4 * light.size and detail > 0.02 and (light > 0.6).mean() > 0.1
    return "unevenly lit" if uneven else "fine"


def dials_for(look, light, means=_FIT, strength=1.0):
    """Give brightness, contrast, gamma and clahe for an image; those of `PLAIN` where nothing is to be done."""
    low, half, high, top = (float(value) for value in np.percentile(light, [2, 50, 98, 99.5]))
    dials, fits = dict(PLAIN), means == _FIT
    if look == "dark" and (fits or means == "brightness and contrast"):
        dials["brightness"] = np.clip(0.9 / top, 1, 5)
        dials["gamma"] = _gamma(min(0.99, half * dials["brightness"]), most=2.5) if fits else 1.0
    elif look == "flat" and (fits or means == "brightness and contrast"):
        dials["brightness"] = np.clip(1 / (low + high), 0.3, 5)
        dials["contrast"] = np.clip(0.75 / (dials["brightness"] * (high - low)), 1, 5)
    elif look == "unevenly lit" and fits:
        dials.update(clahe=3.0, gamma=_gamma(half, most=1.5))
    elif look != "fine" and means == "evening out":
        dials["clahe"] = 4.0
    elif look in ("dark", "unevenly lit") and means == "gamma":
        dials["gamma"] = _gamma(half, most=4)
    return {name: _dial(name, value, strength) for name, value in dials.items()}


def _gamma(half, most):
    """Give the exponent that brings the median to the middle: half ** (1 / gamma)."""
    return np.clip(np.log(max(half, 1e-3)) / np.log(_MIDDLE), 1, most)


def _dial(name, value, strength):
    """Go part of the way, and stop where the dial has a mark."""
    if name == "clahe":
        return float(round(2 * value * strength) / 2)
    return float(round(20 * value**strength) / 20)


def _now(settings):
    return {name: round(float(getattr(settings, name)), 3) for name in PLAIN}


def _show(file, canvas, dials):
    now = _now(canvas.settings)
    for name, value in dials.items():
        if now[name] != value:
            setattr(canvas.settings, name, value)
    _ours[file] = {name: round(value, 3) for name, value in dials.items()}


def _words(dials):
    turned = [f"{name} {dials[name]:.0%}" for name in ("brightness", "contrast", "gamma") if dials[name] != 1]
    return ", ".join([*turned, *(["its contrast evened out"] if dials["clahe"] else [])])


def _helpless(canvas):
    return f"{canvas.params.means} cannot help it."
