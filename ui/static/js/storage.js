// What the account keeps in files: a section of the settings.

import { api } from "./api.js";
import { h } from "./dom.js";
import { megabytes } from "./format.js";

class Storage extends HTMLElement {
  async connectedCallback() {
    try {
      this.replaceChildren(...shown(await api("auth/me/storage")));
    } catch (error) {
      this.replaceChildren(h("p", { class: "k-problem", role: "alert" }, error.message));
    }
  }
}

function shown(use) {
  const days = use.kept_days.results;
  const rule = days
    ? `Results are removed ${days} ${days === 1 ? "day" : "days"} after they were made, unless you mark them as favourites. Uploads stay until you delete them.`
    : "Results and uploads stay until you delete them.";
  return [
    h("dl", { class: "k-facts" },
      [["Results", use.results], ["Uploads", use.uploads]].flatMap(([name, kind]) => [h("dt", {}, name), h("dd", { class: "k-number" }, amount(kind))])),
    h("p", { class: "k-soft" }, rule),
  ];
}

const amount = ({ files, bytes }) => (files ? `${megabytes(bytes)} in ${files} ${files === 1 ? "file" : "files"}` : "none");

customElements.define("kinora-storage", Storage);
