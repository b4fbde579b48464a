// A region of the picture: drawn with a mouse, placed with a tap, moved by its body or its edges, by arrow keys too.

import { draw } from "./dom.js";

const EDGES = [
  ["x", 0, "left edge"],
  ["x", 1, "right edge"],
  ["y", 0, "lower edge"],
  ["y", 1, "upper edge"],
];
const KEYS = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };
const CLICK = 5;

export class Brush extends EventTarget {
  constructor(plot) {
    super();
    this.plot = plot;
    this.box = null;
    this.layer = draw("g", { class: "brush" });
    const { left, right, top, bottom } = plot.area;
    this.field = draw("rect", { class: "field", x: left, y: top, width: right - left, height: bottom - top });
    plot.svg.append(this.field, this.layer);
    this.veil = draw("path", { class: "veil", "fill-rule": "evenodd" });
    this.body = draw("rect", { class: "body" });
    this.edges = EDGES.map(([axis, end, name]) => this.#edge(axis, end, name));
    this.#listen();
  }

  // Set the region, `{x: [low, high], y: [low, high]}` or null, and tell.
  set(box) {
    this.box = box && { x: this.#snapped("x", box.x), y: this.#snapped("y", box.y) };
    this.#show();
    this.dispatchEvent(new Event("changed"));
  }

  // Mark a part about a point of the picture, half or a third of either axis wide.
  mark(at = null) {
    const part = at ? 1 / 6 : 1 / 4;
    const around = (scale, middle) => {
      const [low, high] = scale.ends;
      const wide = Math.max((high - low) * part, scale.axis.variants.length ? 0.4 : 0);
      return [middle - wide, middle + wide];
    };
    const middle = (scale) => (scale.ends[0] + scale.ends[1]) / 2;
    const { x, y } = this.plot;
    this.set({ x: around(x, at ? x.value(at[0]) : middle(x)), y: around(y, at ? y.value(at[1]) : middle(y)) });
  }

  #snapped(axis, [one, other]) {
    const scale = this.plot[axis];
    return [scale.snapped(Math.min(one, other), false), scale.snapped(Math.max(one, other), true)];
  }

  #edge(axis, end, name) {
    const upright = axis === "y";
    const made = draw(
      "g",
      {
        class: `edge ${axis}`,
        role: "slider",
        tabindex: "0",
        "aria-label": `Region, ${name}: ${this.plot[axis].axis.meaning}`,
        "aria-orientation": upright ? "vertical" : "horizontal",
      },
      draw("line", { class: "grip" }),
      draw("circle", { r: 6 }),
    );
    made.addEventListener("keydown", (event) => this.#key(event, axis, end));
    this.#dragged(made, (to) => {
      const next = [...this.box[axis]];
      next[end] = this.plot[axis].value(to[upright ? 1 : 0]);
      if (next[0] > next[1]) next[end] = next[1 - end];
      this.set({ ...this.box, [axis]: next });
    });
    return { made, axis, end };
  }

  #key(event, axis, end) {
    const scale = this.plot[axis];
    const [low, high] = scale.ends;
    const next = [...this.box[axis]];
    const step = scale.step * (event.shiftKey && !scale.axis.variants.length ? 5 : 1);
    if (KEYS[event.key]) next[end] += KEYS[event.key] * step;
    else if (event.key === "Home") next[end] = end ? next[0] : low;
    else if (event.key === "End") next[end] = end ? high : next[1];
    else if (event.key === "Escape") return this.set(null);
    else return undefined;
    event.preventDefault();
    next[end] = end ? Math.max(next[end], next[0] + scale.step / 10) : Math.min(next[end], next[1] - scale.step / 10);
    return this.set({ ...this.box, [axis]: next });
  }

  #listen() {
    let from = null;
    const { x, y } = this.plot;
    this.field.addEventListener("pointerdown", (event) => {
      if (event.button === 0) from = this.#at(event);
    });
    this.field.addEventListener("pointermove", (event) => {
      if (!from || event.pointerType === "touch") return;
      const to = this.#at(event);
      if (Math.hypot(to[0] - from[0], to[1] - from[1]) < CLICK) return;
      this.field.setPointerCapture(event.pointerId);
      this.set({ x: [x.value(from[0]), x.value(to[0])], y: [y.value(from[1]), y.value(to[1])] });
      this.drew = true;
    });
    this.field.addEventListener("pointerup", (event) => {
      if (from && !this.drew) this.mark(this.#at(event));
      from = null;
      this.drew = false;
    });
    this.field.addEventListener("pointercancel", () => (from = null));
    let start = null;
    this.#dragged(
      this.body,
      (to, begun) => {
        if (!start || start.begun !== begun) start = { begun, box: this.box };
        this.set({ x: moved(x, start.box.x, begun[0], to[0]), y: moved(y, start.box.y, begun[1], to[1]) });
      },
    );
  }

  // Call `go(to, from)` with places in the picture while something is dragged.
  #dragged(thing, go) {
    let from = null;
    thing.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      from = this.#at(event);
      thing.setPointerCapture(event.pointerId);
      event.preventDefault();
      if (thing.tabIndex === 0) thing.focus({ preventScroll: true });
    });
    thing.addEventListener("pointermove", (event) => from && go(this.#at(event), from));
    for (const end of ["pointerup", "pointercancel"]) thing.addEventListener(end, () => (from = null));
  }

  #at(event) {
    const frame = this.plot.svg.getBoundingClientRect();
    return [event.clientX - frame.left, event.clientY - frame.top];
  }

  #show() {
    if (!this.box) return this.layer.replaceChildren();
    const { left, right, top, bottom } = this.plot.area;
    const { x, y } = this.plot;
    const within = (scale, value, one, other) => Math.min(Math.max(scale.place(value), one), other);
    const [west, east] = this.box.x.map((value) => within(x, value, left, right));
    const [south, north] = this.box.y.map((value) => within(y, value, top, bottom));
    const size = { x: west, y: north, width: Math.max(east - west, 1), height: Math.max(south - north, 1) };
    for (const [name, value] of Object.entries(size)) this.body.setAttribute(name, value);
    this.veil.setAttribute("d", `M${left} ${top}H${right}V${bottom}H${left}ZM${west} ${north}H${east}V${south}H${west}Z`);
    const ends = { x: [west, east], y: [south, north] };
    for (const { made, axis, end } of this.edges) {
      const at = ends[axis][end];
      const middle = axis === "x" ? (north + south) / 2 : (west + east) / 2;
      const line = axis === "x" ? { x1: at, x2: at, y1: north, y2: south } : { x1: west, x2: east, y1: at, y2: at };
      for (const [name, value] of Object.entries(line)) made.firstChild.setAttribute(name, value);
      made.lastChild.setAttribute("cx", axis === "x" ? at : middle);
      made.lastChild.setAttribute("cy", axis === "x" ? middle : at);
      this.#say(made, axis, this.box[axis][end]);
    }
    if (!this.layer.childNodes.length) this.layer.append(this.veil, this.body, ...this.edges.map((one) => one.made));
    return undefined;
  }

  #say(made, axis, value) {
    const scale = this.plot[axis];
    const [low, high] = scale.ends;
    made.setAttribute("aria-valuemin", low);
    made.setAttribute("aria-valuemax", high);
    made.setAttribute("aria-valuenow", value);
    made.setAttribute("aria-valuetext", scale.said(value));
  }
}

// Both ends, moved together as far as the axis goes.
function moved(scale, [low, high], from, to) {
  const by = scale.value(to) - scale.value(from);
  const [least, most] = scale.ends;
  const whole = scale.axis.variants.length ? Math.round(by) : by;
  const fit = Math.min(Math.max(whole, least - low), most - high);
  return [low + fit, high + fit];
}
