// Cards that are dragged to another place in their list. The buttons of each card do the same without a mouse.

/** `drop(id, index)`: the card of the scene `id` was let go where the card at `index` is. */
export function draggable(list, drop) {
  let dragged = null;
  const cardAt = (event) => event.target.closest?.(".k-scene");
  const clear = () => list.querySelectorAll(".k-scene-over").forEach((card) => card.classList.remove("k-scene-over"));

  list.addEventListener("dragstart", (event) => {
    if (!event.target.classList?.contains("k-scene-handle")) return;
    dragged = cardAt(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.dataset.scene);
    event.dataTransfer.setDragImage(dragged, 20, 20);
    dragged.classList.add("k-scene-dragged");
  });
  list.addEventListener("dragover", (event) => {
    const card = cardAt(event);
    if (!dragged || !card) return;
    event.preventDefault();
    clear();
    if (card !== dragged) card.classList.add("k-scene-over");
  });
  list.addEventListener("drop", (event) => {
    const card = cardAt(event);
    if (!dragged || !card) return;
    event.preventDefault();
    if (card !== dragged) drop(dragged.dataset.scene, [...list.children].indexOf(card));
  });
  list.addEventListener("dragend", () => {
    clear();
    dragged?.classList.remove("k-scene-dragged");
    dragged = null;
  });
}
