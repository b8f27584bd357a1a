// The socket of a chat: opens, says hello, comes back with growing pauses, and asks for a seat where there is none.

const PAUSES = [300, 1000, 2000, 4000, 8000, 15000];
const NO_SEAT = 4401;
const SILENCE = 6000;

export class Wire {
  /** `on` has hello() -> frame, frame(frame), state("open" | "away" | "barred"). */
  constructor(seat, on) {
    this.seat = seat;
    this.on = on;
    this.tries = 0;
    this.seatless = 0;
    this.ready = false;
    addEventListener("online", () => this.hurry());
    addEventListener("pageshow", () => this.hurry());
    document.addEventListener("visibilitychange", () => document.hidden || this.hurry());
    this.connect();
  }

  connect() {
    clearTimeout(this.timer);
    const address = new URL(`/chat/ws?seat=${encodeURIComponent(this.seat)}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.socket = socket;
    socket.onopen = () => socket.send(JSON.stringify(this.on.hello()));
    socket.onmessage = ({ data }) => this.hear(JSON.parse(data));
    socket.onclose = ({ code }) => this.socket === socket && this.closed(code);
  }

  hear(frame) {
    if (frame.t === "hello") {
      this.tries = this.seatless = 0;
      this.ready = true;
    }
    if (frame.t === "taken" || frame.t === "refused") clearTimeout(this.silence);
    this.on.frame(frame);
    if (frame.t === "hello") this.on.state("open");
  }

  async closed(code) {
    this.ready = false;
    clearTimeout(this.silence);
    if (code === NO_SEAT) {
      this.seatless += 1;
      if (this.seatless > 2) return this.on.state("barred");
      if (await askForSeat(this.seat)) return this.connect();
    }
    this.on.state("away");
    const pause = PAUSES[Math.min(this.tries, PAUSES.length - 1)];
    this.tries += 1;
    this.timer = setTimeout(() => this.connect(), pause * (0.75 + Math.random() / 2));
  }

  /** The network or the person is back: do not sit out the pause. */
  hurry() {
    if (this.socket.readyState === WebSocket.CLOSED && this.seatless <= 2) this.connect();
  }

  /** Send a frame; one that wants an answer and gets none means that the line is dead. */
  send(frame, wantsAnswer = false) {
    if (!this.ready || this.socket.readyState !== WebSocket.OPEN) return false;
    this.socket.send(JSON.stringify(frame));
    if (wantsAnswer) {
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.drop(), SILENCE);
    }
    return true;
  }

  /** A half-open socket may take minutes to close by itself. */
  drop() {
    const { socket } = this;
    this.socket = { readyState: WebSocket.CLOSED };
    socket.onmessage = null;
    socket.close();
    this.closed(0);
  }
}

/** One tab at a time, so that two that open together get one seat. */
function askForSeat(seat) {
  const ask = () =>
    fetch(`/chat/seat?seat=${encodeURIComponent(seat)}`, { method: "POST" }).then((answer) => answer.ok, () => false);
  return navigator.locks ? navigator.locks.request("thidua-seat", ask) : ask();
}
