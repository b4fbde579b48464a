// Numbers as the page says them; the server's words for outcomes are not made here.

export function said(value) {
  if (!Number.isFinite(value)) return "unknown";
  return String(Number(value.toPrecision(4)));
}

// A share over so many draws, by the rule of audit/sentences.py, which a test holds it to: the tenth of a per cent
// where the standard error bears it, and never none or all where it is neither.
export function counted(share, draws) {
  const error = Math.sqrt(Math.max(share * (1 - share), 0) / Math.max(draws, 1));
  if (share === 0 || share === 1) return `${100 * share} %`;
  const digits = error <= 0.001 ? 1 : 0;
  const least = 10 ** -(2 + digits);
  if (share < least / 2) return `under ${digits ? 0.1 : 1} %`;
  if (share > 1 - least / 2) return `over ${digits ? 99.9 : 99} %`;
  return `${(100 * share).toFixed(digits)} %`;
}

export function rounded(value, step, low, high) {
  const near = Number((Math.round(value / step) * step).toPrecision(12));
  return Math.min(Math.max(near, low), high);
}

// The share of a distribution below a value, from its shares [%] at even places between two ends.
export function percentile(value, low, high, below) {
  const at = ((value - low) / (high - low)) * (below.length - 1);
  if (at <= 0) return below[0];
  if (at >= below.length - 1) return below[below.length - 1];
  const left = Math.floor(at);
  return below[left] + (at - left) * (below[left + 1] - below[left]);
}

export function ordinal(share) {
  const place = Math.min(Math.max(Math.round(share), 1), 99);
  const ending = place % 100 > 10 && place % 100 < 14 ? "th" : ["th", "st", "nd", "rd"][place % 10] || "th";
  return `${place}${ending} percentile`;
}
