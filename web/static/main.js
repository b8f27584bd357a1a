// Starts the page: its chats, on the demo also the stage, and the switch of languages.

import { Chat } from "./chat.js";
import { Stage, Tabs } from "./stage.js";

const address = new URL(location.href);
const code = /^[A-Za-z0-9-]{4,64}$/.test(address.searchParams.get("code")) ? address.searchParams.get("code") : "";
if (code) history.replaceState(null, "", "/"); // a reload must not use the code again

const bar = document.querySelector(".stage");
const stage = bar && new Stage(bar);
const title = document.title;
let tabs = null;
let unread = 0;

const on = {
  message: (chat) => {
    tabs?.news(chat);
    if (document.hidden) document.title = `(${(unread += 1)}) ${title}`;
  },
  day: (frame) => stage?.set(frame),
};

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  unread = 0;
  document.title = title;
});

const chats = [...document.querySelectorAll(".chat")].map((element, i) => new Chat(element, on, i ? "" : code));
if (bar) tabs = new Tabs(document.querySelector("[role=tablist]"), chats);
else if (!matchMedia("(pointer: coarse)").matches) chats[0].input.focus();

// Who switches the page wants the service to speak that language too: it is told as if /language had been typed.
for (const link of document.querySelectorAll("a[data-language]"))
  link.addEventListener("click", () => {
    if (!link.hasAttribute("aria-current")) for (const chat of chats) chat.say(`/language ${link.dataset.language}`, true);
  });
