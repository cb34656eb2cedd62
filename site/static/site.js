// What the pages of the web site do: room for the explorers, and no link into a folded part.

addEventListener("message", ({ data, source }) => {
  if (!(data?.nucleiHeight > 0)) return;
  for (const frame of document.querySelectorAll("iframe.live")) {
    if (frame.contentWindow === source) frame.style.height = `${data.nucleiHeight}px`;
  }
});

function unfold() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  let folded = target?.parentElement.closest("details:not([open])");
  if (!folded) return;
  for (; folded; folded = target.closest("details:not([open])")) folded.open = true;
  target.scrollIntoView();
}

addEventListener("hashchange", unfold);
addEventListener("DOMContentLoaded", unfold);
