"""`make bench`: how well the spam filter tells spam from good texts, and what it costs."""

import datetime
import statistics
import sys
import time
import tracemalloc
from pathlib import Path

# The tests' own modules, which pytest finds by itself.
sys.path.insert(0, str(Path(__file__).parents[1]))

import badinput
import spam_samples

from discussions import bayes, words
from tests.bench.database import fresh_database

SEEDS = (1, 2, 3)
TEXT = "J’accuse réception de votre réponse, et l’on y tenait : https://exemple.fr/archives ! "
LENGTHS = (300, 10_000)
TIMES = 200
REPLIES, LISTED = 100_000, ["casino", "boulanger*", "crédit immobilier"]


def main():
    if not badinput.FOLDER.is_dir():
        say("../shared/data/badinput isn’t there: the spam filter is not measured.")
        return
    samples = spam_samples.samples()
    for seed in SEEDS:
        report_folds(seed, *spam_samples.cross_validate(samples, seed))
    taught = report_training([(text, is_spam) for text, is_spam, _ in samples])
    for length in LENGTHS:
        report_cost(taught, (TEXT * (length // len(TEXT) + 1))[:length])
    report_trial()


def report_folds(seed, there, held):
    shares = [
        f"{language} {words} held {held[language, is_spam]} of {there[language, is_spam]} "
        f"({held[language, is_spam] / there[language, is_spam]:.1%})"
        for language in ("en", "fr")
        for is_spam, words in ((True, "spam"), (False, "good"))
    ]
    say(f"{spam_samples.FOLDS} folds, shuffle {seed}: {', '.join(shares)}")


def report_training(samples):
    """Time the training, then do it once more under tracemalloc, which slows it down."""
    began = time.process_time()
    train(samples)
    seconds = time.process_time() - began
    tracemalloc.start()
    taught = train(samples)
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    say(
        f"training with {len(samples)} texts: {seconds:.2f} s CPU, {len(taught.weights)} tokens kept "
        f"in {kept / 2**20:.1f} MiB, at most {peak / 2**20:.1f} MiB meanwhile"
    )
    return taught


def train(samples):
    return bayes.train([(bayes.tokens(text), is_spam) for text, is_spam in samples])


def report_cost(taught, text):
    times = []
    for _ in range(TIMES):
        began = time.process_time()
        found = bayes.tokens(text)
        taught.score(found)
        taught.telling(found)
        words.digest(text)
        times.append(time.process_time() - began)
    say(f"asking about {len(text)} characters: {statistics.median(times) * 1000:.2f} ms")


def report_trial():
    """Time how long the trial of a list takes over what a busy site has received in a month."""
    with fresh_database():
        fill()
        for name, terms in lists():
            try_out(name, terms)


def fill():
    """Write the replies of a month."""
    from django.utils import timezone

    from articles.models import ArticleIndexPage, ArticlePage
    from discussions.models import Reply
    from home.models import HomePage
    from tests.crowd import fill as write

    index = HomePage.objects.get().add_child(instance=ArticleIndexPage(title="Articles", slug="articles"))
    write(index.add_child(instance=ArticlePage(title="Article", slug="article", body=[])), REPLIES)
    Reply.objects.update(created_at=timezone.now() - datetime.timedelta(days=1))


def lists():
    yield f"{len(LISTED)} terms", "\n".join(LISTED)
    pasted = (badinput.FOLDER / "spam_terms.txt").read_text()
    yield f"{len(pasted.splitlines())} terms", pasted


def try_out(name, terms):
    from discussions import rules
    from discussions.models import Rule

    began = time.process_time()
    trial = rules.try_out(Rule(name=name, terms=terms))
    seconds = time.process_time() - began
    whole = "" if trial.is_whole else " and stopped"
    say(f"trial of {name}: {trial.seen.total()} replies{whole}, {trial.held.total()} held, {seconds:.1f} s")


def say(line):
    print(line)  # noqa: T201


if __name__ == "__main__":
    main()
