// Saves the form inside while it is being filled in. The text stays on the page whatever the network or the sign-in does.
const PAUSE_MS = 1000;
const RETRY_MS = [2000, 5000, 15000, 30000];

class AutoSave extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form") || this.closest("form");
    if (!this.form) return;
    this.failures = 0;
    this.note = this.querySelector("[data-saved]") || this.appendChild(this.makeNote());
    this.typed = () => this.later(PAUSE_MS);
    this.online = () => this.isDirty && this.save();
    this.leaving = (event) => this.isDirty && event.preventDefault();
    this.sent = (event) => this.submitted(event);
    this.form.addEventListener("input", this.typed);
    this.form.addEventListener("change", this.typed);
    this.form.addEventListener("submit", this.sent);
    addEventListener("online", this.online);
    addEventListener("focus", this.online);
    addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    if (!this.form) return;
    clearTimeout(this.timer);
    this.form.removeEventListener("input", this.typed);
    this.form.removeEventListener("change", this.typed);
    this.form.removeEventListener("submit", this.sent);
    removeEventListener("online", this.online);
    removeEventListener("focus", this.online);
    removeEventListener("beforeunload", this.leaving);
  }

  // Sent while signed out, the form would lead to the sign-in page and take the text along.
  submitted(event) {
    if (this.note.dataset.state === "signed-out") {
      event.preventDefault();
      this.save();
      return;
    }
    this.isDirty = false;
    clearTimeout(this.timer);
  }

  later(ms) {
    this.isDirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), ms);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isSaving) return this.later(PAUSE_MS);
    this.isSaving = true;
    this.isDirty = false;
    try {
      if (this.note.dataset.state === "signed-out") await this.renewToken();
      const answer = await fetch(this.getAttribute("url") || this.form.action, {
        method: "POST",
        body: new FormData(this.form),
        headers: { "X-Auto-Save": "1" },
        redirect: "manual",
      });
      this.take(answer);
    } catch {
      this.retry("waiting", this.words("offline", "Not saved yet: no connection. Your text is kept here; trying again."));
    } finally {
      this.isSaving = false;
    }
  }

  take(answer) {
    if (answer.ok) {
      this.failures = 0;
      this.build(answer.headers.get("X-Revision"));
      const { lang, dataset } = document.documentElement; // the practice's clock, as everywhere on the page
      const time = new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit", timeZone: dataset.zone });
      if (!this.isDirty) this.say("saved", `${this.words("saved", "Saved")} ${time}`);
      this.dispatchEvent(new CustomEvent("auto-save:saved", { bubbles: true }));
    } else if ([401, 403].includes(answer.status) || answer.type === "opaqueredirect") {
      this.retry("signed-out", this.words("signed-out", "Not saved: you are signed out. Your text is kept here. Sign in again in a new tab, then come back."));
    } else if (answer.status === 422 || answer.status === 409 || answer.status === 400) {
      this.isDirty = true;
      this.say("waiting", this.words("refused", "Not saved yet: something in the form needs a look. Use the button below to see what."));
    } else {
      this.retry("waiting", this.words("broken", "Not saved yet. Your text is kept here; trying again."));
    }
  }

  // What is typed next changes what has just been saved, not what was there when the page was opened.
  build(revision) {
    const field = this.form.elements.namedItem("revision");
    if (field && revision) field.value = revision;
  }

  // Signing in anew changes the token that each form carries; any page of ours brings the new one.
  async renewToken() {
    const field = this.form.elements.namedItem("csrfmiddlewaretoken");
    if (!field) return;
    const answer = await fetch("/");
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector('input[name="csrfmiddlewaretoken"]');
    if (!fresh) return;
    for (const old of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) old.value = fresh.value;
  }

  retry(state, words) {
    this.say(state, words);
    this.later(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]);
    this.failures += 1;
  }

  say(state, words) {
    this.note.dataset.state = state;
    if (this.note.textContent !== words) this.note.textContent = words;
  }

  words(key, english) {
    return this.getAttribute(`words-${key}`) || english;
  }

  makeNote() {
    const note = document.createElement("p");
    note.className = "saved";
    note.setAttribute("role", "status");
    return note;
  }
}

customElements.define("auto-save", AutoSave);
