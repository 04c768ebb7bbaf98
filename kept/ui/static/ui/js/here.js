// Who else has this conversation before them: asked while the page is looked at, and no longer.
import { post } from "./post.js";

const EVERY = 15_000;
let asked = "";

async function ask() {
  const place = document.querySelector("[data-here-url]");
  asked = place?.dataset.hereUrl ?? "";
  if (!place || document.hidden) return;
  try {
    const answer = await post(place.dataset.hereUrl, new FormData());
    const said = answer.ok ? (await answer.text()).trim() : "";
    // Read aloud only where it is another answer than before.
    if (place.isConnected && place.innerHTML.trim() !== said) place.innerHTML = said;
  } catch {
    // Nobody can be seen without a connection; the next round asks again.
  }
}

function askOfAnother() {
  const place = document.querySelector("[data-here-url]");
  if (place && (place.dataset.hereUrl !== asked || !place.dataset.asked)) {
    place.dataset.asked = "yes";
    ask();
  }
}

export function startHere() {
  askOfAnother();
  setInterval(ask, EVERY);
  document.addEventListener("htmx:afterSettle", askOfAnother);
  document.addEventListener("visibilitychange", ask);
}
