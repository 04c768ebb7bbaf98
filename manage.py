#!/usr/bin/env python3
"""Django's own command line. People use `kept`, which names the commands they need."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kept.config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
