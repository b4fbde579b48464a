// Drafts in this browser: what was typed and not saved, by study and by the text that it was typed into.

const BEGIN = "detente draft";

export class Draft {
  // `version` tells the text that was opened from others; `mark` is of the file that saving would replace.
  constructor(study, version, mark) {
    this.key = `${BEGIN} ${study} ${version}`;
    this.mark = mark;
    this.kept = true;
  }

  // What an earlier visit left; null where there is nothing.
  get left() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key));
      return found && typeof found.text === "string" ? found : null;
    } catch {
      return null;
    }
  }

  // Keep a text; tell whether the browser does keep it.
  keep(text) {
    try {
      localStorage.setItem(this.key, JSON.stringify({ text, mark: this.mark, when: Date.now() }));
      this.kept = true;
    } catch {
      this.kept = false;
    }
    return this.kept;
  }

  forget() {
    this.kept = true;
    try {
      localStorage.removeItem(this.key);
    } catch {
      // a browser that keeps nothing has nothing to forget
    }
  }
}

// The newest draft of a study that was typed into another text of it; null where there is none.
export function older(study, version) {
  const begin = `${BEGIN} ${study} `;
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((one) => one.startsWith(begin) && one !== begin + version);
  } catch {
    return null;
  }
  const all = keys.map((key) => new Draft(study, key.slice(begin.length), "")).filter((one) => one.left);
  all.sort((one, other) => other.left.when - one.left.when);
  return all[0] ?? null;
}
