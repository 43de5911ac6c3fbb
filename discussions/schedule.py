"""When what people asked to be told by mail is told: pure, by the calendar of a time zone."""

from datetime import datetime, time, timedelta

MORNING = time(7)
STEPS = {"daily": 1, "weekly": 7}
# Once so many mails have left for one person within that time, what follows is gathered into one.
MOST_AT_ONCE = 5
GATHERING = timedelta(minutes=15)


def next_time(frequency, now, zone):
    """Return when something of now is told: at once, or in the next morning, the weekly one on Mondays.

    Seven o'clock is that of the clock on the wall, whether or not it was changed in between.
    """
    if frequency not in STEPS:
        return now
    local = now.astimezone(zone)
    ahead = -local.weekday() % 7 if frequency == "weekly" else 0
    day = local.date() + timedelta(days=ahead)
    if ahead == 0 and local.time() >= MORNING:
        day += timedelta(days=STEPS[frequency])
    return datetime.combine(day, MORNING, zone)


def is_morning(now, zone):
    """Tell whether the hour of the daily mails has come."""
    return now.astimezone(zone).time() >= MORNING


def next_turn(sent, now):
    """Return when the next mail may leave to whom these times were the last, or None if it may now."""
    lately = sorted(at for at in sent if at > now - GATHERING)
    return lately[-MOST_AT_ONCE] + GATHERING if len(lately) >= MOST_AT_ONCE else None
