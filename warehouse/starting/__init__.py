"""Write a new project folder: settings, first seeds, a first report, and what an editor needs to know.

Comes in: the folder, and whether the example seeds are wanted. Goes out: the folder with all of it, or as it was.
Never replaces a file, never asks a database.
"""
