// A follow-up question, shown only while another field of the form has one of the given values.
// Hidden controls are disabled, so an answer that no longer applies is not sent.
class ShowWhen extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.update = () => this.show();
    this.form?.addEventListener("change", this.update);
    this.form?.addEventListener("reset", this.update);
    this.show();
  }

  disconnectedCallback() {
    this.form?.removeEventListener("change", this.update);
    this.form?.removeEventListener("reset", this.update);
  }

  show() {
    if (!this.form) return;
    const wanted = (this.getAttribute("equals") || "").split(" ");
    const values = new FormData(this.form).getAll(this.getAttribute("field"));
    const isOpen = values.some((value) => wanted.includes(value));
    if (this.hidden !== isOpen && this.dataset.live) return;
    this.dataset.live = "true";
    this.hidden = !isOpen;
    for (const control of this.querySelectorAll("input, select, textarea, button")) {
      if (control.closest("show-when") === this) control.disabled = !isOpen;
    }
    for (const hint of this.querySelectorAll(":scope > .show-when__hint")) hint.hidden = true;
    // A follow-up of a follow-up decides again, now that its question came or went.
    for (const inner of this.querySelectorAll("show-when")) inner.show?.();
  }
}

customElements.define("show-when", ShowWhen);
