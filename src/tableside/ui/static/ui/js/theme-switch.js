// Switches light and dark at once and remembers it in the cookie the server reads. Without it the form does the same.
const YEAR = 365 * 24 * 3600;

class ThemeSwitch extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.querySelector("button");
    this.change = (event) => this.switch(event);
    this.form?.addEventListener("submit", this.change);
    this.tell(this.theme);
  }

  disconnectedCallback() {
    this.form?.removeEventListener("submit", this.change);
  }

  get theme() {
    const chosen = document.documentElement.dataset.theme;
    if (chosen === "light" || chosen === "dark") return chosen;
    return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  }

  switch(event) {
    event.preventDefault();
    const theme = this.theme === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
    this.tell(theme);
  }

  // The button offers the other theme than the one shown.
  tell(theme) {
    const offered = theme === "dark" ? "light" : "dark";
    if (!this.button || this.button.value === offered) return;
    const { other } = this.button.dataset;
    this.button.dataset.other = this.button.getAttribute("aria-label");
    this.button.setAttribute("aria-label", other);
    this.button.value = offered;
    const use = this.button.querySelector("use");
    const sprite = use.getAttribute("href").split("#")[0];
    use.setAttribute("href", `${sprite}#${offered === "light" ? "sun" : "moon"}`);
  }
}

customElements.define("theme-switch", ThemeSwitch);
