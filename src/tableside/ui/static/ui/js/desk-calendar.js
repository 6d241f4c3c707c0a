// The desk's calendar over a feed of ours. It draws and asks; what may be moved where, only the server knows.
import { createCalendar, destroyCalendar, Interaction, ResourceTimeGrid } from "vendor/calendar-lib";
import { contentOf, eventsOf, tidyRoles, wall } from "ui/calendar-blocks";
import { askBefore } from "ui/calendar-question";
import { go, send, toast } from "ui/calendar-talk";

const POLL_MS = 4000;
const MINUTE_MS = 60000;
const COLUMN_PX = { 1: 150, 7: 96 };

class DeskCalendar extends HTMLElement {
  connectedCallback() {
    const feed = JSON.parse(this.querySelector("#calendar-feed").textContent);
    this.words = JSON.parse(this.getAttribute("words"));
    this.question = document.getElementById("change-question");
    this.state = this.getAttribute("state");
    this.own = new Map(); // what this page has changed, before the feed says so: by appointment its revision
    this.replaceChildren();
    this.take(feed);
    this.calendar = createCalendar(this, [ResourceTimeGrid, Interaction], this.options(feed));
    this.watch = tidyRoles(this);
    this.timers = [setInterval(() => this.look(), POLL_MS), setInterval(() => this.draw(), MINUTE_MS)];
    this.keys = (event) => this.press(event);
    this.addEventListener("keydown", this.keys);
    this.menu = (event) => event.pointerType === "touch" && event.preventDefault();
    this.addEventListener("contextmenu", this.menu);
    this.seen = () => document.hidden || this.look();
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() {
    this.timers.forEach(clearInterval);
    this.watch.disconnect();
    this.removeEventListener("keydown", this.keys);
    this.removeEventListener("contextmenu", this.menu);
    document.removeEventListener("visibilitychange", this.seen);
    destroyCalendar(this.calendar);
  }

  options(feed) {
    const days = Number(this.getAttribute("days"));
    return {
      view: days === 7 ? "resourceTimeGridWeek" : "resourceTimeGridDay",
      date: this.getAttribute("first"),
      firstDay: 1,
      hiddenDays: feed.hidden,
      datesAboveResources: days === 7,
      headerToolbar: { start: "", center: "", end: "" },
      allDaySlot: false,
      slotDuration: "00:30",
      snapDuration: { minutes: Number(this.getAttribute("step")) },
      slotLabelInterval: "01:00",
      slotHeight: 36,
      slotMinTime: `${String(feed.hours[0]).padStart(2, "0")}:00`,
      slotMaxTime: `${String(feed.hours[1]).padStart(2, "0")}:00`,
      slotLabelFormat: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
      slotEventOverlap: false,
      columnWidth: `minmax(${COLUMN_PX[days]}px, 1fr)`,
      height: "auto",
      locale: document.documentElement.lang,
      resources: feed.columns,
      events: eventsOf(this.feed, this.taken),
      editable: true,
      eventLongPressDelay: 400,
      eventContent: ({ event }) => ({ domNodes: contentOf(event.extendedProps, this.getAttribute("icons")) }),
      eventDragStop: () => this.letGo(),
      eventResizeStop: () => this.letGo(),
      eventDrop: ({ event, revert }) => this.ask(event, revert),
      eventResize: ({ event, revert }) => this.ask(event, revert, { pulled: "on" }),
      dateClick: ({ date, resource }) => this.book(date, resource),
    };
  }

  // Letting go of a block is no press on its link, and holding it with a finger asks for no menu.
  letGo() {
    const stop = (event) => event.preventDefault();
    this.addEventListener("click", stop, true);
    setTimeout(() => this.removeEventListener("click", stop, true), 250);
  }

  // A free time leads to the desk's booking, with whom, where and when already chosen.
  book(date, resource) {
    const url = this.getAttribute("book");
    if (!url) return;
    const wish = new URLSearchParams({ wall: wall(date) });
    const place = resource?.extendedProps.location;
    if (place) wish.set("location", place);
    else if (resource && this.getAttribute("by") === "therapist") wish.set("therapist", resource.id);
    location.assign(`${url}?${wish}`);
  }

  async ask(event, revert, how = {}) {
    const meant = await askBefore(this.question, this.asked(event));
    if (!meant) {
      revert();
      return;
    }
    const answer = await this.wish(event, meant, how);
    if (answer.refusal) {
      revert();
      const act = answer.insist && (() => go(answer.insist));
      toast(answer.refusal, { isError: true, words: this.words, deed: this.words.insist, act });
    } else {
      this.own.set(event.id, answer.revision);
      const back = () => send(answer.undo, {}, this.words).then((again) => this.said(again, event.id));
      toast(answer.said, { words: this.words, deed: this.words.back, act: back });
    }
    this.look();
  }

  said(answer, id) {
    if (answer.revision) this.own.set(id, answer.revision);
    toast(answer.refusal ?? answer.said, { isError: Boolean(answer.refusal), words: this.words });
    this.look();
  }

  // What is about to change, in words.
  asked(event) {
    const { name, reaches } = event.extendedProps;
    const { lang } = document.documentElement;
    const day = event.start.toLocaleDateString(lang, { weekday: "long", day: "numeric", month: "long" });
    const [from, until] = [event.start, event.end].map((at) => wall(at).slice(11));
    const column = this.feed.columns.find(({ id }) => id === String(event.resourceIds[0]));
    return { name, reaches, when: [`${day}, ${from}–${until}`, column?.title].filter(Boolean).join(", ") };
  }

  wish(event, { tells }, how) {
    const { wish: url, revision: read } = event.extendedProps;
    const revision = Math.max(read, this.own.get(event.id) ?? 0);
    const column = String(event.resourceIds[0] ?? "");
    const by = this.getAttribute("by") === "room" ? "table" : "therapist";
    const minutes = Math.round((event.end - event.start) / 60000);
    const place = { [by]: column === "none" ? "" : column };
    const key = crypto.getRandomValues(new Uint32Array(4)).join("-"); // sent twice, it is done once
    const told = tells && { tell: "on" };
    return send(url, { start: wall(event.start), minutes, revision, key, ...how, ...place, ...told }, this.words);
  }

  // What others did meanwhile. Unchanged costs one query and no body; a drag in progress is never disturbed.
  async look() {
    if (document.hidden || this.isHeld()) return;
    try {
      const answer = await fetch(this.getAttribute("feed"), { cache: "no-store", headers: { "If-None-Match": this.state } });
      this.toggleAttribute("stale", !answer.ok && answer.status !== 304);
      if (answer.status !== 200 || answer.redirected) return;
      this.state = answer.headers.get("ETag");
      this.show(await answer.json());
    } catch {
      this.toggleAttribute("stale", true);
    }
  }

  show(feed) {
    this.take(feed);
    this.calendar.setOption("resources", feed.columns);
    this.draw();
  }

  take(feed) {
    this.feed = feed;
    this.taken = Date.now();
  }

  draw() {
    if (this.isHeld()) return;
    const focused = document.activeElement?.dataset?.appointment;
    this.calendar.setOption("events", eventsOf(this.feed, this.taken));
    if (focused) requestAnimationFrame(() => this.querySelector(`[data-appointment="${focused}"]`)?.focus());
  }

  isHeld() {
    return this.question?.open || this.querySelector(".ec-dragging, .ec-preview") !== null;
  }

  // Up and down from appointment to appointment; left and right belong to the page (earlier, later).
  press(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.querySelectorAll("[data-appointment]")];
    const at = all.indexOf(event.target.closest("[data-appointment]"));
    if (!step || at < 0) return;
    event.preventDefault();
    all[at + step]?.focus();
  }
}

customElements.define("desk-calendar", DeskCalendar);
