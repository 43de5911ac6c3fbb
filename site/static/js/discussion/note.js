// Says, to whoever writes, that the text is kept on this device, and forgets it when asked to.

export function tellWhatIsKept(form, draft, template) {
  const note = template.content.firstElementChild;
  const button = note.querySelector("button");
  button.addEventListener("click", () => {
    draft.forget();
    note.querySelector("[data-words]").textContent = note.dataset.forgotten;
    button.remove();
    form.elements.text.focus();
  });
  // Not before: what appears by itself would move the page.
  form.addEventListener("focusin", () => form.append(note), { once: true });
}
