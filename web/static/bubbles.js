// Draws entries of a transcript as bubbles; everything a person wrote goes in as text, never as markup.

import { fill, sayDay, saySize, words } from "./words.js";

export function make(tag, className, ...children) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export class Bubbles {
  /** `press(entry, choice, event)` is called when a button of any message is used. */
  constructor(chat, press) {
    this.log = chat.querySelector(".log");
    this.list = chat.querySelector(".bubbles");
    this.dots = chat.querySelector(".dots");
    this.newer = chat.querySelector(".newer");
    this.press = press;
    this.sticking = true;
    this.log.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.newer.addEventListener("click", () => this.toEnd());
    new ResizeObserver(() => this.sticking && this.toEnd()).observe(this.log);
  }

  /** Draw all anew, without having it read aloud again. */
  drawAll(entries) {
    this.log.setAttribute("aria-live", "off");
    this.list.replaceChildren();
    this.items = new Map();
    this.day = "";
    for (const entry of entries) this.draw(entry);
    this.settle(entries);
    this.toEnd();
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 100);
  }

  /** Another tab has written: draw anew, and leave whoever reads further up where they are. */
  redraw(entries) {
    this.scrolled();
    const { sticking } = this;
    const { scrollTop } = this.log;
    this.drawAll(entries);
    if (sticking) return;
    this.log.scrollTop = scrollTop;
    this.sticking = false;
    this.newer.hidden = false;
  }

  /** Draw a new entry at the end, or an old one in its place. */
  draw(entry) {
    if (entry.quiet) return;
    const key = entry.event || entry.was?.[0] || entry.id;
    const old = this.items.get(key);
    const item = entry.side === "mine" ? this.mine(entry) : this.theirs(entry);
    this.items.set(key, item);
    if (old) return old.replaceWith(item);
    const day = entry.at.slice(0, 10);
    if (day !== this.day) this.list.append(make("li", "day", make("span", "", sayDay(day))));
    this.day = day;
    this.list.append(item);
    if (entry.side === "mine" || this.sticking) this.toEnd();
    else this.newer.hidden = false;
  }

  /** Only the latest message of the service looks alive, only the latest of ours spells out that it is kept. */
  settle(entries) {
    for (const side of ["theirs", "mine"]) {
      const last = entries.findLast
        ? entries.findLast((entry) => entry.side === side && !entry.quiet)
        : [...entries].reverse().find((entry) => entry.side === side && !entry.quiet);
      this.list.querySelector(`.${side}.last`)?.classList.remove("last");
      if (last) this.items.get(last.event || last.was?.[0] || last.id)?.classList.add("last");
    }
    if (this.sticking) this.toEnd();
  }

  theirs(entry) {
    const bubble = make("div", "bubble", make("span", "unseen", `${words.service_says} `));
    if (entry.picture) bubble.append(this.picture(entry.picture, entry.text));
    if (entry.text) bubble.append(make("p", "text", ...lines(entry.text)));
    if (entry.document) bubble.append(document_(entry.document));
    bubble.append(make("p", "foot", time(entry)));
    const item = make("li", "theirs", bubble);
    if (entry.rows?.length) item.append(this.rows(entry));
    return item;
  }

  rows(entry) {
    const group = make("div", "rows");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.choices);
    for (const row of entry.rows) {
      const line = make("div", "row");
      for (const choice of row) {
        const button = make("button", entry.chosen === choice.value ? "chosen" : "", choice.label);
        button.type = "button";
        button.addEventListener("click", (event) => this.press(entry, choice, event));
        line.append(button);
      }
      group.append(line);
    }
    return group;
  }

  mine(entry) {
    const bubble = make("div", "bubble", make("span", "unseen", `${words.person_says} `));
    if (entry.files?.length) bubble.append(make("ul", "files", ...entry.files.map(sentFile)));
    if (entry.text) bubble.append(make("p", "text", entry.text));
    bubble.append(make("p", "foot", time(entry), make("span", `state ${entry.state}`, make("span", "", words[entry.state]))));
    const item = make("li", "mine", bubble);
    if (entry.why) item.append(make("p", "why", entry.why));
    return item;
  }

  /** Its words stand beside it; their first line says what it shows. */
  picture({ url, name }, text) {
    const image = make("img", "picture");
    image.addEventListener("load", () => this.sticking && this.toEnd());
    image.src = url;
    image.alt = (text || name).split("\n")[0];
    const link = make("a", "", image);
    link.href = url;
    link.target = "_blank";
    return link;
  }

  /** Three dots while the service thinks, at most some seconds. */
  answering(on) {
    clearTimeout(this.patience);
    this.dots.hidden = !on;
    if (on) this.patience = setTimeout(() => (this.dots.hidden = true), 8000);
    if (on && this.sticking) this.toEnd();
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    if (!clientHeight) return;
    this.sticking = scrollHeight - scrollTop - clientHeight < 60;
    if (this.sticking) this.newer.hidden = true;
  }

  toEnd() {
    this.sticking = true;
    this.newer.hidden = true;
    this.log.scrollTop = this.log.scrollHeight;
  }
}

function time(entry) {
  const element = make("time", "", entry.at.slice(11, 16));
  element.dateTime = entry.at;
  return element;
}

/** Lines that begin with "- " hang, so that a list reads as one. */
function lines(text) {
  return text.split("\n").map((line) => make("span", line.startsWith("- ") ? "item" : "", line || "\u200b"));
}

function document_({ url, name }) {
  const link = make("a", "file", make("span", "paper"), make("span", "", name));
  link.href = url;
  link.download = name;
  link.setAttribute("aria-label", fill(words.download, { name }));
  return link;
}

function sentFile(file) {
  if (file.thumb) {
    const image = make("img", "thumb");
    image.src = file.thumb;
    image.alt = file.name || words.photo;
    return make("li", "", image);
  }
  const name = file.name || words[file.kind];
  return make("li", "", make("span", "file", make("span", "paper"), make("span", "", `${name} · ${saySize(file.size)}`)));
}
