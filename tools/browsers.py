"""Say whether a page can be opened on the screen of this machine."""

import os
import sys
import webbrowser


def has_browser():
    """Return whether a page can be opened on this machine's own screen."""
    if sys.platform.startswith("linux") and not (
        os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER")
    ):
        return False
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True
