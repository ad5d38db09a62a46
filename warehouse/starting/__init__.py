"""The creation of a new project folder: settings, first seeds, a first report, and settings for an editor.

Input: the path of the folder, and the example seeds if they are wanted. Output: the folder with all files; after an
error, the folder as it was. This package never replaces a file and never connects to a database.
"""
