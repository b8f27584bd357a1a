// What time it is on the page: what the server says, on the demo the pretend time; until then the time of this device.

let told = null;

/** The server's wall clock, with or without an offset from UTC: only the wall time counts. */
export function setClock(local) {
  told = { at: Date.parse(`${local.slice(0, 19)}Z`), since: performance.now() };
}

/** Local ISO time without a zone: "2025-04-10T16:42:00". */
export function localNow() {
  const device = new Date();
  const moment = told
    ? told.at + performance.now() - told.since
    : device.getTime() - device.getTimezoneOffset() * 60000;
  return new Date(moment).toISOString().slice(0, 19);
}
