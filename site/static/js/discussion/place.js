// Opens the page's own form under the reply that is answered. Without a form the links lead to its own page.

const MODIFIERS = ["altKey", "ctrlKey", "metaKey", "shiftKey"];
const isPlain = (event) => event.button === 0 && !MODIFIERS.some((key) => event[key]);
export const addresseeOf = (link) => new URLSearchParams(link.search).get("parent");

function answerLinks(form) {
  const { pathname } = new URL(form.action);
  const links = [...document.querySelectorAll("a[href*='parent=']")];
  return links.filter((link) => link.pathname === pathname && addresseeOf(link));
}

export class Place {
  constructor(form, draft, place, back) {
    Object.assign(this, { form, draft, link: null, whenMoved: () => {} });
    this.links = answerLinks(form);
    this.box = place.content.firstElementChild;
    this.back = back.content.firstElementChild;
    for (const link of this.links) {
      link.setAttribute("aria-expanded", "false");
      link.addEventListener("click", (event) => this.answer(event, link));
    }
    this.box.querySelector("[data-cancel]").addEventListener("click", () => this.close());
    this.box.addEventListener("keydown", (event) => this.closeOnEscape(event));
    this.back.querySelector("button").addEventListener("click", () => this.answerArticle());
  }

  answer(event, link) {
    if (event.defaultPrevented || !isPlain(event)) return;
    event.preventDefault();
    this.open(link);
  }

  closeOnEscape(event) {
    // Escape also ends the composition of a character.
    if (event.key === "Escape" && !event.isComposing) this.close();
  }

  open(link) {
    if (link !== this.link) this.moveTo(link);
    this.form.elements.text.focus();
  }

  moveTo(link) {
    if (this.link) this.link.setAttribute("aria-expanded", "false");
    else this.form.replaceWith(this.back);
    this.link = link;
    link.setAttribute("aria-expanded", "true");
    this.box.querySelector("[data-heading]").textContent = link.getAttribute("aria-label") || link.textContent;
    this.box.querySelector("[data-heading]").after(this.form);
    link.parentElement.after(this.box);
    // Or else a reload would put what is meant for this reply into the form under the article.
    this.form.elements.text.autocomplete = "off";
    this.draft.moveTo(addresseeOf(link));
    this.whenMoved();
  }

  close() {
    const { link } = this;
    this.putBack();
    link.focus();
  }

  putBack() {
    this.link.setAttribute("aria-expanded", "false");
    this.link = null;
    this.back.replaceWith(this.form);
    this.box.remove();
    this.form.elements.text.autocomplete = "";
    this.draft.moveTo("");
    this.whenMoved();
  }

  answerArticle() {
    this.putBack();
    this.form.elements.text.focus();
  }
}
