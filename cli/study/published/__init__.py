"""A study for whoever looks at it: its page, its reports, its exports."""
