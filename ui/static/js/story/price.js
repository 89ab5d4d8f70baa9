// What an order would cost, asked for a moment after the last change.

import { api } from "../api.js";
import { credits } from "../format.js";
import { store } from "../store.js";

const AFTER = 700; // ms

/** Event "change": `price` and `seconds` of the newest order, or `error` why it has none. */
export class Price extends EventTarget {
  price = null;
  seconds = null;
  error = null;

  /** Ask for the price of `order()`, which is called when it is asked; null: nothing can be ordered. */
  soon(order, after = AFTER) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(order()), after);
  }

  close() {
    clearTimeout(this.timer);
    this.newest = null;
  }

  async ask(body) {
    const mine = (this.newest = {});
    if (!body) return this.put({ price: null, seconds: null, error: null });
    try {
      const { price, estimated_seconds: seconds } = await api("generators/story/quote", { method: "POST", body });
      if (mine === this.newest) this.put({ price, seconds, error: null });
    } catch (error) {
      if (mine !== this.newest) return;
      this.put({ price: null, seconds: null, error });
      if (error.status === 0 || error.status >= 500 || error.status === 429) this.soon(() => body, 6000);
    }
  }

  put(found) {
    Object.assign(this, found);
    this.dispatchEvent(new Event("change"));
  }

  /** "Make the film · 10 credits · about 2 min" */
  label(words) {
    return [words, this.price === null ? "" : credits(this.price), time(this.seconds)].filter(Boolean).join(" · ");
  }

  /** What is missing on the account, in words; empty where it suffices. */
  missing() {
    const balance = store.credits?.balance;
    if (this.price === null || balance === undefined || balance >= this.price) return "";
    return `You have ${credits(balance)}. This needs ${this.price - balance} more.`;
  }
}

function time(seconds) {
  if (!(seconds >= 20)) return "";
  return seconds < 55 ? `about ${Math.round(seconds / 10) * 10} s` : `about ${Math.max(1, Math.round(seconds / 60))} min`;
}
