// The demo's own furniture: the pretend day that moves forward, and the tabs of a narrow screen.

import { localNow, setClock } from "./clock.js";
import { fill, sayDay, words } from "./words.js";

const wide = matchMedia("(min-width: 1100px)");

export class Stage {
  constructor(element) {
    this.element = element;
    this.shown = element.querySelector("time");
    this.told = element.querySelector(".told");
    this.form = element.querySelector(".to-day");
    this.date = this.form.querySelector("input");
    this.opener = element.querySelector('[data-move="day"]');
    this.set(element.dataset);
    for (const button of element.querySelectorAll("[data-move]"))
      button.addEventListener("click", () => this.pressed(button.dataset.move));
    this.date.addEventListener("input", () => this.sayChosen());
    this.form.querySelector(".leave").addEventListener("click", () => this.open(false));
    this.form.addEventListener("keydown", ({ key }) => key === "Escape" && this.open(false));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.move({ day: this.date.value });
    });
    setInterval(() => this.tick(), 5000);
  }

  set({ day, time }) {
    setClock(`${day}T${time}:00`);
    this.tick();
  }

  tick() {
    const now = localNow();
    const text = sayDay(now.slice(0, 10), now.slice(11, 16));
    if (this.shown.textContent !== text) this.shown.textContent = text;
  }

  pressed(move) {
    if (move === "day") this.open(this.form.hidden);
    else this.move({ [move]: 1 });
  }

  open(on) {
    this.form.hidden = !on;
    this.opener.setAttribute("aria-expanded", String(on));
    if (on) {
      const tomorrow = new Date(Date.parse(localNow().slice(0, 10)) + 86400000).toISOString().slice(0, 10);
      this.date.min = tomorrow;
      this.date.value = tomorrow;
      this.sayChosen();
    }
    (on ? this.date : this.opener).focus();
  }

  /** Browsers write dates in many ways; here it is said in ours, with its weekday. */
  sayChosen() {
    this.form.querySelector("output").textContent = this.date.value && sayDay(this.date.value);
  }

  async move(where) {
    this.element.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch("/demo/day", { method: "POST", body: JSON.stringify(where) });
      const told = await answer.json();
      if (answer.ok) {
        this.set(told);
        this.told.textContent = fill(words.moved, { moment: this.shown.textContent });
        if (!this.form.hidden) this.open(false);
      } else this.told.textContent = told.text;
    } catch {
      this.told.textContent = words.not_moved;
    }
    this.element.removeAttribute("aria-busy");
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => (this.told.textContent = ""), 6000);
  }
}

export class Tabs {
  constructor(list, chats) {
    this.tabs = [...list.querySelectorAll("[role=tab]")];
    this.chats = chats;
    for (const tab of this.tabs) tab.addEventListener("click", () => this.choose(tab));
    list.addEventListener("keydown", (event) => this.key(event));
    wide.addEventListener("change", () => this.roles());
    this.roles();
    const last = this.tabs.find((tab) => tab.id === sessionStorage.getItem("thidua:tab"));
    if (last) this.choose(last);
  }

  /** Side by side the chats are regions, one at a time they are the panels of the tabs. */
  roles() {
    for (const { element } of this.chats) element.setAttribute("role", wide.matches ? "region" : "tabpanel");
    if (wide.matches) for (const tab of this.tabs) this.dot(tab, false);
  }

  key(event) {
    const at = this.tabs.indexOf(event.target.closest("[role=tab]"));
    const last = this.tabs.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at ? at - 1 : last, Home: 0, End: last }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(this.tabs[to]);
    this.tabs[to].focus();
  }

  choose(chosen) {
    for (const tab of this.tabs) {
      tab.setAttribute("aria-selected", String(tab === chosen));
      tab.tabIndex = tab === chosen ? 0 : -1;
      const chat = this.chatOf(tab);
      chat.element.toggleAttribute("data-away", tab !== chosen);
      if (tab === chosen) {
        chat.grow();
        if (chat.bubbles.sticking) chat.bubbles.toEnd();
      }
    }
    this.dot(chosen, false);
    sessionStorage.setItem("thidua:tab", chosen.id);
  }

  chatOf(tab) {
    return this.chats.find(({ element }) => element.id === tab.getAttribute("aria-controls"));
  }

  /** A new message in a chat that is not on screen. */
  news(chat) {
    const tab = this.tabs.find((one) => this.chatOf(one) === chat);
    if (!wide.matches && tab.getAttribute("aria-selected") === "false") this.dot(tab, true);
  }

  dot(tab, on) {
    tab.querySelector(".dot").hidden = !on;
  }
}
