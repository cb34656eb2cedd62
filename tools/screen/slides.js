// Start the slides. On a full one the pictures get smaller, then the type, so that nothing is cut off.
const HEIGHT = 720;

function fit(slide) {
  const images = slide.querySelectorAll("img");
  const tall = () => slide.scrollHeight > HEIGHT;
  const set = (height, size) => {
    slide.style.fontSize = `${size}%`;
    for (const image of images) image.style.maxHeight = `${height}px`;
  };
  let [height, size] = [600, 100];
  set(height, size);
  while (tall() && size > 55) {
    if (images.length > 0 && height > 280) height -= 20;
    else size -= 5;
    set(height, size);
  }
}

window.Reveal.initialize({
  width: 1280,
  height: HEIGHT,
  margin: 0.04,
  center: false,
  hash: true,
  slideNumber: "c/t",
  transition: "none",
  backgroundTransition: "none",
  plugins: [window.RevealNotes],
}).then(() => fit(window.Reveal.getCurrentSlide()));
window.Reveal.on("slidechanged", ({ currentSlide }) => fit(currentSlide));
