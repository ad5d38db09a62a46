"""Turn one snapshot of the warehouse into a static site: pages that link every figure to the paragraph that says it.

Comes in: a connection, the reports, the objects of the mart, the name of a folder. Goes out: that folder, put in its
place as a whole; the same snapshot gives the same bytes. Never writes to the database, never holds more than a batch
of facts in memory, never replaces a folder that is no site, never asks the network for anything.

``build`` is the order of things. ``asking`` runs the files of ``sql/site``, ``facts`` looks facts up with their
sources; ``things``, ``documents``, ``reports``, ``changes``, ``dictionary`` and ``front`` make records of ``views`` for
the templates, which ``rendering`` sets; ``search`` gathers what can be found; ``addresses`` knows where each page
stands and ``folder`` writes. ``serving`` shows a site to this machine's browser.
"""
