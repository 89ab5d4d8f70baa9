// The REST API of this site, as the signed-in user.

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

const UNREACHABLE = "Kinora cannot be reached. Check the connection and try again.";

export async function api(path, { method = "GET", body } = {}) {
  let response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { Accept: "application/json", ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
    });
  } catch {
    throw new ApiError(0, "unreachable", UNREACHABLE);
  }
  const answer = await response.json().catch(() => null);
  if (response.ok) return answer;
  if (response.status === 401) toSignIn();
  const error = (answer && answer.error) || {};
  throw new ApiError(response.status, error.code || "error", error.message || `The server answered ${response.status}.`);
}

/** Somebody whose session has ended comes back to the same page after signing in. */
export function toSignIn() {
  location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
}

export const itemsOf = (page) => (page && (page.items || page.jobs || page.data)) || [];
