// Asking the server for a change, and saying what came of it.
export async function send(url, wish, words) {
  try {
    const answer = await fetch(url, {
      method: "POST",
      headers: { "X-CSRFToken": token(), Accept: "application/json" },
      body: new URLSearchParams(wish),
    });
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return await answer.json();
  } catch {
    // said below: nothing is known of what the server did
  }
  return { refusal: words.lost };
}

// To a page that is asked with a form: the one where a reason is written down.
export function go({ url, fields }) {
  const form = document.createElement("form");
  form.method = "post";
  form.action = url;
  for (const [name, value] of Object.entries({ ...fields, csrfmiddlewaretoken: token() })) {
    const input = document.createElement("input");
    [input.type, input.name, input.value] = ["hidden", name, value];
    form.append(input);
  }
  document.body.append(form);
  form.submit();
}

function token() {
  return JSON.parse(document.body.getAttribute("hx-headers:inherited") ?? "{}")["X-CSRFToken"];
}

export function toast(said, { isError = false, words, deed, act } = {}) {
  const node = document.createElement("div");
  node.className = `toast toast--${isError ? "error" : "success"}`;
  const text = document.createElement("p");
  text.className = "toast__words";
  text.textContent = said;
  node.append(text);
  if (act) node.append(buttonOf("button button--quiet toast__deed", deed, () => node.remove() ?? act()));
  const close = buttonOf("toast__close", "×", () => node.remove());
  close.setAttribute("aria-label", words.close);
  node.append(close);
  document.querySelector("toast-region .toasts")?.append(node);
}

function buttonOf(className, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = className;
  button.textContent = label;
  button.addEventListener("click", act);
  return button;
}
