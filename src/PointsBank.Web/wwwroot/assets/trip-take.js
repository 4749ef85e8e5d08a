// Takes this device into use for a trip: it makes a token, keeps that to itself and tells the digest alone. Without script there is nothing
// to take.
"use strict";

const taking = document.querySelector("form[data-take]");

if (taking) {
  const button = taking.querySelector("button");
  const say = name => { taking.querySelectorAll("[data-say]").forEach(words => { words.hidden = words.dataset.say !== name; }); };
  if (!isSecureContext || !navigator.serviceWorker || !window.indexedDB) say("insecure");
  else {
    say("");
    button.disabled = false;
    taking.addEventListener("submit", async event => {
      if (taking.elements.tokenHash.value) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      try {
        taking.elements.tokenHash.value = await tripStore.prepare(taking.dataset.take);
        await navigator.storage?.persist?.();
        taking.requestSubmit();
      } catch {
        say("unsent");
      }
    }, { capture: true });
  }
}
