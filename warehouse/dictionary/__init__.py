"""The documentation of the mart for people and programs: a page, a diagram, a data package and a semantic model.

Input: the objects of the mart, as their files describe them. Output: texts with every object and every column. The same
objects give the same texts. This package never uses a connection or a file, and adds nothing that the objects do not
state.

``rules`` holds what no header of an object can express: the layout of the schema, and how to avoid counting anything
twice. ``page`` writes the Markdown page, ``diagram`` the SVG diagram, ``datapackage`` the descriptor that is part of
every export, and ``semantic`` the model for BI and AI tools. ``files`` lists the files that ``warehouse docs`` writes.
"""
