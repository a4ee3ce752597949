"""How claims stand to one another: who repeats, confirms, replaces, contains or contradicts whom."""
