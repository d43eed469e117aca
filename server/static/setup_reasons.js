// Why a set-up cannot be so, in the reader's language: the server's own words are English.
//
// The words of a reason have {a}, {b}, … for what stands in the groups.  What is not known here is
// shown as the server says it.  A test compares these with what the server says.

import { dayText } from "./office_time.js";
import { word } from "./page.js";
import { choiceText } from "./setup_values.js";

const REASONS = [
  [/closes (\S+) is not after opens (\S+)/, "why_closes"],
  [/last_ticket (\S+) is after closes/, "why_last_ticket"],
  [/last_ticket is not after tickets_from/, "why_no_number"],
  [/session '(.+)' opens at (\S+), before '(.+)' closes at (\S+)/, "why_overlap"],
  [/tickets_from of '(.+)' is (\S+), while numbers of '(.+)' are given until (\S+)/, "why_numbers_overlap"],
  [/two sessions are named '(.+)' on (\w+)/, "why_same_session"],
  [/two seasons are named '(.+)'/, "why_same_season"],
  [/seasons '(.+)' and '(.+)' both have (\d\d)-(\d\d)/, "why_seasons"],
  [/(?:start|end) is '\d\d-\d\d'; say month and day/, "why_no_such_day"],
  [/'([^']+)' is not there on (\S+);/, "why_not_there"],
  [/numberings '(.+)' and '(.+)' have the same prefix '(.*)'/, "why_same_prefix"],
  [/prefix '(.+)' ends in a digit/, "why_digit"],
  [/last is (\d+), before first/, "why_last"],
  [/session_first is for restart/, "why_session_first"],
  [/sessions '(.+)' and '(.+)' both begin with (\d+)/, "why_both_begin"],
  [/session_first names '(.+)', which none/, "why_no_session"],
  [/write a number from (\S+) to (\S+)/, "why_number"],
  [/has a slash/, "why_slash"],
  [/would look like the legal receipt/, "why_receipt"],
  [/has no field '(.*)'; known: (.+)/, "why_no_field"],
  [/a brace stands alone/, "why_brace"],
  [/one part '(number|qr)', without when/, "why_one_part"],
  [/a barcode or a qr of the dossier/, "why_no_code"],
  [/no text says \{(\w+)\}, in Vietnamese/, "why_not_said"],
  [/'(\w+)' stands there (\d+) times/, "why_twice"],
  [/'(.+)' is not in office\.toml: .* there: (.+)/, "why_not_in_office"],
  [/name another printer than '(.+)' itself/, "why_itself"],
  [/a multiple of 8 from (\d+)/, "why_dots"],
  [/(?:text\.\w+|ticker\.\w+|\]) is empty: write what people read/, "why_empty_text"],
  [/(?:text|ticker)\.vi is missing/, "why_no_vietnamese"],
  [/languages: write 1 to (\d+), as/, "why_languages"],
  [/: '(.+)': write two letters, as vi/, "why_two_letters"],
  [/'(.+)' is written (\d+) times: once/, "why_once"],
  [/'(.+)' is no notice: .* ends in (.+)/, "why_no_notice"],
  [/positive: write some of (.+), not all/, "why_positive"],
  [/write less than the positive scores/, "why_low"],
  [/write a web address, as/, "why_address"],
  [/names nothing: write 1 to (\d+) characters/, "why_nameless"],
];

const readable = (text) => (/^\d{4}-\d\d-\d\d$/.test(text) ? dayText(text) : choiceText(text));

/** The reason in the reader's language, "" where it is not known. */
export function reason(detail) {
  for (const [pattern, key] of REASONS) {
    const found = pattern.exec(detail);
    if (found)
      return word(key, Object.fromEntries(found.slice(1).map((each, n) => ["abcd"[n], readable(each)])));
  }
  return "";
}
