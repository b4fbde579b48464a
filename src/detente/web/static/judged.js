// The claims of a run: each one's verdict, and how it fares in a region, on one scale from never to always.

import { draw, make } from "./dom.js";

const WIDE = 240;
const HIGH = 26;

export class Judged {
  // `chosen(claim)` is told of the claim that is clicked.
  constructor(list, run, verdicts, chosen) {
    this.rows = new Map();
    list.replaceChildren(...verdicts.map((one) => this.#row(one, run, chosen)));
  }

  #row(one, run, chosen) {
    const says = one.modelled
      ? make("button", { type: "button", class: "says", "aria-pressed": "false", onclick: () => chosen(one.claim) }, one.says)
      : make("span", { class: "says" }, one.says);
    const badge = make("span", { class: `badge ${one.css}` }, one.word);
    const judged = one.badge ? make("span", { class: "badge judged", title: one.badge }, "judgement") : "";
    const all = one.share === null ? "" : make("p", { class: "all" }, `${one.share_words} of all draws `, make("span", { class: "soft" }, `(${one.interval_words})`));
    const here = make("p", { class: "here", hidden: true });
    const bar = make("div", { class: "scale" });
    const where = `/report/${encodeURIComponent(run)}/report.html#${one.anchor}`;
    const link = make("a", { href: where, target: "_blank", rel: "noopener", "aria-label": `In the report, in a tab of its own: ${one.says}` }, "in the report");
    const row = make("li", { "data-claim": one.claim }, make("p", { class: "head" }, badge, " ", judged, " ", link), says, bar, all, here);
    row.style.setProperty("--depth", one.depth);
    this.rows.set(one.claim, { one, row, bar, here, says });
    if (one.share !== null) bar.replaceChildren(scale(one, null));
    else row.append(make("p", { class: "soft" }, one.sentence));
    return row;
  }

  mark(claim) {
    for (const [name, { row, says }] of this.rows) {
      row.classList.toggle("shown", name === claim);
      if (says.matches("button")) says.setAttribute("aria-pressed", String(name === claim));
    }
  }

  // Show how each claim fares in a region; null where there is none.
  region(found) {
    for (const [name, { one, row, bar, here }] of this.rows) {
      if (one.share === null) continue;
      const told = found?.claims[name] ?? null;
      here.hidden = !found;
      bar.replaceChildren(scale(one, told));
      row.classList.toggle("apart", Boolean(told) && (told.low > one.high || told.high < one.low));
      if (found) here.textContent = words(told, found.count);
    }
  }
}

function words(told, count) {
  if (!told) return "no draw here";
  if (told.share === null) return `it could not be told in any of the ${count.toLocaleString("en")} draws here`;
  const open = told.unknown > 0 ? `; unknown in ${told.unknown_words}` : "";
  return `${told.words} here (${told.interval_words}; ${told.held.toLocaleString("en")} of ${count.toLocaleString("en")} draws${open})`;
}

// A scale from 0 to 1: a hollow mark for all draws, a filled one with whiskers for the region.
function scale(all, here) {
  const at = (share) => (4 + (WIDE - 8) * share).toFixed(1);
  const made = draw("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, preserveAspectRatio: "none", "aria-hidden": "true" });
  made.append(draw("rect", { class: "track", x: 4, y: 11, width: WIDE - 8, height: 4, rx: 2 }));
  for (const part of [0.1, 0.4, 0.6, 0.9]) made.append(draw("line", { class: "limit", x1: at(part), x2: at(part), y1: 9, y2: 17 }));
  made.append(draw("line", { class: "reach", x1: at(all.low), x2: at(all.high), y1: 7, y2: 7 }));
  made.append(draw("line", { class: "mean", x1: at(all.share), x2: at(all.share), y1: 2, y2: 12 }));
  if (here && here.share !== null) {
    made.append(draw("line", { class: "reach here", x1: at(here.low), x2: at(here.high), y1: 19, y2: 19 }));
    made.append(draw("line", { class: "mean here", x1: at(here.share), x2: at(here.share), y1: 14, y2: 24 }));
  }
  return made;
}
