// Before a dragged change is made: whether it is meant, and whether the client hears of it. Null when it is not meant.
export function askBefore(dialog, { name, when, reaches }) {
  dialog.querySelector("[data-name]").textContent = name;
  dialog.querySelector("[data-when]").textContent = when;
  dialog.querySelector("[data-tell]").hidden = !reaches;
  dialog.querySelector("[data-untold]").hidden = reaches;
  dialog.querySelector("[data-leave]").onclick = () => dialog.close("");
  const tell = dialog.querySelector("[name=tell]");
  tell.checked = reaches;
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    const answer = () => resolve(dialog.returnValue === "do" ? { tells: tell.checked } : null);
    dialog.addEventListener("close", answer, { once: true });
  });
}
