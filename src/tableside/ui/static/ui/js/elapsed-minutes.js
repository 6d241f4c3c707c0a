// Counts the minutes since an instant. Without it the words inside say when that was.
class ElapsedMinutes extends HTMLElement {
  connectedCallback() {
    this.since = Date.parse(this.getAttribute("since"));
    if (Number.isNaN(this.since)) return;
    this.show();
    this.timer = setInterval(() => this.show(), 10_000);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  show() {
    const minutes = Math.max(0, Math.floor((Date.now() - this.since) / 60_000));
    const words = `${this.getAttribute("words")} ${minutes}`;
    if (this.textContent !== words) this.textContent = words;
  }
}

customElements.define("elapsed-minutes", ElapsedMinutes);
