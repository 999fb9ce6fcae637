"""The public pages of zones and news."""
