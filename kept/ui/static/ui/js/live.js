// Open screens follow what happens. A nudge carries no content, only topics: the panes it concerns
// are fetched again.
import { refetch } from "./refetch.js";
import { say, word } from "./say.js";

const RETRY_MS = [1000, 5000, 15_000, 60_000];
let source = null;
let tries = 0;
let wasLost = false;

const panes = () => [...document.querySelectorAll("[data-pane-url][data-live-topics]")];

// A pane names its topics: "conversation:7", or a plural such as "desks" for every desk.
const concerns = (wanted, topic) =>
  wanted === topic || (wanted.endsWith("s") && topic.startsWith(`${wanted.slice(0, -1)}:`));

const isConcerned = (pane, topics) =>
  pane.dataset.liveTopics.split(/\s+/).some((one) => topics.some((topic) => concerns(one, topic)));

function hear({ data }) {
  const { topics = [], kind = "" } = JSON.parse(data);
  const concerned = panes().filter((pane) => isConcerned(pane, topics));
  refetch(concerned);
  if (concerned.length && kind === "message.received") say(word("letters"));
}

function connect() {
  source?.close();
  // The page says from where on it is to be told; what is fetched anew begins with now.
  const url = document.body.dataset.liveUrl;
  source = new EventSource(wasLost ? url.split("?")[0] : url);
  source.onmessage = hear;
  source.addEventListener("reload", () => refetch(panes()));
  source.onopen = () => {
    tries = 0;
    if (wasLost) refetch(panes());
    wasLost = false;
  };
  source.onerror = () => {
    // The browser reconnects by itself, saying what it heard last, unless it was turned away.
    if (source.readyState !== EventSource.CLOSED) return;
    wasLost = true;
    setTimeout(connect, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
    tries += 1;
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
