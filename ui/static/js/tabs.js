// The row of tabs: the chosen one stays in sight where the row scrolls, and is chosen again after a reload.

const CHOSEN = "kinora-tab";
const SETTLED = 3; // looks, a tenth of a second apart

document.addEventListener("click", (event) => {
  const id = event.target.closest?.(".k-tabs [role=tab]")?.id;
  if (!id) return; // early.js keeps which one it was
  setTimeout(() => reveal(document.getElementById(id)), 80); // Gradio draws the row anew after the click
});

function reveal(tab) {
  const row = tab?.closest("[role=tablist]");
  if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

/** A click before Gradio listens to its tabs is lost: it is done again until the tab has been chosen for a while. */
function chooseAgain(tries, chosen = 0) {
  const id = sessionStorage.getItem(CHOSEN);
  if (!id || new URLSearchParams(location.search).has("again")) return;
  const tab = document.getElementById(id);
  const now = tab?.getAttribute("aria-selected") === "true";
  if (!now) tab?.click();
  if (tries && chosen < SETTLED) setTimeout(() => chooseAgain(tries - 1, now ? chosen + 1 : 0), 100);
}

chooseAgain(100);
