// What must be there before all other scripts, which come a moment later over slow lines: clicks are not lost.

{
  let begin;
  const ours = new Promise((resolve) => { begin = resolve; });
  const later = (name) => [name, (...values) => ours.then((found) => found[name](...values))];
  window.kinora = { ...Object.fromEntries(["order", "refill", "dropKept"].map(later)), begin };

  document.addEventListener("click", (event) => {
    const id = event.target.closest?.(".k-tabs [role=tab]")?.id;
    if (id) sessionStorage.setItem("kinora-tab", id);
  });
}
