// The state of the page: values that are not at their centre, and moves that are switched off; with undo and redo.
// It is held in the address behind `#`, so that a link holds it and the server never sees it there.

const OFF = ".off";
const MOST = 500;

export class Store extends EventTarget {
  constructor() {
    super();
    this.values = new Map();
    this.off = new Set();
    this.used = new Map();
    this.past = [];
    this.future = [];
    this.kept = this.text;
  }

  get text() {
    const found = new URLSearchParams();
    for (const name of [...this.values.keys()].sort()) found.append(name, this.values.get(name));
    if (this.off.size) found.append(OFF, [...this.off].sort().join(","));
    return found.toString();
  }

  get plain() {
    return { values: Object.fromEntries(this.values), off: [...this.off] };
  }

  get atCentre() {
    return !this.values.size && !this.off.size;
  }

  // A value while a slider moves; `null` is the centre. `commit` makes it one step that can be undone.
  set(name, value) {
    if (value === null) this.values.delete(name);
    else this.values.set(name, value);
    this.#changed();
  }

  turn(move, on) {
    if (on) this.off.delete(move);
    else this.off.add(move);
    this.#changed();
  }

  go(values, off = []) {
    this.values = new Map(Object.entries(values));
    this.off = new Set(off);
    this.#changed();
    this.commit();
  }

  commit() {
    if (this.text === this.kept) return;
    this.past = [...this.past, this.kept].slice(-MOST);
    this.future = [];
    this.#keep();
  }

  // Take the values that a state was solved with of what others move, too: the parts of a whole.
  use(values, mark) {
    if (!Object.keys(values).length) return;
    this.used = new Map(Object.entries(values));
    this.usedAt = mark;
    this.dispatchEvent(new Event("used"));
  }

  undo() {
    this.#step(this.past, this.future);
  }

  redo() {
    this.#step(this.future, this.past);
  }

  // Take the state that an address holds; names that the study does not have are returned and left out.
  read(fragment, known, moves) {
    const unknown = [];
    this.values = new Map();
    this.off = new Set();
    for (const [name, value] of new URLSearchParams(fragment.replace(/^#/, ""))) {
      if (name === OFF) {
        for (const move of value.split(",")) (moves.has(move) ? this.off.add(move) : unknown.push(move));
      } else if (known.has(name)) {
        this.values.set(name, known.get(name) === "number" ? Number(value) : value);
      } else unknown.push(name);
    }
    this.#changed();
    return unknown;
  }

  #step(from, to) {
    if (!from.length) return;
    const wanted = from.pop();
    to.push(this.kept);
    this.dispatchEvent(new CustomEvent("wanted", { detail: wanted }));
    this.#keep();
  }

  #keep() {
    this.kept = this.text;
    history.replaceState(null, "", this.kept ? `#${this.kept}` : location.pathname);
    this.dispatchEvent(new Event("kept"));
  }

  #changed() {
    this.dispatchEvent(new Event("changed"));
  }
}
