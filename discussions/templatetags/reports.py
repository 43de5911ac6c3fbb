"""What the pages of reports say in sentences."""

from django import template

from discussions import answers

register = template.Library()

register.filter("answer", answers.to_reporter)
register.filter("appeal_answer", answers.to_appeal)
register.filter("reasons", answers.to_writer)
