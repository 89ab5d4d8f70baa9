// Settings, "Your data": deleting the account.

import { api } from "./api.js";

const form = document.querySelector("form[data-leave]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const problem = form.querySelector(".k-problem");
  const button = form.querySelector("button");
  button.disabled = true;
  problem.hidden = true;
  try {
    await api("auth/delete", { method: "POST", body: { password: form.elements.password.value } });
    location.assign("/login?done=deleted");
  } catch (error) {
    problem.textContent = error.message;
    problem.hidden = false;
    button.disabled = false;
    form.elements.password.select();
  }
});
