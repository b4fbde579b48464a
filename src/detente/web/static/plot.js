// The picture: draws as points in the space of two assumptions, by whether a claim holds there.

import { draw } from "./dom.js";
import { Scale } from "./scales.js";

const EDGE = { left: 62, right: 12, top: 10, bottom: 48 };
const NAMES = { 1: "true", 0: "false", "?": "unknown" };
const CROSS = 2.2;
const GOLDEN = 0.6180339887;

export class Plot {
  constructor(box, axes, points) {
    this.box = box;
    this.points = points;
    this.width = Math.max(Math.floor(box.clientWidth), 260);
    this.height = Math.round(Math.min(Math.max(this.width * 0.78, 280), 460));
    this.x = new Scale(axes[0], EDGE.left, this.width - EDGE.right);
    this.y = new Scale(axes[1], this.height - EDGE.bottom, EDGE.top);
    this.svg = draw("svg", { viewBox: `0 0 ${this.width} ${this.height}`, width: this.width, height: this.height, role: "group" });
    this.marks = draw("g", { "aria-hidden": "true" });
    this.svg.append(this.#axes(), this.marks);
    box.replaceChildren(this.svg);
  }

  get area() {
    return { left: EDGE.left, right: this.width - EDGE.right, top: EDGE.top, bottom: this.height - EDGE.bottom };
  }

  // Draw the points of one claim; the rarer kind lies on top. Return how many there are of each.
  claim(letters) {
    const paths = { 1: [], 0: [], "?": [] };
    for (let at = 0; at < letters.length; at += 1) {
      const left = this.x.place(this.points.x[at] + this.#shake(this.x, at, GOLDEN));
      const top = this.y.place(this.points.y[at] + this.#shake(this.y, at, GOLDEN * GOLDEN));
      paths[letters[at]].push(mark(letters[at], left, top));
    }
    const kinds = Object.keys(paths).sort((one, other) => paths[other].length - paths[one].length);
    this.marks.replaceChildren(...kinds.map((kind) => draw("path", { class: `points ${NAMES[kind]}`, d: paths[kind].join("") })));
    return Object.fromEntries(kinds.map((kind) => [NAMES[kind], paths[kind].length]));
  }

  // Variants have one value for many draws: spread these over the band.
  #shake(scale, at, step) {
    return scale.axis.variants.length ? (((at * step) % 1) - 0.5) * 0.72 : 0;
  }

  #axes() {
    const { left, right, top, bottom } = this.area;
    const made = draw("g", { class: "axes", "aria-hidden": "true" });
    for (const [value, words] of this.x.ticks(this.width / 90)) {
      const at = this.x.place(value);
      made.append(draw("line", { class: "grid", x1: at, x2: at, y1: top, y2: bottom }));
      made.append(draw("text", { x: at, y: bottom + 16, "text-anchor": "middle" }, words));
    }
    for (const [value, words] of this.y.ticks(this.height / 60)) {
      const at = this.y.place(value);
      made.append(draw("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }));
      made.append(this.#upright(at, words));
    }
    made.append(draw("rect", { class: "frame", x: left, y: top, width: right - left, height: bottom - top }));
    made.append(draw("text", { class: "name", x: (left + right) / 2, y: this.height - 8, "text-anchor": "middle" }, named(this.x.axis, right - left)));
    const middle = (top + bottom) / 2;
    const up = { class: "name", x: 12, y: middle, "text-anchor": "middle", transform: `rotate(-90 12 ${middle})` };
    made.append(draw("text", up, named(this.y.axis, bottom - top)));
    return made;
  }

  // The label of a place on the upright axis: a long name of a variant is turned.
  #upright(at, words) {
    if (!this.y.axis.variants.length) return draw("text", { x: EDGE.left - 6, y: at + 4, "text-anchor": "end" }, words);
    const left = EDGE.left - 8;
    return draw("text", { x: left, y: at, "text-anchor": "middle", transform: `rotate(-90 ${left} ${at})` }, words);
  }
}

function mark(kind, left, top) {
  const [x, y] = [left.toFixed(1), top.toFixed(1)];
  if (kind === "1") return `M${x} ${y}h.01`;
  const size = CROSS;
  if (kind === "0") {
    return `M${(left - size).toFixed(1)} ${(top - size).toFixed(1)}l${2 * size} ${2 * size}m0 ${-2 * size}l${-2 * size} ${2 * size}`;
  }
  return `M${(left - size).toFixed(1)} ${(top - size).toFixed(1)}h${2 * size}v${2 * size}h${-2 * size}z`;
}

// The name of an axis, shortened to what there is room for; the lists beside the picture have it in full.
function named(axis, room) {
  const unit = axis.unit ? ` (${axis.unit})` : "";
  const most = Math.floor(room / 6.6) - unit.length;
  const words = axis.meaning.length > most ? `${axis.meaning.slice(0, most - 1).trimEnd()}…` : axis.meaning;
  return words + unit;
}
