// Rating a visit on a phone: asked once the visit is finished, for as long as the office says.
//
// | what is shown | when |
// |---|---|
// | nothing | the visit is not finished, or its time was over when the page came |
// | the question | the server says `open` |
// | thanks | it was answered: here, before, or at the counter's tablet |
// | a sentence | its time ran out while the question was shown |

import { Problem, Unreachable, get, newKey, post } from "./api.js";
import { byId, language, say, word } from "./page.js";

const SCORES = { 5: ["5", "4", "3", "2", "1"], 3: ["4", "3", "2"] };
const GONE = { "/problems/window_closed": "over", "/problems/already_rated": "rated" };

/** The part of the page that asks about the visit of `ticket`. */
export function ratingOf(ticket) {
  const path = `/tickets/${ticket}`;
  const form = byId("rating-form");
  // One key for one visit: sent twice, or again after a broken answer, it is one answer.
  const about = { isAsked: false, isSending: false, key: newKey(), asks: null, timer: 0 };

  /** Follow the ticket: `isFinished` turns false again when the end is taken back. */
  function follow(isFinished) {
    if (!isFinished) return forget();
    if (!about.isAsked) ask();
  }

  function forget() {
    if (!about.isAsked) return;
    clearTimeout(about.timer);
    Object.assign(about, { isAsked: false, key: newKey() });
    form.reset();
    byId("rating").hidden = true;
  }

  async function ask() {
    about.isAsked = true;
    try {
      const { state, closes_in_s, question } = await get(`${path}/question`);
      if (!about.isAsked) return; // the end was taken back meanwhile
      if (question !== null) showQuestion(question);
      if (state === "open") about.timer = setTimeout(() => close("over"), closes_in_s * 1000);
      if (state === "not_yet") about.isAsked = false;
      else if (state === "rated") close("rated");
      byId("rating").hidden = question === null;
    } catch (error) {
      about.isAsked = error instanceof Problem; // away: the page comes here again in a moment
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
    }
  }

  function showQuestion({ levels, low, reasons, has_comment, complaint }) {
    about.asks = { low, hasReasons: reasons.length > 0, hasComment: has_comment };
    form.hidden = byId("rating-heading").hidden = false;
    say(byId("rating-said"), "");
    say(byId("rating-problem"), "");
    for (const each of form.querySelectorAll(".answer")) {
      each.hidden = !SCORES[levels].includes(each.dataset.score);
    }
    for (const each of form.querySelectorAll(".reason")) each.hidden = !reasons.includes(each.dataset.reason);
    choose();
    showComplaint(complaint);
  }

  function showComplaint(complaint) {
    byId("complaint").hidden = complaint === null;
    if (complaint === null) return;
    const name = language === "en" ? complaint.name_en || complaint.name : complaint.name;
    byId("complaint-link").href = complaint.url;
    byId("complaint-link").textContent = name ? word("complaint_to", { name }) : word("complaint");
  }

  const score = () => Number(new FormData(form).get("score") ?? 0);

  /** An answer was chosen: show what goes with it. */
  function choose() {
    const given = score();
    const { low, hasReasons, hasComment } = about.asks;
    for (const each of form.querySelectorAll(".answer, .reason")) {
      each.classList.toggle("chosen", each.querySelector("input").checked);
    }
    byId("reasons").hidden = given === 0 || given > low || !hasReasons;
    byId("comment-box").hidden = given === 0 || !hasComment;
    byId("rating-send").hidden = given === 0;
  }

  async function send(event) {
    event.preventDefault();
    if (about.isSending || score() === 0) return;
    about.isSending = true;
    byId("rating-send").setAttribute("aria-disabled", "true"); // disabled would lose the focus
    say(byId("rating-problem"), "");
    try {
      await post(`${path}/rating`, answer(), about.key);
      close("rated");
    } catch (error) {
      if (!(error instanceof Problem || error instanceof Unreachable)) throw error;
      if (error.type in GONE) close(GONE[error.type]);
      else say(byId("rating-problem"), error.message);
    } finally {
      about.isSending = false;
      byId("rating-send").removeAttribute("aria-disabled");
    }
  }

  function answer() {
    const comment = byId("comment").value.trim();
    const reasons = byId("reasons").hidden ? [] : new FormData(form).getAll("reason");
    return { score: score(), reasons, comment: comment || null };
  }

  function close(how) {
    clearTimeout(about.timer);
    const had = form.contains(document.activeElement);
    form.hidden = byId("rating-heading").hidden = true;
    say(byId("rating-said"), word(how === "rated" ? "rating_thanks" : "rating_over"));
    if (had) byId("rating-said").focus(); // what had the focus is gone
  }

  form.addEventListener("change", choose);
  form.addEventListener("submit", send);
  return follow;
}
