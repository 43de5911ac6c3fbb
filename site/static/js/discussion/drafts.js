// What was typed and has not been taken yet, on this device only; a full or forbidden storage is done without.

const PREFIX = "causerie:";
const DRAFT = `${PREFIX}draft:`;
const WRITER = `${PREFIX}writer`;
const MONTH = 30 * 24 * 3600 * 1000;
// What the storage would not take: the form moves from reply to reply, and each has its own text.
const memory = new Map();
let isForgotten = false;

export const placeOf = (page, parent) => `${DRAFT}${page}:${parent}`;
export const parentOf = (place) => place.slice(DRAFT.length).split(":")[1];
export const isSetAside = (place) => place.slice(DRAFT.length).split(":").length > 2;
// Browsers and servers write the ends of lines, and of texts, in their own ways.
const bare = (text) => text.replace(/\r\n?/g, "\n").trim();
export const isSame = (one, other) => bare(one) === bare(other);

function read(name) {
  try {
    return JSON.parse(memory.get(name) ?? localStorage.getItem(name));
  } catch {
    return null;
  }
}

function write(name, value) {
  memory.set(name, JSON.stringify(value));
  if (isForgotten) return;
  try {
    localStorage.setItem(name, memory.get(name));
    memory.delete(name);
  } catch {
    // Full, or forbidden.
  }
}

function erase(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // Forbidden.
  }
}

function places(start = DRAFT) {
  let stored = [];
  try {
    stored = Object.keys(localStorage);
  } catch {
    // Forbidden.
  }
  return [...new Set([...stored, ...memory.keys()])].filter((name) => name.startsWith(start));
}

export function readDraft(place) {
  const draft = read(place);
  return typeof draft?.text === "string" ? draft : null;
}

// A key names one text: another text is another reply, which the server would take for a repeated one.
export function keepDraft(place, text, key) {
  if (!text.trim()) return erase(place);
  const before = readDraft(place);
  const kept = before && isSame(before.text, text) ? before.key : "";
  write(place, { text, key: key ?? kept ?? "", at: Date.now() });
}

export const discard = erase;

export function setAside(place) {
  const draft = readDraft(place);
  write(`${place}:${draft.at}`, draft);
  erase(place);
}

export function unsent(page) {
  const kept = places(`${DRAFT}${page}:`).filter(readDraft);
  return kept.sort((one, other) => readDraft(other).at - readDraft(one).at);
}

export const findByKey = (key) => key && places().find((place) => readDraft(place)?.key === key);

export function accept(key) {
  const place = findByKey(key);
  if (place) erase(place);
}

export const readWriter = () => read(WRITER) ?? {};
export const keepWriter = (writer) => write(WRITER, writer);

// From here on nothing is stored as long as this page is open.
export function forget(page) {
  isForgotten = true;
  for (const name of [WRITER, ...places(`${DRAFT}${page}:`)]) erase(name);
}

export function dropOld() {
  for (const place of places()) {
    if (!(readDraft(place)?.at > Date.now() - MONTH)) erase(place);
  }
}
