"""Reading: what one report says, knowing nothing of the others.

`crosswire.reading.read.read` puts the rooms together; each room is a pure function tested on its own.
"""
