// Says when there are more replies than the page shows. Never puts them in by itself: a click shows them.

const MINUTE = 60_000;
const LONGEST_WAIT = 15 * MINUTE;
const GIVE_UP = 4 * 60 * MINUTE;
const KNOWN = "causerie:known";
const replies = () => [...document.querySelectorAll("[data-reply]")];

function words(count, { dataset }) {
  const { lang } = document.documentElement;
  const form = dataset[new Intl.PluralRules(lang).select(count)] ?? dataset.other;
  return form.replace("#", new Intl.NumberFormat(lang).format(count));
}

async function countFrom(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(MINUTE) });
  if (!answer.ok) throw new Error(answer.status);
  return (await answer.json()).count;
}

export function announceNews(bar, dataset) {
  const button = bar.querySelector("[data-news]");
  const address = new URL("../count/", new URL(dataset.replyUrl, location));
  const shown = Number(dataset.count);
  const end = Date.now() + GIVE_UP;
  let wait = MINUTE;

  const look = async () => {
    try {
      const fresh = (await countFrom(address)) - shown;
      if (fresh > 0) button.textContent = words(fresh, button);
      button.hidden = !(fresh > 0);
      wait = MINUTE;
    } catch {
      wait = Math.min(2 * wait, LONGEST_WAIT);
    }
  };
  const later = () => Date.now() < end && setTimeout(visit, wait);
  const visit = async () => {
    // Nobody looks: wait for somebody to come back.
    if (document.hidden) return document.addEventListener("visibilitychange", visit, { once: true });
    await look();
    later();
  };
  button.addEventListener("click", reload);
  later();
}

function reload() {
  try {
    sessionStorage.setItem(KNOWN, JSON.stringify(replies().map((reply) => reply.dataset.reply)));
    // The browser would go back to where one was.
    history.scrollRestoration = "manual";
  } catch {
    // Forbidden: the reload alone will do.
  }
  location.reload();
}

function takeKnown() {
  try {
    const known = JSON.parse(sessionStorage.getItem(KNOWN));
    sessionStorage.removeItem(KNOWN);
    return known;
  } catch {
    return null;
  }
}

// After that reload: go to the first reply that wasn't there before.
export function goToNews() {
  const known = takeKnown();
  if (!known) return;
  history.scrollRestoration = "auto";
  const fresh = replies().find((reply) => !known.includes(reply.dataset.reply)) ?? document.getElementById("discussion");
  fresh.tabIndex = -1;
  fresh.focus();
}
