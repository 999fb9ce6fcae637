"""Short dates in ISO order on every screen: 11/12/2026 is two different days to two readers."""

DATETIME_FORMAT = SHORT_DATETIME_FORMAT = "Y-m-d H:i"
SHORT_DATE_FORMAT = "Y-m-d"
