// A part of the page that shows within seconds what others have changed. Without it a reload does.
const POLL_MS = 4000;

class FreshPart extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => this.look(), POLL_MS);
    this.seen = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.seen);
  }

  // Unchanged costs one query and no body; what somebody is writing in is never taken from under their hands.
  async look() {
    if (document.hidden || this.isInUse()) return;
    try {
      const answer = await fetch(location.href, { cache: "no-store", headers: { "X-State": this.getAttribute("state") } });
      const state = answer.headers.get("X-State");
      if (answer.status !== 200 || answer.redirected || !state) return;
      const html = await answer.text();
      if (this.isInUse()) return;
      this.show(html);
      this.setAttribute("state", state);
    } catch {
      // the practice cannot be reached: what is shown stays, and is asked for again
    }
  }

  show(html) {
    const focused = this.contains(document.activeElement) ? nameOf(document.activeElement) : null;
    const open = [...this.querySelectorAll("details")].map((fold) => fold.open);
    this.innerHTML = html;
    const folds = [...this.querySelectorAll("details")];
    if (folds.length === open.length) folds.forEach((fold, nth) => (fold.open = open[nth]));
    if (focused) [...this.querySelectorAll("a, button, summary")].find((one) => nameOf(one) === focused)?.focus();
  }

  isInUse() {
    return this.querySelector("dialog[open], :is(input, textarea, select):focus") !== null;
  }
}

// Where it leads or what it sends, and its words: enough to find it again.
function nameOf(one) {
  return [one.getAttribute("href") ?? one.form?.action, one.textContent.trim()].join(" ");
}

customElements.define("fresh-part", FreshPart);
