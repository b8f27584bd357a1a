// One chat on the page: what is typed, pressed or attached is kept first, then sent until the server has it.

import { Bubbles } from "./bubbles.js";
import { localNow, setClock } from "./clock.js";
import { newEvent, Transcript } from "./transcript.js";
import { Tray } from "./tray.js";
import { Wire } from "./wire.js";
import { language, words } from "./words.js";

const MOST_TEXT = 4096;
const MOST_CAPTION = 1024;
const touch = matchMedia("(pointer: coarse)");

export class Chat {
  /** `on` has message(chat) for a new message and day(frame) for the pretend day. */
  constructor(element, on, code = "") {
    this.element = element;
    this.seat = element.dataset.seat;
    this.on = on;
    this.code = code;
    this.transcript = new Transcript(this.seat);
    this.line = element.querySelector(".line");
    this.input = element.querySelector("textarea");
    this.bubbles = new Bubbles(element, (...used) => this.press(...used));
    this.tray = new Tray(element, this.seat, () => this.trayChanged());
    this.bubbles.drawAll(this.transcript.entries);
    this.listen();
    this.wire = new Wire(this.seat, {
      hello: () => ({ t: "hello", after: this.transcript.lastId(), language }),
      frame: (frame) => this.hear(frame),
      state: (state) => this.connection(state),
    });
  }

  listen() {
    const { input, element } = this;
    input.value = this.transcript.draft;
    this.grow();
    input.addEventListener("input", () => {
      this.transcript.draft = input.value;
      this.tell("");
      this.grow();
    });
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      this.submit();
    });
    element.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.submit();
    });
    // A tap on the button must not close the keyboard of a phone.
    element.querySelector(".send").addEventListener("pointerdown", (event) => event.preventDefault());
    addEventListener("storage", ({ key }) => {
      if (!this.transcript.owns(key)) return;
      this.transcript.read();
      this.bubbles.redraw(this.transcript.entries);
    });
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
    this.bubbles.sticking && this.bubbles.toEnd();
  }

  submit() {
    const text = this.input.value.trim();
    if (text.length > MOST_TEXT) return this.tell(words.too_long);
    this.sendWhenReady = this.tray.busy;
    if (this.sendWhenReady) return undefined;
    const files = this.tray.take();
    if (files.length) {
      const caption = text.length <= MOST_CAPTION ? text : "";
      const sent = files.map(({ thumb, ...file }) => file);
      this.keep({ t: "file", text: caption, files: sent }, { text: caption, files });
      if (text && !caption) this.say(text);
    } else if (text) this.say(text);
    this.input.value = this.transcript.draft = "";
    this.grow();
    return this.input.focus();
  }

  trayChanged() {
    this.element.classList.toggle("busy", this.tray.busy);
    if (this.sendWhenReady && !this.tray.busy) this.submit();
    this.bubbles.sticking && this.bubbles.toEnd();
  }

  say(text, quiet = false) {
    this.keep({ t: "say", text }, { text, quiet });
  }

  press(entry, choice, event) {
    this.transcript.change(() => {
      const kept = this.transcript.theirs(entry.id);
      if (kept) kept.chosen = choice.value;
    });
    for (const button of event.currentTarget.closest(".rows").querySelectorAll("button"))
      button.classList.toggle("chosen", button === event.currentTarget);
    this.keep({ t: "press", value: choice.value, label: choice.label, on: String(entry.id) }, { text: choice.label });
    if (!touch.matches || event.detail === 0) this.input.focus();
  }

  /** Keep first, then send. */
  keep(frame, shown) {
    const event = newEvent();
    const entry = { side: "mine", event, at: localNow(), state: "waiting", frame: { ...frame, event }, ...shown };
    this.transcript.change(({ entries }) => entries.push(entry));
    this.bubbles.draw(entry);
    this.bubbles.settle(this.transcript.entries);
    this.pump();
    if (!this.wire.ready) this.connection("away");
  }

  /** One at a time and in order: the next goes when the one before is taken. */
  pump() {
    const entry = this.transcript.firstWaiting();
    if (!entry || entry.event === this.flying) return;
    if (this.wire.send(entry.frame, true)) this.flying = entry.event;
  }

  hear(frame) {
    if (frame.t === "hello") this.begin(frame);
    else if (frame.t === "taken") this.answered(frame.event, { state: "stored" });
    else if (frame.t === "refused") this.answered(frame.event, { state: "refused", why: frame.text });
    else if (frame.t === "message") this.received(frame);
    else if (frame.t === "day") this.on.day(frame);
  }

  begin({ chat, at }) {
    setClock(at);
    if (this.transcript.belongTo(chat)) this.bubbles.drawAll(this.transcript.entries);
    if (this.code) this.say(`/start ${this.code}`, true);
    else if (!this.transcript.entries.length) this.say("/start", true);
    this.code = "";
  }

  answered(event, change) {
    this.flying = "";
    this.transcript.change(() => {
      const entry = this.transcript.mine(event);
      if (!entry || entry.state === "stored") return;
      Object.assign(entry, change);
      delete entry.frame;
    });
    const entry = this.transcript.mine(event);
    if (entry) this.bubbles.draw(entry);
    this.bubbles.settle(this.transcript.entries);
    this.bubbles.answering(change.state === "stored" && !entry?.quiet);
    this.pump();
  }

  received({ t, replaces, ...message }) {
    const had = this.transcript.theirs(message.id);
    if (!had) {
      this.transcript.change(({ entries }) => {
        const replaced = replaces && this.transcript.theirs(replaces);
        if (replaced) {
          const was = [...(replaced.was || []), replaced.id];
          Object.assign(replaced, message, { was, chosen: undefined, at: replaced.at });
        } else entries.push({ side: "theirs", ...message });
      });
      this.bubbles.scrolled();
      this.bubbles.answering(false);
      this.bubbles.draw(this.transcript.theirs(message.id));
      this.bubbles.settle(this.transcript.entries);
      this.on.message(this);
    }
    this.wire.send({ t: "seen", id: message.id });
  }

  connection(state) {
    clearTimeout(this.delay);
    if (state === "open") {
      this.flying = "";
      this.tell("");
      this.pump();
      return;
    }
    this.bubbles.answering(false);
    if (state === "barred") return void this.tell(words.no_cookie);
    const waits = this.transcript.firstWaiting() || this.input.value;
    // A blink of the line is nobody's business.
    this.delay = setTimeout(() => this.tell(waits ? words.reconnecting_kept : words.reconnecting), 900);
  }

  /** One plain line above the talk. */
  tell(text) {
    if (text === "" && !this.wire?.ready && this.wire?.tries) return;
    this.line.textContent = text;
    this.line.hidden = !text;
  }
}
