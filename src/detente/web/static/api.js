// Asking the server: JSON there and back; what goes wrong becomes a Trouble with the server's own sentence.

export class Trouble extends Error {
  constructor(status, error) {
    super([error.what, error.mend].filter(Boolean).join("; "));
    this.status = status;
    this.error = error;
  }
}

async function answered(response) {
  const kind = response.headers.get("content-type") || "";
  const found = kind.startsWith("application/json") ? await response.json() : {};
  if (!response.ok) throw new Trouble(response.status, found.error || { what: `the server said ${response.status}` });
  return found;
}

async function fetched(path, options) {
  try {
    return await fetch(path, { credentials: "same-origin", ...options });
  } catch {
    throw new Trouble(0, { what: "the server does not answer", mend: "is detente serve still running?" });
  }
}

export async function get(path) {
  return answered(await fetched(path));
}

export async function post(path, body) {
  const headers = { "content-type": "application/json" };
  return answered(await fetched(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

export const study = (name, what) => `/api/studies/${encodeURIComponent(name)}/${what}`;

export const pause = (seconds) => new Promise((done) => setTimeout(done, 1000 * seconds));
