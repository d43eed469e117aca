// Finding a service by what people call it, without accents and while they type: docs/reference/kiosk.md.

/** Small letters without accents, one space between words: "Đất  đai" is "dat dai". */
export function fold(text) {
  const apart = text.toLowerCase().replaceAll("đ", "d").normalize("NFD").replace(/\p{M}/gu, "");
  return apart.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

const beginsAWord = (text, beginning) => ` ${text}`.includes(` ${beginning}`);
const hasInside = (text, part) => text.includes(part);

/** The services that have every word typed, the likeliest first; all while nothing is typed. */
export function find(typed, services) {
  const wanted = fold(typed);
  return services
    .map((service, n) => ({ service, n, rank: rankOf(wanted, service) }))
    .filter((each) => each.rank !== null)
    .sort((one, other) => one.rank - other.rank || one.n - other.n)
    .map((each) => each.service);
}

/** The least that fits: 0 a name begins so, 1 words of names, 2 other words, 3 and 4 inside words. */
function rankOf(wanted, service) {
  const names = [service.name, service.name_en ?? ""].map(fold);
  const papers = Object.values(service.documents ?? {}).flat();
  const every = [...names, ...[service.code, ...(service.keywords ?? []), ...papers].map(fold)];
  if (names.some((name) => name.startsWith(wanted))) return 0;
  const words = wanted.split(" ");
  const tries = [
    [names, beginsAWord],
    [every, beginsAWord],
    [names, hasInside],
    [every, hasInside],
  ];
  const found = tries.findIndex(([texts, has]) =>
    words.every((each) => texts.some((text) => has(text, each))),
  );
  return found < 0 ? null : found + 1;
}

/** What it was found by besides its name: the keyword that has the most to do with it, or "". */
export function foundBy(typed, service) {
  const words = fold(typed).split(" ");
  const fits = (text) => words.every((each) => beginsAWord(fold(text), each));
  if (fold(typed) === "" || fits(service.name) || fits(service.name_en ?? "")) return "";
  return (service.keywords ?? []).find(fits) ?? "";
}
