// Fetches panes of the page again from their own addresses, keeping focus, folds and scroll.

const WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;
const UNSEEN_WAIT_MS = 10_000;
const waiting = new Set();
let timer = 0;
let took = 0;

// A house with much to do is not asked more than it can answer, and a page that nobody looks at
// may be a little behind: it catches up when it is looked at.
const wait = () => {
  if (document.hidden) return UNSEEN_WAIT_MS;
  return Math.min(Math.max(WAIT_MS, 4 * took), LONGEST_WAIT_MS);
};

const isWriting = (element) => element?.matches("input:not([type=hidden], [type=checkbox]), textarea, select");

function focusAgain(pane, active) {
  const row = active.closest("[data-row]")?.dataset.row;
  const href = active.getAttribute("href");
  let again = active.id && document.getElementById(active.id);
  if (row) again = pane.querySelector(`[data-row="${CSS.escape(row)}"]`);
  else if (href) again = pane.querySelector(`a[href="${CSS.escape(href)}"]`);
  else if (active.value) again = pane.querySelector(`button[value="${CSS.escape(active.value)}"]`);
  if (again) again.focus({ preventScroll: true });
}

// What somebody has typed into a form of the pane and not saved yet.
const isTyped = (field) =>
  field.type === "checkbox" || field.type === "radio"
    ? field.checked !== field.defaultChecked
    : field.matches("select")
      ? [...field.options].some((option) => option.selected !== option.defaultSelected) &&
        field.selectedIndex !== 0
      : field.value !== field.defaultValue;

const focusIn = (pane) => (pane.contains(document.activeElement) ? document.activeElement : null);

// Never under the hands of somebody who writes or chooses.
const isBusy = (pane) =>
  isWriting(focusIn(pane)) ||
  pane.querySelector("#bulk-menu > *") ||
  [...pane.querySelectorAll("form[data-typed] :is(input, textarea, select)")].some(isTyped);

// Something of the pane was pressed, and its answer has not come: it belongs into what stands here.
const isPressed = (pane) => pane.querySelector(".htmx-request");

async function fetchAgain(pane) {
  if (isPressed(pane)) return refetch([pane]);
  if (isBusy(pane)) return;
  const url = new URL(pane.dataset.paneUrl, location.href);
  if (pane.dataset.at) url.searchParams.set("at", pane.dataset.at);
  const scrolled = pane.scrollTop;
  const folds = [...pane.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  let active = null;
  // The hand may have moved while the answer was under way.
  const look = ({ target, detail }) => {
    if (target !== pane || detail.requestConfig.elt !== pane) return;
    active = focusIn(pane);
    if (isPressed(pane)) refetch([pane]);
    if (isPressed(pane) || isBusy(pane)) detail.shouldSwap = false;
  };
  pane.addEventListener("htmx:beforeSwap", look);
  try {
    await htmx.ajax("GET", url.pathname + url.search, {
      source: pane, // each its own, or one request would push another out of the queue
      target: `#${pane.id}`,
      swap: "outerHTML show:none",
    });
  } catch {
    return; // Not reached: what was on the screen stays until the next nudge.
  } finally {
    pane.removeEventListener("htmx:beforeSwap", look);
  }
  const fresh = document.getElementById(pane.id);
  if (!fresh) return;
  fresh.scrollTop = scrolled;
  for (const id of folds) document.getElementById(id)?.setAttribute("open", "");
  if (active) focusAgain(fresh, active);
}

async function flush() {
  clearTimeout(timer);
  timer = 0;
  const panes = [...waiting].filter((pane) => pane.isConnected);
  waiting.clear();
  // A pane inside another one comes with it.
  const outer = panes.filter((pane) => !panes.some((other) => other !== pane && other.contains(pane)));
  const began = performance.now();
  await Promise.all(outer.map(fetchAgain));
  took = performance.now() - began;
}

addEventListener("visibilitychange", () => {
  if (!document.hidden && waiting.size) flush();
});

export function refetch(panes) {
  for (const pane of panes) waiting.add(pane);
  // However many nudges arrive at once, each pane is fetched once.
  if (waiting.size) timer ||= setTimeout(flush, wait());
}
