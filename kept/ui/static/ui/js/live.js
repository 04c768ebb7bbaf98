// Open screens follow what happens. A nudge carries no content: the panes it concerns are fetched
// again from their own addresses.
import { later } from "./post.js";
import { say, word } from "./say.js";

const RETRY_MS = [1000, 5000, 15_000, 60_000];
let source = null;
let tries = 0;
let wasLost = false;

// A pane names its topics: "conversation:7", or a plural such as "desks" for every desk.
const concerns = (wanted, topic) =>
  wanted === topic || (wanted.endsWith("s") && topic.startsWith(`${wanted.slice(0, -1)}:`));

function panesOf(topics) {
  return [...document.querySelectorAll("[data-pane-url][data-live-topics]")].filter((pane) =>
    pane.dataset.liveTopics.split(/\s+/).some((one) => topics.some((topic) => concerns(one, topic))));
}

async function fetchAgain(pane) {
  const active = pane.contains(document.activeElement) ? document.activeElement : null;
  // Never under the hands of somebody who writes.
  if (active?.matches("input:not([type=hidden]), textarea, select") || !pane.isConnected) return;
  const url = new URL(pane.dataset.paneUrl, location.href);
  if (pane.dataset.at) url.searchParams.set("at", pane.dataset.at);
  const scrolled = pane.scrollTop;
  const openFolds = [...pane.querySelectorAll("details[open][id]")].map((fold) => fold.id);
  await htmx.ajax("GET", url.pathname + url.search, { target: `#${pane.id}`, swap: "outerHTML show:none" });
  const fresh = document.getElementById(pane.id);
  if (!fresh) return;
  fresh.scrollTop = scrolled;
  for (const id of openFolds) document.getElementById(id)?.setAttribute("open", "");
  const row = active?.closest("[data-row]")?.dataset.row;
  const again = row
    ? fresh.querySelector(`[data-row="${CSS.escape(row)}"]`)
    : active?.id && document.getElementById(active.id);
  if (active && again) again.focus({ preventScroll: true });
}

const waiting = new Set();
const fetchSoon = later(200, () => {
  const panes = [...waiting].filter((pane) => pane.isConnected);
  waiting.clear();
  // A pane inside another one comes with it.
  for (const pane of panes) {
    if (!panes.some((other) => other !== pane && other.contains(pane))) fetchAgain(pane);
  }
});

function refresh(panes) {
  for (const pane of panes) waiting.add(pane);
  if (panes.length) fetchSoon();
}

function connect() {
  source?.close();
  source = new EventSource(document.body.dataset.liveUrl);
  source.onopen = () => {
    tries = 0;
    if (wasLost) refresh([...document.querySelectorAll("[data-pane-url]")]);
    wasLost = false;
  };
  source.onmessage = ({ data }) => {
    const { topics = [], kind = "" } = JSON.parse(data);
    refresh(panesOf(topics));
    if (kind === "message.received") say(word("letters"));
  };
  source.addEventListener("reload", () => refresh([...document.querySelectorAll("[data-pane-url]")]));
  source.onerror = () => {
    // The browser reconnects by itself, saying what it heard last, unless it was turned away.
    if (source.readyState !== EventSource.CLOSED) return;
    wasLost = true;
    setTimeout(connect, RETRY_MS[Math.min(tries++, RETRY_MS.length - 1)]);
  };
}

export function startLive() {
  if (!document.body.dataset.liveUrl) return;
  connect();
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    wasLost = true;
    connect();
  });
}
