// What a script adds to a discussion; everything works without. Each module says its one idea.

import { Draft } from "./discussion/draft.js";
import { accept, dropOld } from "./discussion/drafts.js";
import { announceNews, goToNews } from "./discussion/news.js";
import { tellWhatIsKept } from "./discussion/note.js";
import { Place } from "./discussion/place.js";
import { guardSending } from "./discussion/sending.js";
import { offerUnsent } from "./discussion/unsent.js";

const accepted = document.querySelector("[data-accepted-key]");
const root = document.querySelector("[data-discussion-page]");

function answer(form, id) {
  const draft = new Draft(form, id);
  guardSending(form, draft);
  tellWhatIsKept(form, draft, root.querySelector("[data-note]"));
  return draft;
}

function enhance(bar, id) {
  const form = document.querySelector("form[data-reply-form]");
  const draft = form && answer(form, id);
  // The form's own page is about one reply only.
  if (form && new URL(form.action).pathname === location.pathname) return;
  const place = form && new Place(form, draft, root.querySelector("[data-place]"), root.querySelector("[data-back]"));
  offerUnsent({ bar, id, form, draft, place, template: root.querySelector("[data-kept]") });
}

dropOld();
if (accepted) accept(accepted.dataset.acceptedKey);
if (root) {
  const bar = root.querySelector("[role=status]");
  enhance(bar, root.dataset.discussionPage);
  goToNews();
  if (root.dataset.count) announceNews(bar, root.dataset);
}
