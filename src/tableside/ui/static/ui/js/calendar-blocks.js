// How the feed's blocks become what the calendar library draws, and what is mended in what it draws.
const ARIA = ["role", "aria-colindex", "aria-rowindex", "aria-colcount", "aria-rowcount", "aria-colspan", "aria-rowspan"];
const TABLE_ROLES = new Set(["table", "rowgroup", "row", "columnheader", "rowheader", "cell"]);
const BEHIND = new Set(["buffer", "closed", "now"]);

// All of a feed that was taken some time ago, with a line at what the clock in the practice shows now: the library's own
// line would show the browser's clock.
export function eventsOf(feed, taken) {
  const now = new Date(feed.now).getTime() + Date.now() - taken;
  const [start, end] = [now, now + 5 * 60000].map((ms) => wall(new Date(ms)));
  const line = feed.columns.map(({ id }) => ({ id: `now-${id}`, column: id, kind: "now", start, end }));
  return [...feed.blocks, ...line].map(eventOf);
}

// The practice's wall clock, as it was handed over: the library's dates are local to the browser.
export function wall(date) {
  const two = (number) => String(number).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

function eventOf(block) {
  const classNames = [`block block--${block.kind}`];
  if (block.tint) classNames.push(`tint--${block.tint}`);
  if (block.status) classNames.push(`block--${block.status}`);
  return {
    id: block.id,
    resourceIds: [block.column],
    start: block.start,
    end: block.end,
    display: BEHIND.has(block.kind) ? "background" : "auto",
    editable: Boolean(block.moves),
    classNames: classNames.join(" ").split(" "),
    extendedProps: block,
  };
}

export function contentOf(block, icons) {
  if (BEHIND.has(block.kind)) return [];
  const line = (className, text) => {
    const node = document.createElement("span");
    node.className = className;
    node.textContent = text;
    return node;
  };
  const nodes = [line(block.kind === "appointment" ? "block__name client-name" : "block__name", block.name)];
  if (block.text) nodes.push(line("block__text", block.text));
  if (block.cues?.length) {
    const row = line("block__cues", "");
    for (const cue of block.cues) row.append(cueOf(cue, icons));
    nodes.splice(1, 0, row);
  }
  if (block.beside) nodes.push(line("block__text", block.beside));
  return block.url ? [linkOf(block, nodes)] : nodes;
}

// A real link, so that the keyboard, a screen reader and a new tab work as everywhere. What its place
// in the grid says to the eye stands in it in words.
function linkOf(block, nodes) {
  const link = document.createElement("a");
  link.className = "block__link";
  link.href = block.url;
  link.draggable = false; // the block is dragged, not its address
  link.dataset.appointment = block.id;
  const more = document.createElement("span");
  more.className = "visually-hidden";
  more.textContent = block.more;
  link.append(...nodes, more);
  return link;
}

function cueOf(cue, icons) {
  const node = document.createElement("span");
  node.className = `block__cue block__cue--${cue.tone}`;
  node.title = cue.words;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon icon--small");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${icons}#${cue.icon}`);
  svg.append(use);
  const words = document.createElement("span");
  words.className = "block__words";
  words.textContent = cue.words;
  node.append(svg, words);
  return node;
}

// The library marks its columns up as a table without a table's order: no roles are better than wrong ones.
export function tidyRoles(root) {
  const tidy = () => {
    for (const node of root.querySelectorAll("[role],[aria-colindex],[aria-rowindex]")) {
      const role = node.getAttribute("role");
      if (role === null || TABLE_ROLES.has(role)) for (const name of ARIA) node.removeAttribute(name);
    }
  };
  const watch = new MutationObserver(tidy);
  watch.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ARIA });
  tidy();
  return watch;
}
