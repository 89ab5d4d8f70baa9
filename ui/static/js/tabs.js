// The row of tabs: the chosen one stays in sight where the row scrolls, and is chosen again after a reload.

const CHOSEN = "kinora-tab";

document.addEventListener("click", (event) => {
  const id = event.target.closest?.(".k-tabs [role=tab]")?.id;
  if (!id) return; // early.js keeps which one it was
  setTimeout(() => reveal(document.getElementById(id)), 80); // Gradio draws the row anew after the click
});

function reveal(tab) {
  const row = tab?.closest("[role=tablist]");
  if (row) row.scrollLeft = tab.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2;
}

function chooseAgain(tries) {
  const id = sessionStorage.getItem(CHOSEN);
  if (!id || new URLSearchParams(location.search).has("again")) return;
  const tab = document.getElementById(id);
  if (!tab && tries) return void setTimeout(() => chooseAgain(tries - 1), 100);
  if (tab && tab.getAttribute("aria-selected") !== "true") tab.click();
}

chooseAgain(100);
