// Keys of the desk. Each does what a link or button of the page does too; where somebody types, none of them counts.
const YEAR = 365 * 24 * 3600;

class DeskKeys extends HTMLElement {
  connectedCallback() {
    this.press = (event) => this.on(event);
    document.addEventListener("keydown", this.press);
    this.querySelector("[data-hides-names]")?.addEventListener("click", () => this.hideNames());
    this.search?.addEventListener("input", () => this.look());
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.press);
  }

  get dialog() {
    return this.querySelector("#find");
  }

  get search() {
    return this.querySelector("#find input");
  }

  on(event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") return this.done(event, () => this.find());
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const follow = (selector) => document.querySelector(selector)?.click();
    const deeds = {
      "?": () => this.querySelector("#keys").showModal(),
      P: event.shiftKey && (() => this.hideNames()),
      n: () => location.assign(this.dataset.book),
      t: () => (document.querySelector("[data-today]") ? follow("[data-today]") : location.assign(this.dataset.today)),
      ArrowLeft: document.querySelector("desk-calendar") && (() => follow('.page-head [rel="prev"]')),
      ArrowRight: document.querySelector("desk-calendar") && (() => follow('.page-head [rel="next"]')),
    };
    const deed = deeds[event.key];
    if (deed) this.done(event, deed);
  }

  done(event, deed) {
    event.preventDefault();
    deed();
  }

  find() {
    if (!this.dialog.open) this.dialog.showModal();
    this.search.select();
  }

  // What is found while it is typed; pressing Enter opens the page of the search, as without JavaScript.
  look() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(async () => {
      const asked = this.search.value.trim();
      const url = `${this.search.form.action}?${new URLSearchParams({ q: asked, part: "1" })}`;
      const answer = asked ? await fetch(url, { cache: "no-store" }) : null;
      if (asked !== this.search.value.trim()) return;
      const text = answer?.ok && !answer.redirected ? await answer.text() : "";
      const found = new DOMParser().parseFromString(text, "text/html");
      this.querySelector("#find .finder__found").replaceChildren(...found.body.childNodes);
    }, 180);
  }

  // A screen that strangers can see: kept in this browser, known to the server so that no page shows names first.
  hideNames() {
    const root = document.documentElement;
    const hides = root.dataset.names !== "hidden";
    if (hides) root.dataset.names = "hidden";
    else delete root.dataset.names;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `names=${hides ? "hidden" : ""}; path=/; max-age=${hides ? YEAR : 0}; SameSite=Lax${secure}`;
    this.querySelector("[data-hides-names]")?.setAttribute("aria-pressed", String(hides));
  }
}

function isTyping(target) {
  return target.closest("input, textarea, select, [contenteditable]") !== null;
}

customElements.define("desk-keys", DeskKeys);
