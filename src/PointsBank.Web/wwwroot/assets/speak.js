// Reads a list of sentences aloud, one after the other, in the page's language; its button appears only where the browser can speak.
"use strict";

if ("speechSynthesis" in window && "SpeechSynthesisUtterance" in window) {
  document.querySelectorAll("[data-speak]").forEach(button => {
    const words = button.textContent;
    const ended = () => { button.textContent = words; };
    button.hidden = false;
    button.addEventListener("click", () => {
      const isReading = speechSynthesis.speaking;
      speechSynthesis.cancel();
      ended();
      if (!isReading) read(button, ended);
    });
  });
  // A voice must not go on over another page.
  window.addEventListener("pagehide", () => speechSynthesis.cancel());
}

function read(button, ended) {
  const sentences = [...document.getElementById(button.dataset.speak).children].map(item => item.textContent.trim());
  const lang = document.documentElement.lang;
  const voice = speechSynthesis.getVoices().find(known => known.lang.toLowerCase().startsWith(lang.slice(0, 2)));
  sentences.forEach((sentence, at) => {
    const utterance = new SpeechSynthesisUtterance(sentence);
    utterance.lang = voice?.lang ?? lang;
    if (voice) utterance.voice = voice;
    utterance.rate = 0.85;
    if (at === sentences.length - 1) utterance.onend = ended;
    utterance.onerror = ended;
    speechSynthesis.speak(utterance);
  });
  button.textContent = "⏹ " + button.dataset.stop;
}
