// Makes the drawn places work: a press or Enter ticks the place in the list, or opens a row for it. The list does the
// same by itself, and stays the truth: the drawing only mirrors it.
class BodyChart extends HTMLElement {
  connectedCallback() {
    this.variant = this.getAttribute("variant");
    if (this.variant === "shown") return;
    this.dataset.live = "true";
    this.press = (event) => this.pressed(event);
    this.keys = (event) => this.keyed(event);
    this.mirror = () => this.draw();
    this.addEventListener("click", this.press);
    this.addEventListener("keydown", this.keys);
    this.addEventListener("change", this.mirror);
    for (const place of this.querySelectorAll("[data-place]")) {
      place.setAttribute("role", this.variant === "places" ? "checkbox" : "button");
      place.setAttribute("tabindex", "-1");
      place.setAttribute("aria-label", place.querySelector("title").textContent);
    }
    for (const view of this.querySelectorAll(".body-chart__svg")) {
      view.setAttribute("role", "group");
      view.querySelector("[data-place]")?.setAttribute("tabindex", "0");
    }
    const list = this.querySelector(".body-chart__list details");
    if (list) list.open = false;
    this.tidy();
    this.draw();
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.press);
    this.removeEventListener("keydown", this.keys);
    this.removeEventListener("change", this.mirror);
  }

  pressed(event) {
    const removal = event.target.closest("[data-removes]");
    if (removal) return this.remove(removal.closest(".mark-row"));
    const place = event.target.closest("[data-place]");
    if (place) this.choose(place.dataset.place);
  }

  // One stop for Tab in each figure; arrows walk through its places.
  keyed(event) {
    const place = event.target.closest("[data-place]");
    if (!place) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(place.dataset.place);
      return;
    }
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = [...place.closest("svg").querySelectorAll("[data-place]")];
    const next = all[(all.indexOf(place) + step + all.length) % all.length];
    all.forEach((each) => each.setAttribute("tabindex", each === next ? "0" : "-1"));
    next.focus();
  }

  choose(key) {
    if (this.variant === "places") {
      const tick = this.querySelector(`input[type="checkbox"][value="${CSS.escape(key)}"]`);
      if (!tick) return;
      tick.checked = !tick.checked;
      tick.dispatchEvent(new Event("change", { bubbles: true }));
      return;
    }
    const row = this.rows.find((each) => select(each).value === key) || this.freeRow();
    if (select(row).value !== key) {
      select(row).value = key;
      select(row).dispatchEvent(new Event("change", { bubbles: true }));
    }
    row.hidden = false;
    row.querySelector('[name="mark_score"]').focus();
  }

  get rows() {
    return [...this.querySelectorAll(".mark-row")];
  }

  freeRow() {
    const free = this.rows.find((each) => !select(each).value);
    if (free) return free;
    const row = this.querySelector("template").content.firstElementChild.cloneNode(true);
    const number = this.rows.length + 1;
    for (const control of row.querySelectorAll("[id]")) control.id += `-${number}`;
    for (const label of row.querySelectorAll("[for]")) label.htmlFor += `-${number}`;
    this.rows.at(-1).after(row);
    return row;
  }

  remove(row) {
    for (const control of row.querySelectorAll("select, input")) control.value = "";
    row.hidden = this.rows.filter((each) => !each.hidden).length > 1;
    this.dispatchEvent(new Event("change", { bubbles: true }));
  }

  // Rows nobody has used yet are only needed where there is no drawing to press; one stays, for the list.
  tidy() {
    const unused = this.rows.filter((row) => !select(row).value);
    unused.slice(1).forEach((row) => { row.hidden = true; });
  }

  draw() {
    const marks = new Map(
      this.variant === "places"
        ? [...this.querySelectorAll('input[type="checkbox"]:checked')].map((tick) => [tick.value, ""])
        : this.rows.map((row) => [select(row).value, row.querySelector('[name="mark_score"]').value]),
    );
    for (const place of this.querySelectorAll("[data-place]")) {
      const key = place.dataset.place;
      const score = marks.get(key);
      const kind = score ? `place--${Number(score)}` : "place--chosen";
      place.setAttribute("class", marks.has(key) ? `place ${kind}` : "place");
      if (this.variant === "places") place.setAttribute("aria-checked", String(marks.has(key)));
    }
    this.say();
  }

  // Names what is chosen, for those who cannot tell from a tint.
  say() {
    const said = this.querySelector(".body-chart__said");
    if (!said) return;
    const names = [...this.querySelectorAll('input[type="checkbox"]:checked')].map((tick) => tick.parentElement.textContent);
    said.textContent = names.length ? `${said.dataset.said} ${names.join(", ")}` : "";
  }
}

const select = (row) => row.querySelector('[name="mark_place"]');

customElements.define("body-chart", BodyChart);
