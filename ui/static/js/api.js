// The REST API of this site, as the signed-in user.

export class ApiError extends Error {
  constructor(status, code, message, details = {}) {
    super(message);
    this.details = details;
    this.status = status;
    this.code = code;
  }
}

const UNREACHABLE = "Kinora cannot be reached. Check the connection and try again.";

export const api = (path, options) => call(`/api/v1/${path}`, options);

/**
 * The JSON that an address of this site answers with; throws ApiError. `key`: two requests with the same one place the
 * same order. `signal` ends the wait.
 */
export async function call(url, { method = "GET", body, key, signal } = {}) {
  const headers = { Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  let response;
  try {
    response = await fetch(url, {
      method, headers, signal, credentials: "same-origin", body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401) toSignIn();
  const error = (answer && answer.error) || {};
  throw new ApiError(response.status, error.code || "error", error.message || `The server answered ${response.status}.`, error.details || {});
}

/** A second click, or one in another tab, gives the job that the first one made; retrying that job makes a new one. */
export const retry = (id) => api(`jobs/${encodeURIComponent(id)}/retry`, { method: "POST", key: `retry-${id}` });

/** Somebody whose session has ended comes back to the same page after signing in. */
export function toSignIn() {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
}

export const itemsOf = (page) => (page && (page.items || page.jobs || page.data)) || [];
