// Signs this browser up for pushes. Without the means for it the button stays hidden.
const from64 = (words) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const to64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

async function ask(url, fields = {}) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  const answer = await fetch(url, {
    method: "POST",
    headers: { ...headers, Accept: "application/json" },
    body: new URLSearchParams(fields),
  });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer;
}

async function signUp({ dataset }) {
  if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
  const registration = await navigator.serviceWorker.register(dataset.worker);
  await registration.update();
  const { key } = await (await ask(dataset.keyUrl)).json();
  const ready = registration.active ? registration : await whenActive(registration);
  // One made with a former key of this house could not be reached any more.
  await (await ready.pushManager.getSubscription())?.unsubscribe();
  const made = await ready.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: from64(key),
  });
  await ask(dataset.addUrl, {
    endpoint: made.endpoint,
    p256dh: to64(made.getKey("p256dh")),
    auth: to64(made.getKey("auth")),
  });
}

const whenActive = (registration) =>
  new Promise((resolve) => {
    const worker = registration.installing ?? registration.waiting;
    if (!worker) resolve(registration);
    worker?.addEventListener("statechange", () => {
      if (worker.state === "activated") resolve(registration);
    });
  });

const button = document.querySelector("[data-push]");
const means = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
if (button && means) {
  button.hidden = false;
  document.querySelector("[data-push-none]").hidden = true;
  button.addEventListener("click", async () => {
    const fault = document.querySelector("[data-push-fault]");
    fault.hidden = true;
    button.disabled = true;
    try {
      await signUp(button);
      location.reload();
    } catch (error) {
      console.warn(error);
      fault.hidden = false;
      button.disabled = false;
    }
  });
}
