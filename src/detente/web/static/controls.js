// Sliders, lists, switches: each shows the store's value of its assumption, and changes it.

import { ordinal, percentile, rounded, said } from "./numbers.js";

class Slider {
  constructor(box, store) {
    const data = box.dataset;
    this.box = box;
    this.name = data.column;
    this.centre = Number(data.centre);
    this.low = Number(data.low);
    this.high = Number(data.high);
    this.below = data.below.split(" ").map(Number);
    this.range = box.querySelector("input[type=range]");
    this.field = box.querySelector("input.value");
    this.range.addEventListener("input", () => this.#give(store, Number(this.range.value), true));
    this.range.addEventListener("change", () => store.commit());
    this.field.addEventListener("change", () => this.#typed(store));
    box.querySelector(".back").addEventListener("click", () => {
      store.set(this.name, null);
      store.commit();
      this.range.focus();
    });
  }

  #give(store, value, snap) {
    const near = snap ? rounded(value, Number(this.range.dataset.step), this.low, this.high) : value;
    store.set(this.name, near === this.centre ? null : near);
  }

  #typed(store) {
    const text = this.field.value.trim().replace(",", ".");
    const value = text.endsWith("%") ? Number(text.slice(0, -1)) / 100 : Number(text);
    const fits = text !== "" && Number.isFinite(value);
    this.field.setAttribute("aria-invalid", String(!fits));
    if (!fits) return;
    this.#give(store, value, false);
    store.commit();
  }

  show(store) {
    const moved = store.values.has(this.name);
    const used = store.used.get(this.name);
    const value = moved ? store.values.get(this.name) : used ?? this.centre;
    const unit = this.box.dataset.unit;
    const otherwise = moved && used !== undefined && store.usedAt === store.text && Math.abs(used - value) > 1e-9;
    const place = otherwise ? `solved as ${said(used)}: parts sum to 1` : ordinal(percentile(value, this.low, this.high, this.below));
    this.range.value = value;
    this.range.setAttribute("aria-valuetext", `${said(value)} ${unit}, ${place}`);
    if (document.activeElement !== this.field || moved) this.field.value = said(value);
    this.box.querySelector("output").textContent = place;
    const at = Math.min(Math.max((100 * (value - this.low)) / (this.high - this.low), 0), 100);
    for (const end of ["x1", "x2"]) this.box.querySelector(".at").setAttribute(end, at);
    mark(this.box, moved);
  }
}

class List {
  constructor(box, store) {
    this.box = box;
    this.name = box.dataset.column;
    this.select = box.querySelector("select");
    this.select.addEventListener("change", () => {
      const value = this.select.value;
      store.set(this.name, value === box.dataset.centre ? null : Number(value));
      store.commit();
    });
    box.querySelector(".back").addEventListener("click", () => {
      store.set(this.name, null);
      store.commit();
      this.select.focus();
    });
  }

  show(store) {
    const moved = store.values.has(this.name);
    const value = moved ? store.values.get(this.name) : Number(this.box.dataset.centre);
    for (const one of this.select.options) one.selected = Number(one.value) === value;
    mark(this.box, moved);
  }
}

class Variant {
  constructor(box, store) {
    this.box = box;
    this.name = box.dataset.choice;
    this.radios = [...box.querySelectorAll("input")];
    box.addEventListener("change", (event) => {
      store.set(this.name, event.target.value === box.dataset.centre ? null : event.target.value);
      store.commit();
    });
  }

  show(store) {
    const value = store.values.get(this.name) ?? this.box.dataset.centre;
    for (const one of this.radios) one.checked = one.value === value;
    mark(this.box, store.values.has(this.name));
  }
}

class Move {
  constructor(input, store) {
    this.input = input;
    input.addEventListener("change", () => {
      store.turn(input.value, input.checked);
      store.commit();
    });
  }

  show(store) {
    this.input.checked = !store.off.has(this.input.value);
    this.input.closest("label").classList.toggle("moved", !this.input.checked);
  }
}

function mark(box, moved) {
  box.classList.toggle("moved", moved);
  const back = box.querySelector(".back");
  if (back) back.hidden = !moved;
}

// Bind every control of the page; return the names of the assumptions, each `number` or `word`, and of the moves.
export function bind(root, store) {
  const known = new Map();
  const moves = new Set();
  const all = [];
  for (const box of root.querySelectorAll("[data-column]")) {
    all.push(box.querySelector("input[type=range]") ? new Slider(box, store) : new List(box, store));
    known.set(box.dataset.column, "number");
  }
  for (const box of root.querySelectorAll("[data-choice]")) {
    all.push(new Variant(box, store));
    known.set(box.dataset.choice, "word");
  }
  for (const input of root.querySelectorAll("input[name=move]")) {
    all.push(new Move(input, store));
    moves.add(input.value);
  }
  const show = () => all.forEach((one) => one.show(store));
  store.addEventListener("changed", show);
  store.addEventListener("used", show);
  show();
  return { known, moves };
}
