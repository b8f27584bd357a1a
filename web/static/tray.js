// The files that wait above the composer: chosen, shown small, uploaded at once, sent with the next message.

import { make } from "./bubbles.js";
import { fill, saySize, words } from "./words.js";

const MOST = 10;
const THUMB = 220;

export class Tray {
  /** `changed()` is called whenever something in the tray changes. */
  constructor(chat, seat, changed) {
    this.seat = seat;
    this.changed = changed;
    this.items = [];
    this.list = chat.querySelector(".tray");
    const picker = chat.querySelector(".picker");
    chat.querySelector(".attach").addEventListener("click", () => picker.click());
    picker.addEventListener("change", () => {
      this.add([...picker.files]);
      picker.value = "";
    });
    chat.addEventListener("paste", (event) => this.offered(event, event.clipboardData));
    chat.addEventListener("dragover", (event) => event.dataTransfer?.types.includes("Files") && event.preventDefault());
    chat.addEventListener("drop", (event) => this.offered(event, event.dataTransfer));
  }

  offered(event, { files }) {
    if (!files.length) return;
    event.preventDefault();
    this.add([...files]);
  }

  get busy() {
    return this.items.some((item) => item.state === "uploading");
  }

  add(files) {
    for (const file of files.slice(0, Math.max(0, MOST - this.items.length))) {
      const item = { file, name: file.name, size: file.size, kind: "document" };
      this.items.push(item);
      this.build(item);
      this.upload(item);
    }
    this.show();
  }

  build(item) {
    item.preview = make("span", "paper");
    item.told = make("span", "told");
    item.told.setAttribute("role", "status");
    item.bar = make("progress");
    item.bar.max = 100;
    item.bar.setAttribute("aria-label", item.name);
    item.again = make("button", "again", words.retry);
    item.again.type = "button";
    item.again.addEventListener("click", () => this.upload(item));
    const remove = make("button", "remove", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", fill(words.remove, { name: item.name }));
    remove.addEventListener("click", () => this.remove(item));
    const text = make("div", "what", make("span", "file-name", item.name), item.told, item.bar);
    item.element = make("li", "", item.preview, text, item.again, remove);
    smallPicture(item.file).then((thumb) => {
      if (!thumb) return;
      item.thumb = thumb;
      const image = make("img", "thumb");
      image.src = thumb;
      image.alt = "";
      item.preview.replaceWith(image);
    });
  }

  upload(item) {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", item.file, item.file.name);
    item.request = request;
    request.open("POST", `/chat/files?seat=${encodeURIComponent(this.seat)}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => this.tell(item, "uploading", Math.floor((loaded / total) * 100));
    request.onload = () => {
      const answer = request.response || {};
      if (request.status === 200) {
        Object.assign(item, { ref: answer.ref, kind: answer.kind, name: answer.name || item.name, size: answer.size });
        this.tell(item, "ready");
      } else this.tell(item, "failed", 0, answer.text);
    };
    request.onerror = () => this.tell(item, "failed");
    this.tell(item, "uploading", 0);
    request.send(form);
  }

  tell(item, state, percent = 0, why = "") {
    item.state = state;
    item.element.className = state;
    item.bar.value = percent;
    item.bar.hidden = state !== "uploading";
    item.again.hidden = state !== "failed" || Boolean(why);
    item.told.textContent = {
      uploading: fill(words.uploading, { percent }),
      ready: `${words.uploaded} · ${saySize(item.size)}`,
      failed: why || words.upload_failed,
    }[state];
    this.changed();
  }

  remove(item) {
    item.request.abort();
    this.items = this.items.filter((other) => other !== item);
    this.show();
    this.changed();
  }

  /** What is ready leaves the tray to go with a message. */
  take() {
    const ready = this.items.filter((item) => item.state === "ready");
    this.items = this.items.filter((item) => item.state !== "ready");
    this.show();
    return ready.map(({ ref, kind, name, size, thumb }) => ({ ref, kind, name, size, thumb }));
  }

  show() {
    this.list.replaceChildren(...this.items.map((item) => item.element));
    this.list.hidden = !this.items.length;
  }
}

/** A small copy of a photo as a data address, to show now and after a reload; empty for other files. */
async function smallPicture(file) {
  if (!/^image\/(jpeg|png|webp)$/.test(file.type)) return "";
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    await image.decode();
    const scale = Math.min(1, THUMB / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.7);
  } catch {
    return "";
  } finally {
    URL.revokeObjectURL(image.src);
  }
}
