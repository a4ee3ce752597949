"""The desk: web pages and a JSON API over a ledger, for people who must decide now.

`application` of `app` puts it together and ``crosswire serve`` runs it.  The desk shows Accounts and adds rows to the
ledger; it computes no figure of its own.
"""
