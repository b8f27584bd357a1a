// The words of the page, handed over by the server in one language, and how days are said in it.

export const words = JSON.parse(document.body.dataset.words);
export const language = document.body.dataset.language;

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (all, key) => (key in values ? values[key] : all));
}

/** A day ("2025-04-10") with its weekday; with a time, the line of the demo's bar. */
export function sayDay(day, time) {
  const [year, month, date] = day.split("-").map(Number);
  const weekday = (new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7;
  return fill(time ? words.moment : words.day_line, {
    weekday: words.weekdays.split("|")[weekday],
    month: words.months.split("|")[month - 1],
    dd: String(date).padStart(2, "0"),
    mm: String(month).padStart(2, "0"),
    day: date,
    yyyy: year,
    time,
  });
}

/** A size in bytes as people say it. */
export function saySize(bytes) {
  const mega = bytes / 1048576;
  const text = mega >= 1 ? `${mega.toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} kB`;
  return language === "vi" ? text.replace(".", ",") : text;
}
