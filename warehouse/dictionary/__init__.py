"""Say what the mart is, for people and for programs: a page, a picture, a data package, a semantic model.

Comes in: the objects of the mart, as their files describe them. Goes out: texts, the same for the same objects, with
every object and every column in them. Never touches a connection or a file, never says what the objects do not say.

``rules`` holds what no header can say: how the schema is laid out and how nothing is counted twice. ``page`` writes
Markdown, ``diagram`` SVG (``boxes`` and ``layout`` say what stands where), ``datapackage`` the descriptor that every
export carries, ``semantic`` the model for BI and AI tools; ``files`` names what ``warehouse docs`` writes.
"""
