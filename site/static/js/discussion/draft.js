// Keeps what is typed into the form, for whom it is meant, and puts it back after a reload.

import { findByKey, forget, isSame, keepDraft, keepWriter, placeOf, readDraft, readWriter, setAside } from "./drafts.js";

// A browser that put back what a script had written here would answer somebody else.
const NEVER_PUT_BACK = ["parent", "key", "elapsed"];
const WRITER_FIELDS = ["name", "email", "website"];

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // Over plain http there is no randomUUID.
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// The form's own page may have lost the addressee; its address, or the key of what was sent, still tells which.
function firstPlace(form, page) {
  const isFormPage = new URL(form.action).pathname === location.pathname;
  const asked = isFormPage ? new URLSearchParams(location.search).get("parent") : "";
  return findByKey(form.elements.key.value) || placeOf(page, form.elements.parent.value || asked || "");
}

export class Draft {
  constructor(form, page) {
    this.form = form;
    this.page = page;
    this.text = form.elements.text;
    this.writer = WRITER_FIELDS.map((name) => form.elements[name]).filter(Boolean);
    this.place = firstPlace(form, page);
    this.sent = {};
    for (const name of NEVER_PUT_BACK) form.elements[name].autocomplete = "off";
    this.restoreWriter();
    this.restore();
    form.addEventListener("input", () => this.save());
  }

  restoreWriter() {
    const known = readWriter();
    if (this.writer.some((field) => field.value)) return;
    for (const field of this.writer) field.value = known[field.name] ?? "";
  }

  // What the reader, or the server, has put there stands; a different text that was kept is kept apart.
  restore() {
    const kept = readDraft(this.place);
    if (!kept) return;
    if (!this.text.value) this.text.value = kept.text;
    else if (!isSame(this.text.value, kept.text) && kept.key !== (this.form.elements.key.value || null)) {
      setAside(this.place);
    }
  }

  save(key) {
    if (this.isTaken() && !key) return;
    keepDraft(this.place, this.text.value, key);
    if (this.writer.length) keepWriter(Object.fromEntries(this.writer.map((field) => [field.name, field.value])));
  }

  isSent() {
    return this.sent.place === this.place && isSame(this.sent.text, this.text.value);
  }

  // Gone back to from the receipt, the page still shows the text; it is no draft any more.
  isTaken() {
    return this.isSent() && !readDraft(this.place);
  }

  // Puts the text for this addressee away and takes out the one for another.
  moveTo(parent) {
    this.save();
    this.form.elements.parent.value = parent;
    this.place = placeOf(this.page, parent);
    this.text.value = readDraft(this.place)?.text ?? "";
  }

  // A retry after a lost answer, and the text sent again from the page one went back to, are the same reply.
  key() {
    this.save();
    const key = this.isSent() ? this.sent.key : readDraft(this.place)?.key || newKey();
    this.sent = { place: this.place, text: this.text.value, key };
    this.save(key);
    return key;
  }

  forget() {
    forget(this.page);
    for (const field of this.writer) field.value = "";
  }
}
