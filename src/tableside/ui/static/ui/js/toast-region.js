// Messages float at the foot of the window and leave by themselves; errors stay until they are closed.
const STAY_MS = 7000;

class ToastRegion extends HTMLElement {
  connectedCallback() {
    this.timers = new Set();
    this.close = (event) => event.target.closest(".toast__close")?.closest(".toast").remove();
    this.addEventListener("click", this.close);
    this.watch = new MutationObserver(() => this.schedule());
    this.watch.observe(this, { childList: true, subtree: true });
    this.schedule();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.close);
    this.watch.disconnect();
    this.timers.forEach(clearTimeout);
  }

  schedule() {
    for (const toast of this.querySelectorAll(".toast:not(.toast--error):not([data-leaving])")) {
      toast.dataset.leaving = "";
      this.timers.add(setTimeout(() => this.leave(toast), STAY_MS));
    }
  }

  // Nobody loses a message they are reading or about to close.
  leave(toast) {
    if (toast.matches(":hover, :focus-within")) this.timers.add(setTimeout(() => this.leave(toast), STAY_MS));
    else toast.remove();
  }
}

customElements.define("toast-region", ToastRegion);
