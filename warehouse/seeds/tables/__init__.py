"""Facts from published tables: a mapping says what the rows and cells of a CSV file or workbook mean.

``sheets`` reads the table as texts, cell by cell. ``mapping`` reads the mapping, and ``template`` what it says of one
record. ``markers`` and ``figures`` tell what stands in a cell: a number, a mark such as ``W``, or something that the
mapping does not explain. ``names`` finds records of the seeds by key, name or code. ``convert`` makes the records, and
``made`` writes them as a seed file that remembers the digests of table and mapping. ``propose`` begins a mapping.
Nothing is guessed: what the mapping does not explain is a problem with file, row and column.
"""
