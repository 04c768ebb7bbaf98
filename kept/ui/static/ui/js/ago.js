// Keeps "Due in 46 min" true while the page stays open.
import { word } from "./say.js";

const MINUTE = 60_000;
const HOUR = 60;
const DAY = 24 * HOUR;

function length(minutes) {
  if (minutes < 2 * HOUR) return word("minutes").replace("{n}", minutes);
  if (minutes < 2 * DAY) return word("hours").replace("{n}", Math.floor(minutes / HOUR));
  const days = Math.floor(minutes / DAY);
  return word(days === 1 ? "day" : "days").replace("{n}", days);
}

function refresh() {
  for (const time of document.querySelectorAll("time[data-due]")) {
    const left = new Date(time.dateTime) - Date.now();
    // Further off it is said by day and hour, which stays true by itself.
    if (left >= 3 * HOUR * MINUTE) continue;
    const words = left >= 0 ? time.dataset.ahead : time.dataset.behind;
    time.textContent = words.replace("{length}", length(Math.floor(Math.abs(left) / MINUTE)));
    if (left >= 0) continue;
    for (const part of [time.closest(".state"), time.closest(".promise")]) {
      if (!["open", "soon"].includes(part?.dataset.state)) continue;
      part.dataset.state = "overdue";
      part.querySelector(".state use, :scope > .i use")?.setAttribute("href", "#i-s-overdue");
    }
  }
}

export function startAgo() {
  setInterval(refresh, MINUTE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) refresh();
  });
}
