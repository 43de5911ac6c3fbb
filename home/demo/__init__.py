"""The demo site that `manage.py demo` loads: its people, its pages, its pictures, its conversation."""
