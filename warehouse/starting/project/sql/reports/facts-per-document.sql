/* report
# A report is one file: this header, which is strict YAML, and one SELECT below it. "warehouse report check" checks both
# against the database, "warehouse report test" runs the cases, "warehouse report new NAME" begins another report.
title: Facts per document
question: How many facts rest on each document, and on how many of its paragraphs?
# The columns that identify a row. Every run checks that no two rows have the same values in them.
grain: [document]
params:
  kind:
    type: text
    help: only documents of this kind; without it all
    choices: [article, policy, reference]
columns:
  document:
    meaning: key of the document
  title:
    meaning: title as printed
  facts:
    meaning: number of facts that cite it
    unit: facts
  paragraphs:
    meaning: number of its paragraphs that are cited
    unit: paragraphs
# What must be true of the result. Check it with: warehouse report test facts-per-document
cases:
  - expect: {at_least: 1}
*/
SELECT
  d.document_key AS document,
  d.title,
  d.fact_count AS facts,
  count(DISTINCT b.paragraph) AS paragraphs
FROM mart.dim_document AS d
LEFT JOIN mart.bridge_fact_document AS b ON b.document_key = d.document_key
WHERE :kind IS NULL OR d.kind = :kind
GROUP BY d.document_key
ORDER BY facts DESC, document;
