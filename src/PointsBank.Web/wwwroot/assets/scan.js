// The camera reads a card where the browser can; a USB scanner types and needs nothing of this.
"use strict";

if ("BarcodeDetector" in window && navigator.mediaDevices) {
  document.querySelectorAll("[data-camera]").forEach(button => {
    button.hidden = false;
    button.addEventListener("click", () => read(button));
  });
}

async function read(button) {
  const field = document.querySelector(`[name="${button.dataset.camera}"]`);
  const video = document.createElement("video");
  video.setAttribute("playsinline", "");
  video.className = "camera";
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    button.after(video);
    await video.play();
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    for (const until = Date.now() + 30_000; Date.now() < until; await new Promise(requestAnimationFrame)) {
      const [found] = await detector.detect(video);
      if (!found) continue;
      field.value = found.rawValue;
      if (field.dataset.scan === "submit") field.form.requestSubmit();
      else field.form.querySelector("[name=pin]")?.focus();
      return;
    }
  } catch {
    button.hidden = true;
  } finally {
    stream?.getTracks().forEach(track => track.stop());
    video.remove();
  }
}
