"""A static site built from one snapshot of the warehouse. Its pages link every figure to the paragraph that states it.

Input: a connection, the reports, the objects of the mart and the path of a folder. Output: that folder, replaced as a
whole. The same snapshot gives the same bytes. This package never writes to the database, never holds more than a batch
of facts in memory, never replaces a folder that is not a site, and never fetches anything from the network.

``site`` builds the site and renders the templates. ``queries`` runs the files of ``sql/site``, and ``naming`` writes
the part of them that follows from the mart: which fact names which thing. ``facts`` looks up facts with their sources.
``pages``, ``report_pages`` and ``dictionary`` build the records of ``records`` that the templates
show. ``search`` builds the search index, ``urls`` knows the path of each page, and ``output`` writes the files.
``serve`` shows a site to the browsers of this machine.
"""
