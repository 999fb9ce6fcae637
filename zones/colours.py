"""Pictures in the one set of colours that every browser assumes where no profile is embedded: sRGB."""

from __future__ import annotations

import io
import logging

import PIL.Image
import PIL.ImageCms

# The modes of which a profile can speak, each with what it becomes.
_PROFILED = {"RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB", "L": "RGB", "LAB": "RGB"}

log = logging.getLogger(__name__)


def in_srgb(original: PIL.Image.Image) -> PIL.Image.Image:
    """The picture as RGB or RGBA, its embedded profile honoured and left out.

    It may be `original` itself, changed in place: 50 million pixels are 200 MB, and each copy as many again.
    """
    original.load()
    profile = original.info.pop("icc_profile", None)
    if profile and original.mode in _PROFILED:
        try:
            converted = PIL.ImageCms.profileToProfile(
                original,
                PIL.ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                PIL.ImageCms.createProfile("sRGB"),
                outputMode=_PROFILED[original.mode],
                inPlace=original.mode == _PROFILED[original.mode],
            )
        except (PIL.ImageCms.PyCMSError, OSError):
            log.info("An unreadable colour profile was left out")
        else:
            return converted or original
    if original.mode.startswith("I"):
        # Pillow would cut off all above 255 instead of scaling it: a deep grey would come out white.
        return original.convert("I").point(lambda value: value * (1 / 256)).convert("L").convert("RGB")
    is_clear = original.mode in ("RGBA", "LA", "PA", "La") or "transparency" in original.info
    mode = "RGBA" if is_clear else "RGB"
    return original if original.mode == mode else original.convert(mode)
