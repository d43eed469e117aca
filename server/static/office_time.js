// The office's time: the server's clock, carried on by the browser's own between its answers.

import { language, settings } from "./page.js";

const READ_AS = language === "en" ? "en-GB" : language; // 23/11/2026, as everybody in the hall reads it

let aheadMs = 0;

export function setOfficeTime(at) {
  aheadMs = Date.parse(at) - Date.now();
}

/** Now in the office, ms since 1970 (UTC). */
export const officeNow = () => Date.now() + aheadMs;

/** The office's clock as people read it: parts as of Intl.DateTimeFormat. */
export function clockText(ms, options) {
  return new Intl.DateTimeFormat(READ_AS, { timeZone: settings.timezone, ...options }).format(ms);
}

/** A day (YYYY-MM-DD) with its weekday, as people say it. */
export function longDayText(day) {
  const whole = { weekday: "long", day: "2-digit", month: "2-digit", year: "numeric" };
  return clockText(Date.parse(`${day}T00:00:00Z`), { ...whole, timeZone: "UTC" });
}

/** The time since an instant as m:ss; hours are counted as minutes. */
export function since(at) {
  return duration(Math.max(0, (officeNow() - Date.parse(at)) / 1000));
}

/** Seconds as m:ss. */
export function duration(seconds) {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** A calendar day (YYYY-MM-DD) as people read it. */
export function dayText(text) {
  return new Intl.DateTimeFormat(READ_AS, { timeZone: "UTC", day: "2-digit", month: "2-digit", year: "numeric" }).format(Date.parse(text));
}

/** Its weekday. */
export function weekdayText(text) {
  return new Intl.DateTimeFormat(READ_AS, { timeZone: "UTC", weekday: "long" }).format(Date.parse(text));
}
