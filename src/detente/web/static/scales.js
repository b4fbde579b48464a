// From the values of an assumption to places in the picture, and back.

const ROUND = [1, 2, 2.5, 5, 10];

// Round values between two ends, about so many.
export function ticks(low, high, about) {
  const raw = (high - low) / Math.max(about, 1);
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ROUND.find((one) => one * power >= raw * 0.999);
  const found = [];
  for (let at = Math.ceil(low / step); at * step <= high + step * 1e-9; at += 1) found.push(Number((at * step).toPrecision(10)));
  return found;
}

// An axis: variants have a band each, numbers a little air at both ends.
export class Scale {
  constructor(axis, from, to) {
    this.axis = axis;
    this.from = from;
    this.to = to;
    const many = axis.variants.length;
    const air = (axis.high - axis.low) * 0.02;
    this.low = many ? -0.5 : axis.low - air;
    this.high = many ? many - 0.5 : axis.high + air;
  }

  place(value) {
    return this.from + ((value - this.low) / (this.high - this.low)) * (this.to - this.from);
  }

  value(place) {
    return this.low + ((place - this.from) / (this.to - this.from)) * (this.high - this.low);
  }

  ticks(about) {
    if (this.axis.variants.length) return this.axis.variants.map((name, at) => [at, name.replaceAll("_", " ")]);
    return ticks(this.low, this.high, about).map((at) => [at, String(at)]);
  }

  // The ends of the axis that a region may have.
  get ends() {
    return this.axis.variants.length ? [this.low, this.high] : [this.axis.low, this.axis.high];
  }

  // An end of a region as it can be: whole bands of variants, numbers within the draws, to four digits.
  snapped(value, up) {
    const [low, high] = this.ends;
    if (this.axis.variants.length) {
      const band = up ? Math.ceil(value - 0.5 - 1e-9) + 0.5 : Math.floor(value + 0.5 + 1e-9) - 0.5;
      return Math.min(Math.max(band, low), high);
    }
    const near = Math.min(Math.max(value, low), high);
    const step = 10 ** (Math.floor(Math.log10(high - low)) - 3);
    const round = (up ? Math.ceil : Math.floor)(near / step - (up ? 1e-6 : -1e-6)) * step;
    return Number(round.toPrecision(10));
  }

  get step() {
    return this.axis.variants.length ? 1 : (this.high - this.low) / 50;
  }

  said(value) {
    if (this.axis.variants.length) return this.axis.variants[Math.min(Math.max(Math.round(value), 0), this.axis.variants.length - 1)];
    return `${Number(value.toPrecision(4))}${this.axis.unit ? ` ${this.axis.unit}` : ""}`;
  }
}
