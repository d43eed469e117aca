// Run in the page by tests/browser/cut.py, which says what counts as cut off.
() => {
  const SLACK = 2; // px, of rounding
  const MAY_SCROLL = "#found, .papers";
  const bad = new Set();
  const said = (text) => text.trim().replace(/\s+/g, " ").slice(0, 60);
  const isShown = (each) => each.checkVisibility({ checkVisibilityCSS: true }) && !each.closest(".unseen, .skip, option");
  const { documentElement: root } = document;
  if (root.scrollWidth > innerWidth + 1) bad.add("the page is wider than the screen");
  if (root.scrollHeight > innerHeight + 1) bad.add("the page is higher than the screen");

  /** Where what is in `element` may be: null for a list that goes on. */
  function room(element) {
    const found = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    for (let each = element; each && each !== document.body; each = each.parentElement) {
      if (each.matches(MAY_SCROLL)) return null;
      const style = getComputedStyle(each);
      if (style.overflow === "visible" && !each.matches("button, .language")) continue;
      if (style.display === "inline") continue;
      const box = each.getBoundingClientRect();
      found.left = Math.max(found.left, box.left);
      found.top = Math.max(found.top, box.top);
      found.right = Math.min(found.right, box.right);
      found.bottom = Math.min(found.bottom, box.bottom);
    }
    return found;
  }

  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const holder = node.parentElement;
    if (!node.data.trim() || !isShown(holder)) continue;
    const may = room(holder);
    if (may === null) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const isWide = line.left < may.left - SLACK || line.right > may.right + SLACK;
      const isHigh = line.top < may.top - SLACK || line.bottom > may.bottom + SLACK;
      if (isWide || isHigh) bad.add(said(node.data));
      lines.push({ line, holder, text: node.data });
    }
  }

  for (const [at, one] of lines.entries()) {
    for (const other of lines.slice(at + 1)) {
      if (one.holder === other.holder) continue;
      const [a, b] = [one.line, other.line];
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      // The letters' own place: a line has room for marks above and tails below them.
      const top = (line) => line.top + line.height / 5;
      const bottom = (line) => line.bottom - line.height / 5;
      const high = Math.min(bottom(a), bottom(b)) - Math.max(top(a), top(b));
      if (wide > SLACK && high > SLACK) bad.add(`${said(one.text)} on ${said(other.text)}`);
    }
  }

  for (const each of document.querySelectorAll("input, textarea")) {
    const isTight = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + SLACK;
    if (isShown(each) && isTight) bad.add(`${each.id}: ${said(each.value)}`);
  }
  for (const each of document.querySelectorAll("img")) {
    if (isShown(each) && each.complete && each.naturalWidth === 0) bad.add(`no picture: ${each.id}`);
  }
  return [...bad];
}
