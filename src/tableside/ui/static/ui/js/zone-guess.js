// Fills an empty time zone box with the zone of this device. Whoever set it up elsewhere types another one.
class ZoneGuess extends HTMLElement {
  connectedCallback() {
    const box = this.querySelector("input");
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
    const known = this.querySelector(`option[value="${CSS.escape(zone)}"]`);
    if (box && !box.value && known) box.value = zone;
  }
}

customElements.define("zone-guess", ZoneGuess);
