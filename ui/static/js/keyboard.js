// What Gradio 6.31 lacks for people without a mouse. Each of its radio buttons has a name of its own, so that arrow keys
// choose nothing and each is a stop of the Tab key: with one name a field's buttons are one group. Its open lists are
// stops of the Tab key too, and close when they are reached, which loses the focus.

const KEYS = new Set(["Tab", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

document.addEventListener("keydown", (event) => {
  if (!KEYS.has(event.key)) return;
  for (const input of document.querySelectorAll(".k-field[id] input[type=radio]")) {
    const { id } = input.closest(".k-field");
    if (input.name !== id) input.name = id;
  }
  for (const list of document.querySelectorAll(".k-field .options, .k-field .options ul")) list.tabIndex = -1;
}, true);
