// Asks before the button inside does its deed. Without it the button acts at once (and the server asks where it must).
class ConfirmButton extends HTMLElement {
  connectedCallback() {
    this.ask = (event) => this.intercept(event);
    this.addEventListener("click", this.ask, true);
  }

  disconnectedCallback() {
    this.removeEventListener("click", this.ask, true);
    this.dialog?.remove();
  }

  intercept(event) {
    const button = event.target.closest("button");
    if (!button || this.dialog?.contains(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.button = button;
    this.dialog ??= this.build();
    this.dialog.showModal();
  }

  build() {
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    const title = element("h2", "dialog__title", this.getAttribute("heading"));
    title.id = `confirm-${crypto.getRandomValues(new Uint32Array(1))[0]}`;
    dialog.setAttribute("aria-labelledby", title.id);
    const keep = element("button", "button", this.getAttribute("keep") || "Cancel");
    const accept = element("button", "button button--danger", this.getAttribute("accept"));
    keep.type = accept.type = "button";
    keep.addEventListener("click", () => dialog.close());
    accept.addEventListener("click", () => this.accept());
    const actions = element("div", "dialog__actions");
    actions.append(keep, accept);
    dialog.append(title);
    if (this.hasAttribute("text")) dialog.append(element("p", "dialog__body", this.getAttribute("text")));
    dialog.append(actions);
    document.body.append(dialog);
    return dialog;
  }

  accept() {
    this.dialog.close();
    if (this.button.form) this.button.form.requestSubmit(this.button);
    this.dispatchEvent(new CustomEvent("confirm-button:accepted", { bubbles: true }));
  }
}

function element(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}

customElements.define("confirm-button", ConfirmButton);
