// Passkeys: a form asks the browser for one and is sent with its answer. Without it, or without
// scripts, the form stays hidden and the password does.
const to64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");

const from64 = (words) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const known = (keys) => (keys ?? []).map((key) => ({ ...key, id: from64(key.id) }));

async function ask(form) {
  const options = (await optionsOf(form)).publicKey;
  options.challenge = from64(options.challenge);
  if (form.dataset.passkey === "get") {
    options.allowCredentials = known(options.allowCredentials);
    return navigator.credentials.get({ publicKey: options });
  }
  const alone = form.elements.passwordless?.checked ?? false;
  options.user.id = from64(options.user.id);
  options.excludeCredentials = known(options.excludeCredentials);
  options.authenticatorSelection = {
    ...options.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone ? { userVerification: "required" } : {}),
  };
  return navigator.credentials.create({ publicKey: options });
}

async function optionsOf(form) {
  const address = form.dataset.passkeyOptions;
  if (!address) {
    const given = JSON.parse(document.getElementById("passkey-options").textContent);
    return given.request_options ?? given.creation_options;
  }
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no passkey options: ${answer.status}`);
  return (await answer.json()).request_options;
}

function written(credential) {
  const response = { clientDataJSON: to64(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = to64(credential.response[part]);
  }
  if (credential.response.getTransports) response.transports = credential.response.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: to64(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    document.querySelector("[data-passkey-none]")?.removeAttribute("hidden");
    continue;
  }
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const fault = form.querySelector("[data-passkey-fault]");
    fault.hidden = true;
    try {
      form.elements.credential.value = written(await ask(form));
    } catch (error) {
      console.warn(error);
      fault.hidden = false;
      return;
    }
    form.submit(); // past this listener
  });
}
