// Draws a signature by mouse, finger or pen into a hidden field, as strokes of whole points on a sheet of the viewBox.
// Without it, or by keyboard, the typed name beside it is the signature.
class SignaturePad extends HTMLElement {
  connectedCallback() {
    this.sheet = this.querySelector("svg");
    this.path = this.sheet.querySelector("path");
    this.field = this.querySelector("input");
    [this.undo, this.clear] = this.querySelectorAll("button");
    this.strokes = this.kept();
    this.leave = new AbortController();
    const listen = (target, name, deed) => target.addEventListener(name, deed, { signal: this.leave.signal });
    listen(this.sheet, "pointerdown", (event) => this.begin(event));
    listen(this.sheet, "pointermove", (event) => this.go(event));
    for (const end of ["pointerup", "pointercancel"]) listen(this.sheet, end, () => { this.pen = null; });
    listen(this.undo, "click", () => this.keep(this.strokes.slice(0, -1)));
    listen(this.clear, "click", () => this.keep([]));
    this.keep(this.strokes);
  }

  disconnectedCallback() {
    this.leave.abort();
  }

  // What the page came back with; a drawing that cannot be read is begun anew.
  kept() {
    try {
      const told = JSON.parse(this.field.value || "[]");
      return told.every((stroke) => stroke.every((point) => point.length === 2)) ? told : [];
    } catch {
      return [];
    }
  }

  begin(event) {
    if (!event.isPrimary || event.button !== 0 || this.strokes.length >= Number(this.getAttribute("strokes"))) return;
    if (this.isFull) return;
    event.preventDefault();
    this.sheet.setPointerCapture(event.pointerId);
    this.pen = event.pointerId;
    this.keep([...this.strokes, [this.point(event)]]);
  }

  go(event) {
    if (this.pen !== event.pointerId) return;
    const stroke = this.strokes.at(-1);
    for (const each of event.getCoalescedEvents?.() ?? [event]) {
      const [x, y] = this.point(each);
      const [lastX, lastY] = stroke.at(-1);
      if (!this.isFull && Math.hypot(x - lastX, y - lastY) >= 2) stroke.push([x, y]);
    }
    this.keep(this.strokes);
  }

  get isFull() {
    return this.strokes.reduce((sum, stroke) => sum + stroke.length, 0) >= Number(this.getAttribute("points"));
  }

  point(event) {
    const box = this.sheet.getBoundingClientRect();
    const { width, height } = this.sheet.viewBox.baseVal;
    const on = (part, edge) => Math.min(edge, Math.max(0, Math.round(part * edge)));
    return [on((event.clientX - box.left) / box.width, width), on((event.clientY - box.top) / box.height, height)];
  }

  keep(strokes) {
    this.strokes = strokes;
    this.field.value = strokes.length ? JSON.stringify(strokes) : "";
    this.path.setAttribute("d", strokes.map(([start, ...rest]) =>
      `M${start.join(" ")}${rest.map((point) => `L${point.join(" ")}`).join("") || "h0"}`).join(""));
    for (const button of [this.undo, this.clear]) button.disabled = !strokes.length;
  }
}

customElements.define("signature-pad", SignaturePad);
