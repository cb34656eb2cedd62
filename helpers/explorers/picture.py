"""A picture in a cell that is replaced in place."""

import anywidget
import traitlets


class Picture(anywidget.AnyWidget):
    """A picture in a cell that is replaced in place, without a flicker.

    Attributes
    ----------
    png : bytes
        The PNG file shown.
    alt : str
        What it shows, in words.
    width : str
        Its CSS width, such as ``"100%"``; empty for its own size.
    crisp : bool
        Show enlarged pixels as squares.
    """

    _esm = """
    // not the URL of a blob, which the browser fetches by way of two other processes
    const dataUrl = (view) => {
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
      const code = bytes.toBase64?.() ??
        btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
      return "data:image/png;base64," + code;
    };
    export default {
      render({ model, el }) {
        const img = document.createElement("img");
        img.style.maxWidth = "100%";
        img.style.display = "block";
        el.append(img);
        const draw = () => { img.src = dataUrl(model.get("png")); };
        const describe = () => { img.alt = model.get("alt"); };
        const style = () => {
          img.style.width = model.get("width");
          img.style.imageRendering = model.get("crisp") ? "pixelated" : "auto";
        };
        model.on("change:png", draw);
        model.on("change:alt", describe);
        model.on("change:width", style);
        model.on("change:crisp", style);
        draw(); describe(); style();
        return () => {
          model.off("change:png", draw);
          model.off("change:alt", describe);
          model.off("change:width", style);
          model.off("change:crisp", style);
        };
      },
    };
    """
    png = traitlets.Bytes(b"").tag(sync=True)
    alt = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Unicode("").tag(sync=True)
    crisp = traitlets.Bool(False).tag(sync=True)
