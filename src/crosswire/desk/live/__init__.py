"""What happens while the desk is open: pages that follow, sources that are watched, alerts that go out.

==============  =====================================================================
`moving`        which figures moved from one account to the next
`news`          what a new account brings, as the pages hear it
`events`        server-sent events at /events, and the same for those that ask now and then
`watching`      folders and feeds followed by a process of its own
`rules`         what somebody wants to be told of
`firing`        what a rule has to tell of an account, and what it goes by next time
`outbox`        rules, what has fired and what became of it, in tables beside the ledger
`alerting`      each new account held against every rule
`delivering`    what has fired is sent until it has arrived
`webhook`       one POST, signed, to an address that may be called
`mailing`       one message by SMTP or into a folder
`pages`         the page /alerts and its forms
==============  =====================================================================
"""
