// Offers what was written and never taken: in the form if it can still be sent, else to be copied.

import { discard, isSetAside, parentOf, readDraft, unsent } from "./drafts.js";
import { addresseeOf } from "./place.js";

function showText(kept, { bar, template }, refresh) {
  const box = template.content.firstElementChild.cloneNode(true);
  const value = readDraft(kept).text;
  const text = Object.assign(document.createElement("textarea"), { id: "unsent-text", rows: 8, dir: "auto", value });
  text.readOnly = true;
  box.querySelector("label").after(text);
  box.querySelector("[data-discard]").addEventListener("click", () => {
    discard(kept);
    box.remove();
    refresh();
    document.getElementById("main").focus({ preventScroll: true });
  });
  bar.before(box);
  text.focus();
  text.select();
}

function takeUp(kept, { form, place }) {
  const parent = parentOf(kept);
  const link = place.links.find((answer) => addresseeOf(answer) === parent);
  if (link) place.open(link);
  else if (!parent) place.answerArticle();
  // It may stand on another page of the discussion, or nowhere any more: the form's own page knows.
  else location.assign(`${form.action}?parent=${encodeURIComponent(parent)}`);
}

export function offerUnsent(page) {
  const { bar, id, form, draft, place } = page;
  const button = bar.querySelector("[data-unsent]");
  const shown = new Set();
  const next = () => unsent(id).find((kept) => kept !== draft?.place && !shown.has(kept));
  const refresh = () => {
    button.hidden = !next();
  };
  button.addEventListener("click", () => {
    const kept = next();
    if (form && !isSetAside(kept)) return takeUp(kept, page);
    shown.add(kept);
    showText(kept, page, refresh);
    refresh();
  });
  if (place) place.whenMoved = refresh;
  refresh();
}
