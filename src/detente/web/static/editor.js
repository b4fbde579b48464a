// A text field with numbered lines: faults are marked at theirs, Enter keeps the indentation.

import { byId, make } from "./dom.js";

export class Editor extends EventTarget {
  constructor() {
    super();
    this.field = byId("text");
    this.gutter = byId("gutter").firstElementChild;
    this.stripes = byId("stripes");
    this.marked = new Map();
    this.lines = 0;
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("scroll", () => this.#scrolled());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("selectionchange", () => this.#where());
    this.#number();
  }

  get text() {
    return this.field.value;
  }

  set text(text) {
    this.field.value = text;
    this.#typed();
  }

  // Mark the lines of faults, and describe them there.
  mark(faults) {
    this.marked = new Map(faults.map((one) => [one.line, one]));
    this.lines = 0;
    this.#number();
  }

  // Put the caret at a place, and the line into view.
  go(line, column) {
    const before = this.text.split("\n").slice(0, line - 1);
    const at = before.reduce((sum, one) => sum + one.length + 1, 0);
    const length = this.text.slice(at).indexOf("\n");
    const place = at + Math.min(column - 1, length < 0 ? this.text.length - at : length);
    this.field.focus();
    this.field.setSelectionRange(place, place);
    const high = this.#high();
    this.field.scrollTop = Math.max(0, (line - 1) * high - this.field.clientHeight / 3);
    this.field.scrollLeft = Math.max(0, (column - 40) * high * 0.4);
    this.#scrolled();
  }

  #high() {
    return parseFloat(getComputedStyle(this.field).lineHeight);
  }

  #typed() {
    this.#number();
    this.dispatchEvent(new Event("changed"));
  }

  #number() {
    const lines = this.text.split("\n").length;
    if (lines === this.lines) return;
    this.lines = lines;
    const number = (_, at) => make("span", { class: this.marked.has(at + 1) ? "at" : "" }, String(at + 1));
    this.gutter.replaceChildren(...Array.from({ length: lines }, number));
    const stripe = (line) => make("div", { style: null, "data-line": line });
    this.stripes.replaceChildren(...[...this.marked.keys()].map(stripe));
    for (const one of this.stripes.children) one.style.setProperty("--line", Number(one.dataset.line) - 1);
    this.#scrolled();
  }

  #scrolled() {
    this.gutter.style.transform = `translateY(${-this.field.scrollTop}px)`;
    this.stripes.style.transform = `translateY(${-this.field.scrollTop}px)`;
  }

  #where() {
    if (document.activeElement !== this.field) return;
    const before = this.text.slice(0, this.field.selectionStart).split("\n");
    byId("where").textContent = `line ${before.length}, column ${before.at(-1).length + 1}`;
  }

  #key(event) {
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey) return;
    const line = this.text.slice(0, this.field.selectionStart).split("\n").at(-1);
    const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? "  " : "");
    if (!indent) return;
    event.preventDefault();
    document.execCommand("insertText", false, `\n${indent}`); // unlike setRangeText it can be undone
  }
}
