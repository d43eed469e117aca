// Random news for the rating page's desk; what breaks a promise is told.
async ({ seed, steps }) => {
  const { Desk } = await import("/static/rate_desk.js");
  const { Door } = await import("/static/rate_door.js");
  const told = await (await fetch("/static/screens.json")).json();
  let state = seed;
  const random = (n) => (state = (state * 48271) % 2147483647) % n;
  let now = 0;
  const kept = new Map();
  const outbox = {
    add: async (rating, isHeld) => {
      if ([...kept.values()].some((each) => each.visit === rating.visit)) return false;
      kept.set(rating.id, { ...rating, state: isHeld ? "held" : "waiting" });
      return true;
    },
    give: async (id, changes) => {
      const found = kept.get(id);
      if (found?.state !== "held") throw new Error("given to what is not held");
      Object.assign(found, changes);
    },
    release: async (id) => (kept.get(id).state = "waiting"),
    has: async (visit) => [...kept.values()].some((each) => each.visit === visit),
  };
  let ids = 0;
  let times = 0;
  const problems = [];
  const desk = new Desk({ told, outbox, now: () => now, serverNow: () => "t", newId: () => `r${(ids += 1)}`,
    languages: ["vi", "en"], onShow: () => {}, onKept: () => {}, onRead: () => (times += 1), door: new Door(() => now) });
  const question = { levels: 5, low: 2, reasons: ["attitude", "other"], has_comment: true,
    complaint: { url: "https://x", name: "", name_en: "" }, languages: ["vi", "en"] };
  const touches = ["very_satisfied", "neutral", "dissatisfied", "very_dissatisfied", "attitude", "other", "done",
    "skip", "comment", "back", "leave", "larger", "language:en", "speak", "corner", "1", "glass", "nonsense"];
  let ticket = 1;
  for (let step = 0; step < steps; step += 1) {
    now += [0, 100, 400, 6000, 40000][random(5)];
    const window = { ticket, id: `w${ticket}`, label: "A", language: "vi", closes_in_s: 60, read_s: 60, longest_s: 660 };
    const kind = random(10);
    if (kind < 6) await desk.handle({ touch: touches[random(touches.length)], said: "x" });
    else if (kind === 6) await desk.handle({ pulse: { counter: "3", question, window }, told: desk.reading });
    else if (kind === 7) await desk.handle({ pulse: { counter: "3", question, window: random(2) ? null : window } });
    else if (kind === 8) await desk.handle({ touch: "typed", text: "abc" });
    else if (random(6) === 0) await desk.handle({ fault: "x" });
    else if (random(6) === 0) await desk.handle({ standing: { state: random(3) ? "paired" : "asking", code: "1", office: "o", office_id: "o" } });
    else ticket += random(2);
    await desk.handle({ look: true });
    const held = [...kept.values()].filter((each) => each.state === "held");
    const { screen } = desk.showing;
    if (held.length > 1) problems.push(`${step}: ${held.length} held`);
    if (held.length && !["reasons", "comment", "thanks"].includes(screen)) problems.push(`${step}: held on ${screen}`);
    if (!(screen in told.rate)) problems.push(`${step}: no screen ${screen}`);
    if (desk.office === null && ["idle", "pin", "ask"].includes(screen)) problems.push(`${step}: ${screen} of nobody`);
    if (screen === "idle" && (desk.showing.window || desk.showing.comment || desk.showing.isLarge)) problems.push(`${step}: left over`);
  }
  for (let more = 0; more < 5; more += 1) {
    now += 300000;
    await desk.handle({ look: true });
  }
  const rest = desk.showing.screen;
  if (!["idle", "pairing"].includes(rest)) problems.push(`rests on ${rest}`);
  if ([...kept.values()].some((each) => each.state === "held")) problems.push("held for ever");
  const visits = [...kept.values()].map((each) => each.visit);
  if (new Set(visits).size !== visits.length) problems.push("a visit twice");
  return { problems, kept: visits.length, told: times };
}
