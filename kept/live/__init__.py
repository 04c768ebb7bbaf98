"""Open screens follow the ledger: a nudge names what changed and carries no content.

`stream` is the address `/live/`, outside Django's requests; `hub` holds all streams of a process
and follows the ledger once for all of them; `audience` is where rooms above say who may see what;
`sessions` tells whether somebody is signed in, and still is. What a nudge names is fetched through
ordinary pages, which ask for rights again.
"""
