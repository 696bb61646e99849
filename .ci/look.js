// Looks at pages as a reader would: each stands in a frame as wide as its screen, and what is amiss is told.
// A frame says in data-page what it shows. Every line goes to the console; the last one counts the pages.

// How far, in CSS pixels, things may reach into each other before that is a fault: fonts differ a little.
const SLACK = 2;

// Above and below its letters a line has so much of its height as air.
const AIR = 0.2;

const shown = (words) => "“" + words.trim().replace(/\s+/g, " ").slice(0, 60) + "”";

// Nothing on the page may have to be pushed sideways to be seen.
function sideways(page) {
  const root = page.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  return [`it scrolls sideways: ${root.scrollWidth} wide on a screen of ${root.clientWidth}`];
}

// Where all words stand, with the nearest element and what they may not leave.
function words(page) {
  const found = [];
  const walk = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("style, title, .unseen")) continue;
    const range = page.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (box.width > 0 && box.height > 0) found.push({ node, element, box, said: shown(node.data) });
    }
  }
  return found;
}

// The room that words have: their drawing, what rolls, or their card.
function room(element) {
  return element.closest("svg") || element.closest(".table, pre") || element.closest("figure, section, header, footer, nav, main");
}

// What rolls: it may be wider than its place on screens, as it says so by a shadow, but never on paper.
function rolls(page, holder) {
  return ["auto", "scroll"].includes(page.defaultView.getComputedStyle(holder).overflowX);
}

function cut(page, all) {
  const faults = [];
  for (const { element, box, said } of all) {
    const holder = room(element);
    if (!holder) continue;
    const place = holder.getBoundingClientRect();
    if (rolls(page, holder) && holder.matches(".table")) continue;
    const [top, bottom] = [box.top + AIR * box.height, box.bottom - AIR * box.height];
    const out = Math.max(place.left - box.left, box.right - place.right, place.top - top, bottom - place.bottom);
    if (out > SLACK) faults.push(`${said} leaves its ${holder.tagName} by ${out.toFixed(0)}`);
  }
  for (const holder of page.querySelectorAll("figure, section, svg, .table, pre")) {
    const place = holder.getBoundingClientRect();
    const out = place.right - page.documentElement.clientWidth;
    if (place.width > 0 && out > SLACK) faults.push(`${holder.tagName} ${shown(holder.id || holder.textContent)} leaves the page by ${out.toFixed(0)}`);
  }
  return faults;
}

// Words that stand on others.
function overlaps(all) {
  const faults = [];
  const sorted = [...all].sort((a, b) => a.box.top - b.box.top);
  sorted.forEach((one, n) => {
    for (const other of sorted.slice(n + 1)) {
      if (other.box.top > one.box.bottom - SLACK) break;
      if (one.node === other.node) continue;
      const down = Math.min(one.box.bottom, other.box.bottom) - other.box.top;
      const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
      const least = Math.min(one.box.height, other.box.height);
      if (across > SLACK && down > Math.max(SLACK, 2 * AIR * least)) {
        if (hidden(one) || hidden(other)) continue;
        faults.push(`${one.said} and ${other.said} overlap`);
      }
    }
  });
  return faults;
}

// Rolled out of sight within a table.
function hidden({ element, box }) {
  const table = element.closest(".table");
  if (!table) return false;
  const place = table.getBoundingClientRect();
  return box.bottom > place.bottom || box.top < place.top || box.right > place.right || box.left < place.left;
}

// Cards that stand on each other.
function collisions(page) {
  const faults = [];
  const cards = [...page.querySelectorAll("figure, .answer, .next")];
  cards.forEach((one, n) => {
    const a = one.getBoundingClientRect();
    for (const other of cards.slice(n + 1)) {
      const b = other.getBoundingClientRect();
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > SLACK && down > SLACK) faults.push(`card ${one.id} stands on ${other.id}`);
    }
  });
  return faults;
}

// Cards with neither a picture nor a word why not.
function empty(page) {
  return [...page.querySelectorAll("figure")]
    .filter((figure) => ![...figure.querySelectorAll("svg, .nothing")].some((it) => it.getBoundingClientRect().height > 20))
    .map((figure) => `card ${figure.id} is empty`);
}

// Words so small that nobody can read them.
function tiny(all) {
  return all.filter(({ box }) => box.height < 7).map(({ said, box }) => `${said} is ${box.height.toFixed(1)} high`);
}

function look(page) {
  const all = words(page);
  return [sideways(page), cut(page, all), overlaps(all), collisions(page), empty(page), tiny(all)].flat();
}

// What has to be found in the page with known flaws, lest nothing be found in any page.
const KNOWN = ["it scrolls sideways", "“beyond the right end” leaves its svg", "“one upon” and “another” overlap"];

function seen(frame) {
  const page = frame.contentDocument;
  // Folded tables are looked at on screens; on paper what is folded is not shown.
  if (frame.dataset.open) page.querySelectorAll("details").forEach((it) => (it.open = true));
  const faults = [...new Set(look(page))];
  if (!frame.dataset.flawed) return faults.map((fault) => `FAULT ${frame.dataset.page}: ${fault}`);
  return KNOWN.every((known) => faults.some((fault) => fault.startsWith(known))) ? ["KNOWN FLAWS SEEN"] : [];
}

window.addEventListener("load", () => {
  const frames = [...document.querySelectorAll("iframe")];
  frames.flatMap(seen).forEach((line) => console.log(line));
  const pages = frames.filter((frame) => frame.contentDocument.querySelector("figure"));
  console.log(`LOOKED AT ${pages.length} PAGES`);
});
