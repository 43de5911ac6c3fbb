// Sends a reply once, with the time its writing took and the key that a retry is known by.

const PATIENCE = 15_000;

export function guardSending(form, draft) {
  const before = Number(form.elements.elapsed.value) || 0;
  let start = form.contains(document.activeElement) ? performance.now() : null;
  let isUnderWay = false;

  const release = () => {
    isUnderWay = false;
    form.removeAttribute("aria-busy");
  };
  form.addEventListener("focusin", () => (start ??= performance.now()));
  form.addEventListener("submit", (event) => {
    if (isUnderWay) return event.preventDefault();
    isUnderWay = true;
    form.setAttribute("aria-busy", "true");
    form.elements.key.value = draft.key();
    form.elements.elapsed.value = Math.round(before + performance.now() - (start ?? performance.now()));
    setTimeout(release, PATIENCE);
  });
  // Gone back to, the page is as it was left.
  addEventListener("pageshow", (event) => event.persisted && release());
}
