// Keeps one empty line below those that are used, instead of the spare ones that the page comes with. Enter goes to it.
class GrowingLines extends HTMLElement {
  connectedCallback() {
    this.grow = () => this.keepOneEmpty();
    this.keys = (event) => this.keyed(event);
    this.addEventListener("input", this.grow);
    this.addEventListener("keydown", this.keys);
    while (this.lines.length > 1 && !this.lines.at(-1).value && !this.lines.at(-2).value) this.lines.at(-1).remove();
    this.keepOneEmpty();
  }

  disconnectedCallback() {
    this.removeEventListener("input", this.grow);
    this.removeEventListener("keydown", this.keys);
  }

  get lines() {
    return [...this.querySelectorAll("input")];
  }

  keepOneEmpty() {
    const last = this.lines.at(-1);
    if (!last.value) return;
    const next = last.cloneNode();
    next.value = "";
    for (const name of ["id", "value", "aria-invalid", "aria-describedby"]) next.removeAttribute(name);
    next.setAttribute("aria-label", this.getAttribute("words").replace("{number}", this.lines.length + 1));
    last.after(next);
  }

  keyed(event) {
    const next = event.target.value && this.lines[this.lines.indexOf(event.target) + 1];
    if (event.key !== "Enter" || !next) return;
    event.preventDefault();
    next.focus();
  }
}

customElements.define("growing-lines", GrowingLines);
