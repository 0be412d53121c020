"""The two ways this room fails that are nobody's mistake in the paper (those are `Refusal`s)."""


class RenderFailed(Exception):
    """The machine did not finish: killed, out of time or memory, an output that is no PDF/A. Trying again may help."""


class RenderUnavailable(Exception):
    """A program or font is missing, or sandboxes are forbidden here; the message says what to do about it."""
