// What time it is on the page: the pretend time when the server tells one, else the time of this device.

let pretend = null;

export function setPretend(day, time) {
  pretend = { at: Date.parse(`${day}T${time}:00Z`), since: performance.now() };
}

/** Local ISO time without a zone: "2025-04-10T16:42:00". */
export function localNow() {
  const device = new Date();
  const moment = pretend
    ? pretend.at + performance.now() - pretend.since
    : device.getTime() - device.getTimezoneOffset() * 60000;
  return new Date(moment).toISOString().slice(0, 19);
}
