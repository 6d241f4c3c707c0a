// Counts down how long a chosen time is kept, gives it back when the page is left, and asks for it where the page was
// reached without it or comes back (a reload gives it back on its way). Without it, words say until when it is kept.
class HoldTime extends HTMLElement {
  connectedCallback() {
    this.until = Date.parse(this.getAttribute("until") ?? "");
    this.leave = () => this.release();
    this.stay = () => { this.stays = true; };
    this.back = (event) => { if (event.persisted) location.reload(); };
    addEventListener("pagehide", this.leave);
    addEventListener("pageshow", this.back);
    document.addEventListener("submit", this.stay);
    for (const link of document.querySelectorAll("[data-keeps-hold]")) link.addEventListener("click", this.stay);
    const [arrival] = performance.getEntriesByType("navigation");
    if (Number.isNaN(this.until) || (arrival?.type !== "navigate" && !this.hasAttribute("renewed"))) this.ask();
    else this.count();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    removeEventListener("pagehide", this.leave);
    removeEventListener("pageshow", this.back);
    document.removeEventListener("submit", this.stay);
  }

  async ask() {
    if (this.hasAttribute("renewed")) return;
    const form = this.querySelector("form");
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    if (!answer?.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("hold-time");
    if (!fresh) return;
    fresh.setAttribute("renewed", "");
    this.replaceWith(document.adoptNode(fresh));
  }

  count() {
    this.show();
    this.timer = setInterval(() => this.show(), 1000);
  }

  show() {
    const words = this.querySelector("[data-words]");
    const left = Math.ceil((this.until - Date.now()) / 60_000);
    let say = this.getAttribute("words").replace("{minutes}", left);
    if (left === 1) say = this.getAttribute("words-last");
    if (left < 1) {
      say = this.getAttribute("words-over");
      clearInterval(this.timer);
    }
    if (words.textContent !== say) words.textContent = say;
  }

  release() {
    if (this.stays || Number.isNaN(this.until)) return;
    const token = this.querySelector("[name=csrfmiddlewaretoken]").value;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", token);
    navigator.sendBeacon(this.getAttribute("release"), body);
  }
}

customElements.define("hold-time", HoldTime);
