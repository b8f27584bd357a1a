// Both sides of a chat, kept in this browser per seat, with what is not sent yet: a reload loses nothing.
// An entry is {side: "theirs", id, text, rows, at, …} or {side: "mine", event, text, at, state, frame, …}.

const MOST = 400;

export class Transcript {
  constructor(seat) {
    this.key = `thidua:${seat}`;
    this.draftKey = `thidua:${seat}:draft`;
    this.kept = { mark: "", entries: [] };
    this.read();
  }

  get entries() {
    return this.kept.entries;
  }

  /** Whether this is the storage key of the chat; another tab may have written it. */
  owns(key) {
    return key === this.key;
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(this.key));
      if (kept && Array.isArray(kept.entries)) this.kept = kept;
    } catch {
      // Storage is off or holds something else: the chat lives in memory until the page closes.
    }
  }

  /** Change the entries and keep them; what another tab wrote meanwhile is read first. */
  change(edit) {
    this.read();
    edit(this.kept);
    const { entries } = this.kept;
    while (entries.length > MOST && entries[0].state !== "waiting") entries.shift();
    try {
      localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      this.keepLess();
    }
  }

  /** Too full: small pictures go first, then the older half. What waits to be sent stays. */
  keepLess() {
    const recent = this.entries.length - MOST / 4;
    this.kept.entries = this.entries.filter((entry, i) => i >= recent || entry.state === "waiting");
    for (const entry of this.kept.entries) for (const file of entry.files || []) delete file.thumb;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.kept));
    } catch {
      // See read().
    }
  }

  /** The chat behind the seat is another one than last time: its talk begins anew, unsent words stay. */
  belongTo(mark) {
    if (this.kept.mark === mark) return false;
    const stranger = this.kept.mark !== "";
    this.change((kept) => {
      if (stranger) kept.entries = kept.entries.filter((entry) => entry.state === "waiting");
      kept.mark = mark;
    });
    return stranger;
  }

  lastId() {
    return this.entries.reduce((last, entry) => Math.max(last, entry.id || 0), 0);
  }

  firstWaiting() {
    return this.entries.find((entry) => entry.state === "waiting");
  }

  mine(event) {
    return this.entries.find((entry) => entry.event === event);
  }

  theirs(id) {
    return this.entries.find((entry) => entry.id === id || (entry.was || []).includes(id));
  }

  get draft() {
    try {
      return localStorage.getItem(this.draftKey) || "";
    } catch {
      return "";
    }
  }

  set draft(text) {
    try {
      if (text) localStorage.setItem(this.draftKey, text);
      else localStorage.removeItem(this.draftKey);
    } catch {
      // See read().
    }
  }
}

/** A random UUID; randomUUID exists only on https and localhost. */
export function newEvent() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
