// A form sent in the background, with the page's seal.

export function post(url, data, signal) {
  const headers = JSON.parse(document.body.getAttribute("hx-headers") || "{}");
  return fetch(url, {
    method: "POST",
    body: data,
    signal,
    headers: { ...headers, "HX-Request": "true" },
    credentials: "same-origin",
    redirect: "manual",
  });
}

export function later(wait, run) {
  let timer = 0;
  return (...given) => {
    clearTimeout(timer);
    timer = setTimeout(run, wait, ...given);
  };
}
