#!/usr/bin/env python
"""Run a management command; the settings are chosen by the environment, then by .env, else production's."""

import sys

from config.environment import choose_settings
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    choose_settings()
    execute_from_command_line(sys.argv)
