// Beside a time one types: what the clock shows then where the customer is.

// A time is typed in a zone that need not be this browser's own, so Intl takes it apart.
function clock(at, zone, lang, wanted) {
  const format = new Intl.DateTimeFormat(lang, { timeZone: zone, hourCycle: "h23", ...wanted });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
}

const WHOLE = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" };
const SHORT = { weekday: "short", hour: "2-digit", minute: "2-digit" };

function ahead(at, zone) {
  const { year, month, day, hour, minute } = clock(at, zone, "en", WHOLE);
  return Date.UTC(year, month - 1, day, hour, minute) - at;
}

function moment(typed, zone) {
  const wall = Date.parse(`${typed}Z`);
  // The second look is for the hours beside a change of the clocks.
  return wall - ahead(wall - ahead(wall, zone), zone);
}

function sayAgain({ target }) {
  const told = target.matches?.("input[data-there]") && document.getElementById(`${target.id}_help`);
  if (!told) return;
  told.hidden = !target.value;
  if (!target.value) return;
  const at = moment(target.value, target.dataset.here);
  const { weekday, hour, minute } = clock(at, target.dataset.there, document.documentElement.lang, SHORT);
  told.textContent = told.textContent.replace(/^\S+ \d\d:\d\d/, `${weekday} ${hour}:${minute}`);
}

export function startThere() {
  document.addEventListener("input", sayAgain);
}
