#!/usr/bin/env python
"""Run a management command; the settings are the environment's choice, then .env's, else production's."""

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from config.environment import choose_settings

if __name__ == "__main__":
    choose_settings()
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal).strip())
