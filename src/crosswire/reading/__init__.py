"""Reading: what one report says, knowing nothing of the others.

`read` is a pure function of the document and the lexicon: parse, then figures (quantities, groups,
events, coreference), background, attribution, certainty, speech acts, times and places.
"""
