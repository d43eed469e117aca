// The records of the set-up, one line a field, in the order of their forms.
//
// `as` is the control (setup_form.js, setup_parts.js, setup_hours.js, setup_slip.js, setup_zone.js,
// setup_rating.js).  `unit` and `zero` are words: what a number
// counts, and what is said where it turns something off (`off`, 0 unless told).  The words of a
// field are `kind_name` and `kind_name_help`.  Defaults and bounds come from the server.

const REASONS = [
  ...["waiting_time", "attitude", "unclear_guidance", "repeated_visits"],
  ...["extra_cost", "equipment", "other"],
];

export const FIELDS = {
  service: [
    { name: "code", as: "text", key: true },
    { name: "name", as: "text", required: true },
    { name: "name_en", as: "text" },
    { name: "numbering", as: "record", of: "numbering", empty: "own_numbers" },
    { name: "schedule", as: "record", of: "schedule", always: "office" },
    { name: "limit_day", as: "number", unit: "tickets", zero: "no_limit" },
    { name: "limit_session", as: "number", unit: "tickets", zero: "no_limit" },
    { name: "slot_min", as: "number", unit: "min", zero: "no_appointments" },
    { name: "slot_capacity", as: "number", unit: "people" },
    { name: "slot_days", as: "number", unit: "days" },
    { name: "grace_min", as: "number", unit: "min" },
    { name: "home_days", as: "number", unit: "days", zero: "not_from_home", off: -1 },
    { name: "position", as: "number" },
    { name: "has_ended", as: "yes" },
    { name: "notice", as: "text" },
    { name: "notice_en", as: "text" },
    { name: "documents", as: "papers" },
  ],
  counter: [
    { name: "number", as: "text", key: true },
    { name: "name", as: "text" },
    { name: "order", as: "choice" },
    { name: "services", as: "serves", with: ["weights", "sessions"] },
    { name: "weights", as: "shares" },
    { name: "sessions", as: "limits" },
    { name: "languages", as: "words" },
    { name: "position", as: "number" },
  ],
  schedule: [
    { name: "name", as: "text", key: true },
    { name: "works_on_holidays", as: "yes" },
    { name: "session", as: "sessions" },
    { name: "season", as: "seasons" },
  ],
  day: [
    { name: "date", as: "date", key: true },
    { name: "works", as: "choice", choices: [false, true], required: true },
    { name: "like", as: "choice", choices: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] },
    { name: "name", as: "text", required: true },
    { name: "source", as: "text" },
    { name: "announced", as: "date" },
  ],
  numbering: [
    { name: "name", as: "text", key: true },
    { name: "prefix", as: "text", longest: 4 },
    { name: "width", as: "number", unit: "digits" },
    { name: "first", as: "number" },
    { name: "last", as: "number", zero: "no_end" },
    { name: "restart", as: "choice" },
    { name: "session_first", as: "firsts" },
  ],
  rules: [
    { name: "priority", as: "choice" },
    { name: "ordinary_per_priority", as: "number", unit: "tickets" },
    { name: "max_wait_min", as: "number", unit: "min", zero: "off" },
    { name: "routed_languages", as: "words" },
    { name: "undo_s", as: "number", unit: "s", zero: "off" },
    { name: "reprints", as: "number" },
    { name: "guard_s", as: "number", unit: "s", zero: "off" },
    { name: "max_calls", as: "number", unit: "times" },
    { name: "no_show_after_s", as: "number", unit: "s", zero: "off" },
    { name: "requeue_min", as: "number", unit: "min", zero: "never_back" },
    { name: "remind_min", as: "number", unit: "min", zero: "off" },
    { name: "forgotten_min", as: "number", unit: "min", zero: "off" },
    { name: "person_day", as: "number", unit: "tickets", zero: "no_limit" },
    { name: "person_service", as: "number", unit: "tickets", zero: "no_limit" },
  ],
  rating: [
    { name: "levels", as: "choice", choices: [5, 3] },
    { name: "positive", as: "ticks", said: "score", choices: [5, 4, 3, 2, 1] },
    { name: "low", as: "number", zero: "never_asked" },
    { name: "reasons", as: "ticks", said: "reason", choices: REASONS },
    { name: "has_comment", as: "yes" },
    { name: "window_s", as: "number", unit: "s" },
    { name: "phone_window_min", as: "number", unit: "min", zero: "off" },
    { name: "complaint_url", as: "text" },
    { name: "complaint_name", as: "text" },
    { name: "complaint_name_en", as: "text" },
    { name: "least_count", as: "number", unit: "answers" },
    { name: "languages", as: "words" },
    { name: "shows_photo", as: "yes" },
  ],
  printer: [
    { name: "name", as: "machine", key: true, empty: "choose_printer" },
    { name: "vietnamese", as: "choice" },
    { name: "tcvn_lower_page", as: "number", zero: "as_model", off: -1 },
    { name: "tcvn_upper_page", as: "number", zero: "as_model", off: -1 },
    { name: "cp1258_page", as: "number", zero: "as_model", off: -1 },
    { name: "dots", as: "number", unit: "dots", zero: "as_model" },
    { name: "stand_in", as: "machine", empty: "no_stand_in" },
    { name: "roll_m", as: "number", unit: "metres", zero: "not_said" },
    { name: "warn_m", as: "number", unit: "metres" },
  ],
  slip: [
    { name: "name", as: "choice", key: true },
    { name: "part", as: "parts" },
  ],
  zone: [
    { name: "name", as: "text", key: true },
    { name: "title", as: "text" },
    { name: "title_en", as: "text" },
    { name: "counters", as: "members", of: "counter", empty: "all_counters" },
    { name: "languages", as: "words" },
    { name: "voice", as: "choice" },
    { name: "times", as: "number", unit: "times" },
    { name: "linh", as: "choice" },
    { name: "ticker", as: "spoken" },
    { name: "notices", as: "files", empty: "all_files" },
    { name: "still_s", as: "number", unit: "s" },
  ],
};

/** What a list shows of each record, besides its own name. */
export const COLUMNS = {
  service: ["name", "numbering", "schedule", "limit_day", "slot_min", "home_days"],
  counter: ["name", "services", "order", "languages"],
  schedule: ["session", "season", "works_on_holidays"],
  numbering: ["prefix", "first", "last", "restart"],
  printer: ["vietnamese", "stand_in", "roll_m", "warn_m"],
  zone: ["title", "counters", "languages", "voice"],
};

export const RULES = "office"; // the one record of rules, and the one of ratings

/** Whether there is one record of a kind and no list. */
export const isSingle = (kind) => kind === "rules" || kind === "rating";

/** The field by which records of a kind are told apart, undefined for the rules and ratings. */
export const keyField = (kind) => FIELDS[kind].find((each) => each.key);
