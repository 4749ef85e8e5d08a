// Makes a photo small enough to send over a village's network before it is sent; without it a photo that is too large is refused in words.
"use strict";

const PHOTO_BYTES = 1_000_000;
const PHOTO_PIXELS = 1_800;

async function smaller(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, PHOTO_PIXELS / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const packed = await new Promise(done => canvas.toBlob(done, "image/jpeg", 0.82));
  return packed && packed.size < file.size ? new File([packed], "photo.jpg", { type: "image/jpeg" }) : file;
}

document.querySelectorAll("form[data-photo] input[type=file]").forEach(input => {
  const said = document.createElement("p");
  said.className = "hint";
  said.setAttribute("role", "status");
  input.after(said);
  input.addEventListener("change", async () => {
    const file = input.files[0];
    said.textContent = "";
    if (!file || !file.type.startsWith("image/") || file.size <= PHOTO_BYTES) return;
    const buttons = [...input.form.querySelectorAll("button")];
    buttons.forEach(button => { button.disabled = true; });
    try {
      const box = new DataTransfer();
      box.items.add(await smaller(file));
      input.files = box.files;
      said.textContent = input.form.dataset.photo;
    } catch {
      // What the browser cannot read is sent as it is; the answer says what is wrong with it.
    }
    buttons.forEach(button => { button.disabled = false; });
  });
});
