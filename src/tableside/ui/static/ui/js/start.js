// What every page loads. Each module defines one custom element over HTML that already works without it.
import "ui/auto-save";
import "ui/body-chart";
import "ui/confirm-button";
import "ui/desk-keys";
import "ui/elapsed-minutes";
import "ui/fresh-part";
import "ui/growing-lines";
import "ui/hold-time";
import "ui/show-when";
import "ui/signature-pad";
import "ui/theme-switch";
import "ui/toast-region";
import "ui/zone-guess";

// A button with data-opens="id" opens that dialog.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (opener) document.getElementById(opener.dataset.opens)?.showModal();
});
