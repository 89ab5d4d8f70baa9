// A draft: what a wizard holds, saved on the server a moment after each change, in step with other tabs.

import { api } from "../api.js";

const AFTER = 1500; // ms of quiet before a change is saved
const EVERY = 6000; // ms between two saves: writes are counted
const AGAIN = 5000; // ms until a save that failed is tried again
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kinora-drafts") : null;

export const newId = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
export const listDrafts = async () => (await api("drafts?generator=story")).items;
export const told = (id, version) => tabs?.postMessage({ id, version });

/**
 * Events: "status" (how saving goes), "edited" (changed here), "replaced" (its content is another one now).
 * `state`: "new", "saved", "dirty", "saving", "waiting" (the server cannot be reached), "conflict", "gone" or "refused".
 */
export class Draft extends EventTarget {
  constructor(id, name, content, version = 0) {
    super();
    Object.assign(this, { id, name, content, version, edits: 0, kept: 0, savedAt: null, problem: "" });
    this.state = version ? "saved" : "new";
    this.stop = new AbortController();
    const { signal } = this.stop;
    tabs?.addEventListener("message", ({ data }) => this.heard(data), { signal });
    document.addEventListener("visibilitychange", () => document.hidden ? this.soon(0) : this.compare(), { signal });
    addEventListener("online", () => this.soon(0), { signal });
    addEventListener("beforeunload", (event) => this.dirty && event.preventDefault(), { signal });
  }

  static async load(id, normal) {
    const found = await api(`drafts/${encodeURIComponent(id)}`);
    const draft = new Draft(found.id, found.name, normal(found.content), found.version);
    draft.savedAt = new Date(found.updated_at);
    draft.normal = normal;
    return draft;
  }

  get dirty() {
    return this.edits !== this.kept;
  }

  close() {
    clearTimeout(this.timer);
    if (this.dirty && this.state !== "conflict" && this.state !== "gone") this.save();
    this.stop.abort();
  }

  /** Change the content. `byItself`: what a finished job brought, which every tab brings about by itself. */
  change(edit, { byItself = false } = {}) {
    edit(this.content, this);
    this.edits += 1;
    this.own ||= !byItself;
    if (this.state !== "conflict" && this.state !== "gone") this.tell("dirty");
    this.dispatchEvent(new Event("edited"));
    this.soon();
  }

  rename(name) {
    this.change((content, draft) => {
      draft.name = name;
      content.named = true;
    });
  }

  soon(after = AFTER) {
    clearTimeout(this.timer);
    if (!this.dirty || this.state === "conflict" || this.state === "gone") return;
    const early = after && this.savedAt ? EVERY - (Date.now() - this.savedAt) : 0;
    this.timer = setTimeout(() => this.save(), Math.max(after, early));
  }

  /** Save now. Throws ApiError where that cannot be done. */
  async flush() {
    for (let tries = 0; this.dirty && tries < 3; tries++) await this.save();
    if (this.dirty) throw this.error || new Error(this.problem);
  }

  async save() {
    if (this.sending) return this.sending;
    clearTimeout(this.timer);
    this.tell("saving");
    this.sending = this.send();
    await this.sending;
    this.sending = null;
    if (this.dirty && this.state === "saved") {
      this.tell("dirty");
      this.soon();
    }
  }

  async send() {
    const edits = this.edits;
    const body = { generator: "story", name: this.name, content: this.content, version: this.version };
    try {
      const { version } = await api(`drafts/${this.id}`, { method: "PUT", body });
      Object.assign(this, { version, kept: edits, savedAt: new Date(), error: null });
      if (edits === this.edits) this.own = false;
      this.tell("saved");
      told(this.id, version);
    } catch (error) {
      this.error = error;
      await this.failed(error);
    }
  }

  async failed(error) {
    if (error.status === 409 && !error.details.limit) return this.own ? this.tell("conflict") : this.reload();
    if (error.status === 404) return this.tell("gone");
    if ([400, 409, 413, 422].includes(error.status)) return this.tell("refused", error.message);
    this.tell("waiting", error.message);
    this.timer = setTimeout(() => this.save(), 1000 * error.details.retry_after || AGAIN);
  }

  /** Another tab has saved or deleted a draft. */
  heard({ id, version }) {
    if (id !== this.id || version === this.version) return;
    if (version === null) return this.tell("gone");
    if (!this.dirty && !this.sending) this.reload();
  }

  /** Whether another device has changed it while this tab was out of sight. */
  async compare() {
    if (!this.version || this.dirty || this.sending) return;
    const found = (await listDrafts().catch(() => null))?.find(({ id }) => id === this.id);
    if (found && found.version > this.version && !this.dirty) this.reload();
  }

  async reload() {
    try {
      const found = await api(`drafts/${this.id}`);
      Object.assign(this, { name: found.name, content: this.normal(found.content), version: found.version });
      Object.assign(this, { edits: 0, kept: 0, own: false, error: null, savedAt: new Date(found.updated_at) });
      this.tell("saved");
      this.dispatchEvent(new Event("replaced"));
    } catch (error) {
      this.error = error;
      this.tell(error.status === 404 ? "gone" : "waiting", error.message);
    }
  }

  /** Go on with this content as another draft. */
  keepAsCopy(name = `${this.name} (copy)`) {
    Object.assign(this, { id: newId(), version: 0, name: name.slice(0, 120), savedAt: null, error: null });
    this.edits += 1;
    this.tell("dirty");
    this.soon(0);
  }

  tell(state, problem = "") {
    Object.assign(this, { state, problem });
    this.dispatchEvent(new Event("status"));
  }
}
