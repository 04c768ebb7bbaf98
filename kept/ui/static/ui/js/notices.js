// Notices wait until read: a fault until dismissed, good news until the next thing is done.

const READ_MS = 6000;
const notices = () => document.getElementById("announce");

function clearRead({ target }) {
  for (const flash of document.querySelectorAll('#announce > [data-tone="kept"]')) {
    flash.shownAt ??= Date.now();
    // What one is about to press must not vanish under the hand.
    if (flash.contains(target)) continue;
    if (Date.now() - flash.shownAt > READ_MS) flash.remove();
  }
}

function unreached({ detail }) {
  // What the page fetches by itself may fail in silence; it will try again.
  if (!detail.requestConfig?.triggeringEvent) return;
  const words = document.getElementById("unreached")?.content.cloneNode(true);
  if (words) notices().replaceChildren(words);
}

export function startNotices() {
  document.addEventListener("click", (event) => {
    event.target.closest("[data-dismiss]")?.closest(".flash").remove();
  });
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, clearRead);
  new MutationObserver(() => {
    for (const flash of notices().children) flash.shownAt ??= Date.now();
  }).observe(notices(), { childList: true });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    // A fault that says where it belongs is one of ours; any other page stays out of this one.
    if (detail.xhr.status >= 400 && detail.xhr.getResponseHeader("HX-Retarget")) {
      detail.shouldSwap = true;
      detail.isError = false;
    }
  });
  document.addEventListener("htmx:sendError", unreached);
  document.addEventListener("htmx:responseError", unreached);
}
