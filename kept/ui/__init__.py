"""How Kept looks and speaks: tokens and CSS parts, base templates, small scripts. No models.

Pages extend one of:
- `ui/base.html`: everything; the desk builds on it. Blocks title, title_end, head, skip, body.
- `ui/home.html`: the views beside one calm page. Blocks title, up (the way back), heading, lead,
  content; a page that has its own `<header class="page__head">` empties the block page_head. Takes
  `current`.
- `ui/door.html`: one card, for sign-in and faults. Blocks title, heading, lead, content, foot.
- `ui/public.html`: the customer's sheet. Blocks title, above (what is not on the sheet),
  about (for whom, until when), content, foot.

Pages include, each saying in its first line what it takes:
`ui/views.html`, `ui/top_bell.html`, `ui/tabs.html`, `ui/messages.html`, `ui/form.html`,
`ui/empty.html`, `ui/flash.html`.

Every template may use, without loading: `{% icon name %}`, `{% face name us=True size="s" %}`,
`{% when at %}`, `{% moment at %}`, `{% due at %}`, `{% their_time at zone %}`, `{% field bound %}`,
and the filters `letter_text`, `file_size`, `file_name` and `file_ending`. They read `now` and
`zone` from the context. What is the same on every page goes between `{% once role=member.role %}`
and `{% endonce %}`, naming all it depends on: nothing else is in sight there.

Scripts listen for attributes, so a page needs none of its own:
- `data-key="x"`: the single key that uses this element; `data-go="x"`: the key after g.
- `data-row`, `a.item--link`: what j and k move through, and o opens.
- `data-opens="id"`: opens a dialog. `data-dismiss`: takes a notice away.
- form `data-draft-url`, `data-draft-key`, `data-draft-kind`, with a field `text`: saves as one
  writes, Ctrl+Enter sends by `data-send`; `.composer__saved` shows when.
- textarea `data-offers-url`, `data-offers-target`: asks for offers; `data-offer="1"`, `"b"` (both)
  and `"a"` (all of more) are taken by Alt and that key.
- `id`, `data-pane-url`, `data-live-topics`: a pane that is fetched again when one of its topics is
  nudged; "desks" stands for every "desk:…". `data-at` is sent along.
- `<time data-due>`: kept fresh, see `{% due %}`.

A fault for htmx goes among the notices by `middleware.notice`; answers of 409 and 422 that a view
makes itself go where they were asked for. Neighbours: `kit` below, every face above.
"""
