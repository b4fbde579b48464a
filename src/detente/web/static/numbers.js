// Numbers as the page says them; the server's words for outcomes are not made here.

export function said(value) {
  if (!Number.isFinite(value)) return "unknown";
  return String(Number(value.toPrecision(4)));
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
