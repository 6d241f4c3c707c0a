export { createCalendar, destroyCalendar, Interaction, ResourceTimeGrid, TimeGrid } from "@event-calendar/core";
