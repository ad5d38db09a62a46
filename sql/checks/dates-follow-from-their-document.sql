/* check
title: Dates follow from their words and their document
description: The words of a date or period are read anew, by its rule, on the page date of the document they hang on, and have
  to give the days of the value recorded; its first and last day have to be those of the value with its qualifier. A document
  whose page date is corrected moves the dates that hang on it.
severity: error
hint: correct words, value or rule of the date in the seed, or the page date of the document
*/
WITH RECURSIVE
-- Written by make docs from the classes in warehouse/model; changes until the next such line are lost.
dates (date_id, fact_id, words, edtf, earliest, latest, qualifier, rule, document_key, fiscal, covers) AS (
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.entity_relations AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.date_words,
    r.date_edtf,
    r.date_earliest,
    r.date_latest,
    r.date_qualifier,
    r.date_rule,
    r.date_document_key,
    r.date_fiscal,
    FALSE
  FROM core.milestones AS r
  WHERE r.date_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.monetary_values AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.observations AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.mineral_list_versions AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.base_period_words,
    r.base_period_edtf,
    r.base_period_earliest,
    r.base_period_latest,
    r.base_period_qualifier,
    r.base_period_rule,
    r.base_period_document_key,
    r.base_period_fiscal,
    TRUE
  FROM core.comparisons AS r
  WHERE r.base_period_words IS NOT NULL
  UNION ALL
  SELECT
    md5(concat(r.fact_id, '/period'))::uuid,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.comparisons AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.holdings AS r
  WHERE r.period_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.as_of_words,
    r.as_of_edtf,
    r.as_of_earliest,
    r.as_of_latest,
    r.as_of_qualifier,
    r.as_of_rule,
    r.as_of_document_key,
    r.as_of_fiscal,
    FALSE
  FROM core.statuses AS r
  WHERE r.as_of_words IS NOT NULL
  UNION ALL
  SELECT
    r.fact_id,
    r.fact_id,
    r.period_words,
    r.period_edtf,
    r.period_earliest,
    r.period_latest,
    r.period_qualifier,
    r.period_rule,
    r.period_document_key,
    r.period_fiscal,
    TRUE
  FROM core.identifiers AS r
  WHERE r.period_words IS NOT NULL
),
-- End of what make docs writes.
-- A year or day that is printed as its value is plain: there is nothing to read.
stated AS (
  SELECT
    d.*,
    d.rule = 'as printed' AND d.words = d.edtf AND d.edtf ~ '^[12][0-9]{3}(-[0-9]{2}-[0-9]{2})?$' AS is_plain
  FROM dates AS d
),

-- The steps from printed words to one form: search and replace, in order.
-- Written by make docs from warehouse/model/date_steps.py; changes until the next such line are lost.
steps (step, pattern, replacement) AS (VALUES
  (1, '[\u2010\u2011]', '-'),
  (2, '[ \u00a0]*[\u2012-\u2015\u2212~\u301c\uff5e][ \u00a0]*', '>'),
  (3, '[\u2018\u2019]', ''''),
  (4, '[ \t\u00a0\u3000,()]+', ' '),
  (5, '([12][0-9]{3}) ?[年년] ?([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]', ' m\2 \3 \1 '),
  (6, '([12][0-9]{3}) ?[年년] ?([0-9]{1,2}) ?[月월]', ' m\2 \1 '),
  (7, '([12][0-9]{3}) ?[年년]', '\1 '),
  (8, '(?<![0-9])([0-9]{1,2}) ?[月월] ?([0-9]{1,2}) ?[日일号號]', ' m\1 \2 '),
  (9, '(?<![0-9])([0-9]{1,2}) ?[月월]', ' m\1 '),
  (10, '第?([1-4]) ?(?:분기|四半期|季度)', ' q\1 '),
  (11, '상반기|上半年|上半期', ' h1 '),
  (12, '하반기|下半年|下半期', ' h2 '),
  (13, '지난해|작년|去年|昨年', ' ly '),
  (14, '올해|今年', ' ty '),
  (15, '내년|来年|來年|明年', ' ny '),
  (16, '([0-9])(?:st|nd|rd|th)(?![a-z0-9])', '\1'),
  (17, '(?<![a-z0-9])one(?![a-z0-9])', '1'),
  (18, '(?<![a-z0-9])two(?![a-z0-9])', '2'),
  (19, '(?<![a-z0-9])three(?![a-z0-9])', '3'),
  (20, '(?<![a-z0-9])four(?![a-z0-9])', '4'),
  (21, '(?<![a-z0-9])five(?![a-z0-9])', '5'),
  (22, '(?<![a-z0-9])six(?![a-z0-9])', '6'),
  (23, '(?<![a-z0-9])seven(?![a-z0-9])', '7'),
  (24, '(?<![a-z0-9])eight(?![a-z0-9])', '8'),
  (25, '(?<![a-z0-9])nine(?![a-z0-9])', '9'),
  (26, '(?<![a-z0-9])ten(?![a-z0-9])', '10'),
  (27, '(?<![a-z0-9])eleven(?![a-z0-9])', '11'),
  (28, '(?<![a-z0-9])twelve(?![a-z0-9])', '12'),
  (29, '(?<![a-z0-9])first(?![a-z0-9])', 'o1'),
  (30, '(?<![a-z0-9])second(?![a-z0-9])', 'o2'),
  (31, '(?<![a-z0-9])third(?![a-z0-9])', 'o3'),
  (32, '(?<![a-z0-9])fourth(?![a-z0-9])', 'o4'),
  (33, '(?<![a-z0-9])(?:january|jan)(?![a-z])\.?', 'm1'),
  (34, '(?<![a-z0-9])(?:february|feb)(?![a-z])\.?', 'm2'),
  (35, '(?<![a-z0-9])(?:march|mar)(?![a-z])\.?', 'm3'),
  (36, '(?<![a-z0-9])(?:april|apr)(?![a-z])\.?', 'm4'),
  (37, '(?<![a-z0-9])(?:may|may)(?![a-z])\.?', 'm5'),
  (38, '(?<![a-z0-9])(?:june|jun)(?![a-z])\.?', 'm6'),
  (39, '(?<![a-z0-9])(?:july|jul)(?![a-z])\.?', 'm7'),
  (40, '(?<![a-z0-9])(?:august|aug)(?![a-z])\.?', 'm8'),
  (41, '(?<![a-z0-9])(?:september|sept|sep)(?![a-z])\.?', 'm9'),
  (42, '(?<![a-z0-9])(?:october|oct)(?![a-z])\.?', 'm10'),
  (43, '(?<![a-z0-9])(?:november|nov)(?![a-z])\.?', 'm11'),
  (44, '(?<![a-z0-9])(?:december|dec)(?![a-z])\.?', 'm12'),
  (45, '(?<![a-z0-9])(?:monday|mon)(?![a-z0-9])\.?', 'wd1'),
  (46, '(?<![a-z0-9])(?:tuesday|tue|tues)(?![a-z0-9])\.?', 'wd2'),
  (47, '(?<![a-z0-9])(?:wednesday|wed)(?![a-z0-9])\.?', 'wd3'),
  (48, '(?<![a-z0-9])(?:thursday|thu|thur|thurs)(?![a-z0-9])\.?', 'wd4'),
  (49, '(?<![a-z0-9])(?:friday|fri)(?![a-z0-9])\.?', 'wd5'),
  (50, '(?<![a-z0-9])(?:saturday|sat)(?![a-z0-9])\.?', 'wd6'),
  (51, '(?<![a-z0-9])(?:sunday|sun)(?![a-z0-9])\.?', 'wd7'),
  (52, '([0-9])/(?=[12][0-9]{3}-)', '\1>'),
  (53, '(?<![0-9])([12][0-9]{3})([-./]) ?([0-9]{1,2})\2 ?([0-9]{1,2})(?![0-9])\.?', 'm\3 \4 \1'),
  (54, '(?<![0-9./-])([0-9]{1,2})\. ?([0-9]{1,2})\. ?([12][0-9]{3})(?![0-9])', 'm\2 \1 \3'),
  (55, '(?<![0-9./-])(1[3-9]|2[0-9]|3[01])([-/])(0?[1-9]|1[0-2])\2([12][0-9]{3})(?![0-9])', 'm\3 \1 \4'),
  (56, '(?<![0-9./-])(0?[1-9]|1[0-2])([-/])(1[3-9]|2[0-9]|3[01])\2([12][0-9]{3})(?![0-9])', 'm\1 \3 \4'),
  (57, '(?<![0-9./-])(0?[1-9]|1[0-2])([-/])\1\2([12][0-9]{3})(?![0-9])', 'm\1 \1 \3'),
  (58, '(?<![0-9])([0-9]{1,2})-(m[0-9]{1,2})-([12][0-9]{3})(?![0-9])', '\2 \1 \3'),
  (59, '(m[0-9]{1,2})[-/]([12][0-9]{3})(?![0-9])', '\1 \2'),
  (60, '(?<![0-9])([12][0-9]{3})[-./] ?([1-9])(?![0-9./-])', 'm\2 \1'),
  (61, '(?<![0-9])([12][0-9]{3})\. ?(0[1-9]|1[0-2])(?![0-9])\.?', 'm\2 \1'),
  (62, '(?<![0-9./-])(0?[1-9]|1[0-2])[./-]([12][0-9]{3})(?![0-9./-])', 'm\1 \2'),
  (63, 'm0([1-9])(?![0-9])', 'm\1'),
  (64, '(m[0-9]{1,2}) 0([1-9])(?![0-9])', '\1 \2'),
  (65, '(m[0-9]{1,2} [0-9]{1,2}) \1 ([12][0-9]{3})', '\1 \2'),
  (66, '(m[0-9]{1,2} [0-9]{1,2} [12][0-9]{3}) \1(?![0-9])', '\1'),
  (67, '(?<![a-z0-9])(?:this )?(?:year[ -]to[ -]date|ytd|(?:since|from) (?:the )?(?:start|beginning) of (?:the|this) year|so far this year|this year so far)(?![a-z0-9])', ' ytd '),
  (68, '(?<![a-z0-9])(?:later (?:this|in the|in this)|(?:rest|remainder) of (?:the|this)) year(?![a-z0-9])', ' later ty '),
  (69, '(?<![a-z0-9])earlier (?:this|in the|in this) year(?![a-z0-9])', ' earlier ty '),
  (70, '(?<![a-z0-9])(?:the )?(?:same|corresponding) (?:period|quarter|month|half|time)(?: of| in)?(?: the| a)? last year(?![a-z0-9])', ' ayear '),
  (71, '(?<![a-z0-9])(?:(?:the )?(?:same|corresponding) (?:period|quarter|month|half|time)(?: of| in)? )?(?:a |the |1 )?(?:year[ -](?:earlier|ago|before|prior)|(?:previous|prior|preceding) year)(?: period| quarter| month| half)?(?![a-z0-9])', ' ayear '),
  (72, '(?<![a-z0-9])(?:trailing|last|past|previous|preceding|latest)[ -]([0-9]{1,2})[ -](day|week|month|quarter|year)s?(?![a-z0-9])', ' trail \1 \2 '),
  (73, '(?<![a-z0-9])(?:ttm|ltm)(?![a-z0-9])', ' trail 12 month '),
  (74, '(?<![a-z0-9])previous (week|month|quarter)(?![a-z0-9])', ' last \1 '),
  (75, '(?<![a-z0-9])last year(?![a-z0-9])', ' ly '),
  (76, '(?<![a-z0-9])(?:this|current) year(?![a-z0-9])', ' ty '),
  (77, '(?<![a-z0-9])(?:next|coming|following) year(?![a-z0-9])', ' ny '),
  (78, '(?<![a-z0-9])(?:this|past) (?=m[0-9]|wd[0-9])', ''),
  (79, '(?<![a-z0-9])([1-4][qh])fy', '\1 fy'),
  (80, '(?<![a-z0-9])(?:fiscal|financial) year (?=(?:ended|ending|to|through|until)(?![a-z0-9]))', 'year '),
  (81, '(?<![a-z0-9])([12][0-9]{3}[->/][0-9]{2,4}) (?:fiscal|financial) year(?![a-z0-9])', 'fy\1'),
  (82, '(?<![a-z0-9])([12][0-9]{3}) (?:fiscal|financial) year(?![a-z0-9])', 'fy\1'),
  (83, '(?<![a-z0-9])(?:fiscal|financial)(?: year)? (?=[0-9''])', 'fy'),
  (84, '(?<![a-z0-9])fy ?([12][0-9])([0-9]{2}) ?[->/] ?([0-9]{2})(?![0-9])', ' fy\1\2 / \1\3 '),
  (85, '(?<![a-z0-9])fy ?([12][0-9]{3}) ?[->/] ?([12][0-9]{3})(?![0-9])', ' fy\1 / \2 '),
  (86, '(?<![a-z0-9])fy ?''?([0-9]{2}) ?[->/] ?([0-9]{2})(?![0-9])', ' fy20\1 / 20\2 '),
  (87, '(?<![a-z])fy ?([12][0-9]{3})(?![0-9])', ' fy\1 '),
  (88, '(?<![a-z])fy ?''?([0-9]{2})(?![0-9])', ' fy20\1 '),
  (89, '(?<![a-z0-9])(?:calendar )?year (?=[12][0-9]{3}(?![0-9]))', ''),
  (90, '(?<![a-z0-9])(?:calendar |cy ?)(?=[12][0-9]{3}(?![0-9]))', ''),
  (91, '(?<![a-z0-9])([12][0-9])([0-9]{2})>([0-9]{2})(?![0-9>])', '\1\2 ~ \1\3'),
  (92, '(?<![a-z0-9])([12][0-9])([0-9]{2})/([0-9]{2})(?![0-9/])', '\1\2 / \1\3'),
  (93, '(?<![a-z0-9])([12][0-9])([0-9]{2})-([0-9]{2})(?![0-9-])', '\1\2 _ \1\3'),
  (94, '(?<![a-z0-9])([12][0-9]{3})/([12][0-9]{3})(?![0-9])', '\1 & \2'),
  (95, '(?<![a-z0-9])([12][0-9]{3}) ?[->] ?([12][0-9]{3})(?![0-9])', '\1 > \2'),
  (96, '(?<![a-z0-9])o?([1-4])[ -]quarter(?![a-z0-9])', ' q\1 '),
  (97, '(?<![a-z0-9])quarter ([1-4])(?![a-z0-9])', ' q\1 '),
  (98, '(?<![a-z0-9])([1-4])q(?![a-eg-z])', ' q\1 '),
  (99, '(?<![a-z0-9])q([1-4]) ?''?([0-9]{2})(?![0-9])', ' q\1 20\2 '),
  (100, '(?<![a-z0-9])o?([12])[ -]half(?![a-z0-9])', ' h\1 '),
  (101, '(?<![a-z0-9])([12])h(?![a-eg-z])', ' h\1 '),
  (102, '(?<![a-z0-9])h([12]) ?''?([0-9]{2})(?![0-9])', ' h\1 20\2 '),
  (103, '([12][0-9]{3}) ?-? ?q([1-4])(?![a-z0-9])', '\1 q\2 '),
  (104, '([12][0-9]{3}) ?-? ?[hs]([12])(?![a-z0-9])', '\1 h\2 '),
  (105, '(m[0-9]{1,2})[ -]quarter(?![a-z])', '3x\1'),
  (106, '(m[0-9]{1,2})[ -]half(?![a-z])', '6x\1'),
  (107, '(m[0-9]{1,2}) ([12][0-9]{3}) quarter(?![a-z])', '3x\1 \2'),
  (108, '(m[0-9]{1,2}) ([12][0-9]{3}) half(?![a-z])', '6x\1 \2'),
  (109, '(?<![a-z0-9])([0-9]{1,2})[ -]months?(?: period)? (?:ended|ending|to|through|until)(?![a-z0-9])', ' \1x '),
  (110, '(?<![a-z0-9])quarter (?:ended|ending|to|through|until)(?![a-z0-9])', ' 3x '),
  (111, '(?<![a-z0-9])half(?:[ -]year)? (?:ended|ending|to|through|until)(?![a-z0-9])', ' 6x '),
  (112, '(?<![a-z0-9])year (?:ended|ending|to|through|until)(?![a-z0-9])', ' 12x '),
  (113, '(?<![a-z0-9])o1 ([0-9]{1,2}) months(?![a-z0-9])', ' \1xm\1 '),
  (114, '(?<![a-z0-9])q1(?![a-z0-9])', ' 3xm3 '),
  (115, '(?<![a-z0-9])q2(?![a-z0-9])', ' 3xm6 '),
  (116, '(?<![a-z0-9])q3(?![a-z0-9])', ' 3xm9 '),
  (117, '(?<![a-z0-9])q4(?![a-z0-9])', ' 3xm12 '),
  (118, '(?<![a-z0-9])h1(?![a-z0-9])', ' 6xm6 '),
  (119, '(?<![a-z0-9])h2(?![a-z0-9])', ' 6xm12 '),
  (120, '(?<![0-9])([12][0-9]{2})0''?s(?![a-z0-9])', '\1x'),
  (121, '(?<![a-z0-9])between (.+) and (.+)$', '\1 > \2'),
  (122, '(?<=[0-9xy]) (?:to|through|until|till|-) ', ' > '),
  (123, '^ *from ([^>]*)$', 'since \1'),
  (124, '^ *(?:since |from )?(.*) onwards?$', 'since \1'),
  (125, '^ *(?:until|till|through|up to|to) ', 'until '),
  (126, '(?<![a-z0-9])(?:early|mid|late|middle|end|beginning|start)(?: |-|$)', ' part '),
  (127, '(?<![a-z0-9])(?:the|of|in|on|at|as|from|during|for|by|before|after|full|all)(?![a-z0-9])', ' '),
  (128, '(?<![a-z0-9])(?:about|around|circa|approximately|roughly|morning|afternoon|evening|night)(?![a-z0-9])', ' '),
  (129, ' +', ' '),
  (130, '^ | $', ''),
  (131, '\.$', ''),
  (132, 'wd[1-7] (?=([0-9]{1,2} )?m[0-9])', ''),
  (133, '(m[0-9]{1,2} [0-9]{1,2}(?: [12][0-9]{3})?) wd[1-7]$', '\1'),
  (134, '(?<![0-9a-z])0?([0-9]{1,2}) (m[0-9]{1,2})(?![0-9])', '\2 \1'),
  (135, '(?<![0-9])([0-9]{1,2})x (?=m[0-9])', '\1x'),
  (136, '(?<![0-9a-z])((?:fy)?[12][0-9]{3}|ly|ty|ny) ((?:[0-9]{1,2}x)?m[0-9]{1,2}(?: [0-9]{1,2})?)(?! ?[0-9a-z])', '\2 \1'),
  (137, '^(since|until) part ', 'part \1 '),
  (138, ' ?> ?', ' > ')
),
-- End of what make docs writes.

normalised (words, form, step) AS (
  SELECT DISTINCT
    s.words,
    translate(s.words, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', 'abcdefghijklmnopqrstuvwxyz'),
    0
  FROM stated AS s
  WHERE s.rule <> 'by hand' AND NOT s.is_plain
  UNION ALL
  SELECT
    n.words,
    regexp_replace(n.form, t.pattern, t.replacement, 'g'),
    t.step
  FROM normalised AS n
  JOIN steps AS t ON t.step = n.step + 1
),

forms AS (
  SELECT
    n.words,
    n.form,
    regexp_match(n.form, '^(fy)?([12][0-9]{3}) ([_~/&]) ([12][0-9]{3})$') AS pair,
    (regexp_match(n.form, '^(?:last )?wd([1-7])$'))[1]::integer AS weekday,
    regexp_match(n.form, '^trail ([0-9]{1,2}) (day|week|month|quarter|year)$') AS trailing,
    regexp_match(n.form, '^(yesterday|today|tomorrow|(last|this|next) (week|month|quarter))$') AS near,
    (regexp_match(n.form, '^(since|until|last|later|earlier) '))[1] AS prefix,
    regexp_split_to_array(regexp_replace(n.form, '^(since|until|last|later|earlier) ', ''), ' > ') AS sides
  FROM normalised AS n
  WHERE n.step = (SELECT max(t.step) FROM steps AS t)
),

points AS (
  SELECT
    f.words,
    f.form,
    f.pair[1] IS NOT NULL AS pair_is_fiscal,
    f.pair[2]::integer AS pair_first,
    f.pair[3] AS pair_sign,
    f.pair[4]::integer AS pair_second,
    f.pair[4]::integer % 100 AS pair_month,
    f.pair[3] IN ('_', '/') AND f.pair[4]::integer % 100 BETWEEN 1 AND 12 AS pair_can_be_month,
    (f.pair[4]::integer - f.pair[2]::integer) IN (1, -99) AS pair_follows,
    f.weekday,
    f.trailing[1]::integer AS trailing_number,
    f.trailing[2] AS trailing_unit,
    f.near,
    f.prefix,
    cardinality(f.sides) AS side_count,
    p.ordinal,
    p.part[1] IS NOT NULL AS is_part,
    p.part[2]::integer AS months,
    p.part[3]::integer AS month,
    p.part[4]::integer AS day,
    p.part[5] IS NOT NULL AS is_fiscal,
    p.part[6] AS year,
    p.part IS NULL
    OR (p.part[3] IS NULL AND p.part[6] IS NULL)
    OR (
      p.part[5] IS NOT NULL
      AND ((p.part[3] IS NOT NULL AND p.part[2] IS NULL) OR p.part[4] IS NOT NULL OR p.part[6] ~ '[xy]$')
    )
    OR (p.part[3] IS NOT NULL AND coalesce(p.part[6], '') ~ 'x$') AS is_wrong
  FROM forms AS f
  CROSS JOIN LATERAL (
    SELECT
      u.ordinal,
      regexp_match(
        u.side,
        '^(?:(part) )?(?:(?:([0-9]{1,2})x)?m([0-9]{1,2})(?: ([0-9]{1,2}))?(?: |$))?'
        || '(?:(fy)?([12][0-9]{3}|[12][0-9]{2}x|ly|ty|ny))?$'
      ) AS part
    FROM unnest(f.sides) WITH ORDINALITY AS u (side, ordinal)
  ) AS p
),

-- A date is read on the first and on the last day that the page date can be: both have to give the same.
read_on AS (
  SELECT
    s.date_id,
    s.rule,
    s.covers,
    s.fiscal,
    split_part(s.fiscal, '-', 1)::integer AS fiscal_month,
    substr(s.fiscal, 4, 2)::integer AS fiscal_day,
    s.fiscal LIKE '%end' AND s.fiscal NOT LIKE '01-01%' AS is_named_later,
    e.page,
    extract(YEAR FROM e.page)::integer AS page_year,
    p.form,
    p.pair_is_fiscal,
    p.pair_first,
    p.pair_sign,
    p.pair_second,
    p.pair_month,
    p.pair_can_be_month,
    p.pair_follows,
    p.weekday,
    p.near,
    p.prefix,
    p.side_count,
    p.ordinal,
    p.is_part,
    p.months,
    p.month,
    p.day,
    p.is_fiscal OR (p.year IS NULL AND lead(p.is_fiscal) OVER same_date) IS TRUE AS is_fiscal,
    coalesce(p.year, lead(p.year) OVER same_date) AS year,
    bool_or(p.is_wrong) OVER whole_date AS is_wrong,
    bool_or(p.is_part) OVER whole_date AS has_part
  FROM stated AS s
  JOIN points AS p ON p.words = s.words
  LEFT JOIN core.documents AS d ON d.key = s.document_key
  CROSS JOIN LATERAL (
    SELECT d.page_date AS page
    UNION
    SELECT
      CASE d.page_date_precision
        WHEN 'month' THEN d.page_date + interval '1 month' - interval '1 day'
        WHEN 'year' THEN d.page_date + interval '1 year' - interval '1 day'
        ELSE d.page_date
      END::date
  ) AS e
  WHERE s.rule NOT IN ('by hand', 'trailing', 'a year earlier') AND NOT s.is_plain
  WINDOW
    whole_date AS (PARTITION BY s.date_id, e.page),
    same_date AS (PARTITION BY s.date_id, e.page ORDER BY p.ordinal)
),

yeared AS (
  SELECT
    r.date_id,
    r.rule,
    r.page,
    r.page_year,
    r.ordinal,
    r.months,
    r.month,
    r.day,
    r.is_fiscal,
    r.fiscal_month,
    r.fiscal_day,
    r.is_named_later,
    r.year LIKE '%x' AS is_decade,
    r.side_count,
    r.prefix,
    r.covers,
    y.in_year
  FROM read_on AS r
  CROSS JOIN LATERAL (
    SELECT
      CASE
        WHEN r.rule = 'as printed' AND r.year LIKE '%x' THEN (left(r.year, 3) || '0')::integer
        WHEN r.rule = 'as printed' AND r.year ~ '^[0-9]{4}$' THEN r.year::integer
        WHEN r.rule = 'document year' AND r.year IS NULL AND r.month IS NOT NULL THEN r.page_year
        WHEN r.rule = 'last year' AND r.year = 'ly' THEN r.page_year - 1
        WHEN r.rule = 'this year' AND r.year = 'ty' THEN r.page_year
        WHEN r.rule = 'next year' AND r.year = 'ny' THEN r.page_year + 1
      END AS in_year
    WHERE r.rule <> 'latest past'
    UNION ALL
    SELECT r.page_year - g.back
    FROM generate_series(0, 8) AS g (back)
    WHERE r.rule = 'latest past' AND r.year IS NULL AND r.month IS NOT NULL AND r.side_count = 1
  ) AS y
  WHERE
    NOT r.is_wrong
    AND r.side_count <= 2
    AND (r.side_count = 1 OR r.prefix IS NULL)
    AND (r.prefix IS NULL OR r.prefix IN ('since', 'until') OR (r.prefix = 'last' AND r.rule = 'latest past'))
    AND NOT (r.covers AND r.has_part)
    AND r.pair_first IS NULL
),

placed AS MATERIALIZED (
  SELECT
    y.date_id,
    y.rule,
    y.page,
    y.ordinal,
    y.months,
    y.side_count,
    y.prefix,
    y.covers,
    CASE
      WHEN y.is_decade THEN make_date(y.in_year, 1, 1)
      WHEN y.is_fiscal
        THEN make_date(y.in_year - y.is_named_later::integer, y.fiscal_month, y.fiscal_day)
          + make_interval(months => coalesce(y.month, 12) - coalesce(y.months, 12))
      WHEN y.month IS NULL THEN make_date(y.in_year, 1, 1)
      WHEN y.months IS NOT NULL AND y.day IS NULL
        THEN make_date(y.in_year, y.month, 1) + make_interval(months => 1 - y.months)
      WHEN y.months IS NOT NULL
        THEN make_date(y.in_year, y.month, y.day) + interval '1 day' - make_interval(months => y.months)
      ELSE make_date(y.in_year, y.month, coalesce(y.day, 1))
    END::date AS first_day,
    CASE
      WHEN y.is_decade THEN make_date(y.in_year + 9, 12, 31)
      WHEN y.is_fiscal
        THEN make_date(y.in_year - y.is_named_later::integer, y.fiscal_month, y.fiscal_day)
          + make_interval(months => coalesce(y.month, 12)) - interval '1 day'
      WHEN y.month IS NULL THEN make_date(y.in_year, 12, 31)
      WHEN y.day IS NULL THEN make_date(y.in_year, y.month, 1) + interval '1 month' - interval '1 day'
      ELSE make_date(y.in_year, y.month, y.day)
    END::date AS last_day
  FROM yeared AS y
  WHERE
    y.in_year IS NOT NULL
    AND (y.month IS NULL OR y.month BETWEEN 1 AND 12)
    AND (y.day IS NULL OR pg_input_is_valid(format('%s-%s-%s', y.in_year, y.month, y.day), 'date'))
    AND (NOT y.is_fiscal OR (y.fiscal_month IS NOT NULL AND coalesce(y.month, 12) >= coalesce(y.months, 12)))
),

chosen AS (
  SELECT DISTINCT ON (p.date_id, p.page, p.ordinal)
    p.date_id,
    p.page,
    p.ordinal,
    p.side_count,
    p.prefix,
    p.covers,
    p.first_day,
    p.last_day
  FROM placed AS p
  WHERE p.rule <> 'latest past' OR CASE WHEN p.months IS NULL THEN p.first_day ELSE p.last_day END <= p.page
  ORDER BY p.date_id, p.page, p.ordinal, p.first_day DESC
),

split AS (
  SELECT
    r.date_id,
    r.page,
    make_date(r.pair_first, r.fiscal_month, r.fiscal_day) AS first_day
  FROM read_on AS r
  WHERE
    r.rule = 'as printed'
    AND r.ordinal = 1
    AND r.pair_follows
    AND (r.pair_is_fiscal OR r.pair_sign = '/' OR NOT r.pair_can_be_month)
    AND r.fiscal NOT LIKE '01-01%'
),

-- Grouped, because the planner takes these rows for few: a join of the first side with the last would be a nested loop.
answers AS (
  SELECT
    c.date_id,
    c.page,
    CASE
      WHEN c.prefix = 'until' AND c.covers THEN NULL
      ELSE min(c.first_day) FILTER (WHERE c.ordinal = 1)
    END AS first_day,
    CASE
      WHEN c.prefix = 'since' AND c.covers THEN NULL
      ELSE min(c.last_day) FILTER (WHERE c.ordinal = c.side_count)
    END AS last_day
  FROM chosen AS c
  GROUP BY c.date_id, c.page, c.side_count, c.prefix, c.covers
  HAVING
    min(c.first_day) FILTER (WHERE c.ordinal = 1) <= min(c.last_day) FILTER (WHERE c.ordinal = c.side_count)
  UNION ALL
  SELECT
    s.date_id,
    s.page,
    s.first_day,
    (s.first_day + interval '1 year' - interval '1 day')::date
  FROM split AS s
  UNION ALL
  SELECT
    r.date_id,
    r.page,
    make_date(r.pair_first, CASE WHEN r.pair_second > r.pair_first THEN 1 ELSE r.pair_month END, 1),
    CASE
      WHEN r.pair_second > r.pair_first THEN make_date(r.pair_second, 12, 31)
      ELSE make_date(r.pair_first, r.pair_month, 1) + interval '1 month' - interval '1 day'
    END::date
  FROM read_on AS r
  WHERE
    r.rule = 'as printed'
    AND r.ordinal = 1
    AND NOT r.pair_is_fiscal
    AND CASE
      WHEN r.pair_second > r.pair_first THEN NOT r.pair_follows AND NOT r.pair_can_be_month
      ELSE r.pair_can_be_month AND NOT (r.pair_follows AND r.pair_sign = '/')
    END
  UNION ALL
  SELECT
    r.date_id,
    r.page,
    d.first_day,
    d.last_day
  FROM read_on AS r
  CROSS JOIN LATERAL (
    SELECT
      r.page - (extract(ISODOW FROM r.page)::integer - r.weekday + 7) % 7 AS first_day,
      r.page - (extract(ISODOW FROM r.page)::integer - r.weekday + 7) % 7 AS last_day
    WHERE r.rule = 'latest past' AND r.weekday IS NOT NULL
    UNION ALL
    SELECT
      make_date(r.page_year, 1, 1),
      r.page
    WHERE (r.rule = 'year to date' AND r.form = 'ytd') OR (r.rule = 'this year' AND r.form = 'earlier ty')
    UNION ALL
    SELECT
      r.page,
      make_date(r.page_year, 12, 31)
    WHERE r.rule = 'this year' AND r.form = 'later ty'
    UNION ALL
    SELECT
      r.page + n.days,
      r.page + n.days
    FROM (VALUES ('yesterday', -1), ('today', 0), ('tomorrow', 1)) AS n (word, days)
    WHERE r.rule = 'from page date' AND n.word = r.near[1]
    UNION ALL
    SELECT
      (date_trunc(r.near[3], r.page::timestamp) + n.shift * u.length)::date,
      (date_trunc(r.near[3], r.page::timestamp) + (n.shift + 1) * u.length - interval '1 day')::date
    FROM (VALUES ('last', -1), ('this', 0), ('next', 1)) AS n (word, shift)
    CROSS JOIN (
      VALUES ('week', interval '7 days'), ('month', interval '1 month'), ('quarter', interval '3 months')
    ) AS u (word, length)
    WHERE r.rule = 'from page date' AND n.word = r.near[2] AND u.word = r.near[3]
  ) AS d
  WHERE r.ordinal = 1
),

-- The value in days: one side, or a start and an end.
sides AS (
  SELECT
    s.date_id,
    u.ordinal,
    cardinality(string_to_array(s.edtf, '/')) AS side_count,
    u.side = '..' AS is_open,
    regexp_match(u.side, '^(FY)?([12][0-9]{3})(?:-(?:(Q)([1-4])|(S)([12])))?$') AS part,
    (regexp_match(u.side, '^([12][0-9]{2})X$'))[1]::integer * 10 AS decade,
    regexp_match(u.side, '^([12][0-9]{3})-W(0[1-9]|[1-4][0-9]|5[0-3])$') AS week,
    CASE
      WHEN
        u.side ~ '^[0-9]{4}(-[0-9]{2}){1,2}$'
        AND pg_input_is_valid(u.side || substr('-01-01', length(u.side) - 3), 'date')
        THEN (u.side || substr('-01-01', length(u.side) - 3))::date
    END AS calendar_day,
    length(u.side) AS side_length,
    split_part(s.fiscal, '-', 1)::integer AS fiscal_month,
    substr(s.fiscal, 4, 2)::integer AS fiscal_day,
    s.fiscal LIKE '%end' AND s.fiscal NOT LIKE '01-01%' AS is_named_later
  FROM stated AS s
  CROSS JOIN LATERAL unnest(string_to_array(s.edtf, '/')) WITH ORDINALITY AS u (side, ordinal)
),

parts AS (
  SELECT
    s.date_id,
    s.ordinal,
    s.side_count,
    s.is_open,
    coalesce(
      s.calendar_day,
      make_date(s.decade, 1, 1),
      to_date(s.week[1] || '-' || s.week[2], 'IYYY-IW'),
      CASE
        WHEN s.part[1] IS NULL THEN make_date(s.part[2]::integer, 1, 1)
        ELSE make_date(s.part[2]::integer - s.is_named_later::integer, s.fiscal_month, s.fiscal_day)
      END + make_interval(months => (coalesce(s.part[4], s.part[6], '1')::integer - 1) * p.months)
    )::date AS first_day,
    CASE
      WHEN s.calendar_day IS NOT NULL AND s.side_length = 7 THEN interval '1 month'
      WHEN s.calendar_day IS NOT NULL THEN interval '1 day'
      WHEN s.decade IS NOT NULL THEN interval '10 years'
      WHEN s.week IS NOT NULL THEN interval '7 days'
      ELSE make_interval(months => p.months)
    END AS duration
  FROM sides AS s
  CROSS JOIN LATERAL (
    SELECT CASE WHEN s.part[3] = 'Q' THEN 3 WHEN s.part[5] = 'S' THEN 6 ELSE 12 END AS months
  ) AS p
),

valued AS (
  SELECT
    a.date_id,
    a.first_day,
    (z.first_day + z.duration - interval '1 day')::date AS last_day
  FROM parts AS a
  JOIN parts AS z ON z.date_id = a.date_id AND z.ordinal = a.side_count
  WHERE
    a.ordinal = 1
    AND a.side_count <= 2
    AND (a.is_open OR a.first_day IS NOT NULL)
    AND (z.is_open OR z.first_day IS NOT NULL)
    AND NOT (a.is_open AND z.is_open)
),

compared AS (
  SELECT
    s.date_id,
    s.words,
    s.rule,
    s.edtf,
    s.earliest,
    s.latest,
    s.qualifier,
    s.document_key,
    v.date_id IS NOT NULL AS has_days,
    v.first_day,
    v.last_day,
    a.answer_count,
    a.first_day AS expected_first,
    a.last_day AS expected_last,
    CASE
      WHEN v.date_id IS NULL THEN FALSE
      WHEN s.rule = 'by hand' OR s.is_plain THEN TRUE
      WHEN s.rule = 'a year earlier' THEN p.form = 'ayear' AND v.first_day + interval '1 year' <= d.page_date
      WHEN s.rule = 'trailing'
        THEN v.last_day <= d.page_date
          AND v.first_day = v.last_day + interval '1 day' - p.trailing_number * CASE p.trailing_unit
            WHEN 'day' THEN interval '1 day'
            WHEN 'week' THEN interval '7 days'
            WHEN 'month' THEN interval '1 month'
            WHEN 'quarter' THEN interval '3 months'
            ELSE interval '1 year'
          END
      ELSE a.answer_count = 1
        AND v.first_day IS NOT DISTINCT FROM a.first_day
        AND v.last_day IS NOT DISTINCT FROM a.last_day
    END AS follows,
    CASE
      WHEN s.qualifier IN ('on', 'about') THEN v.first_day
      WHEN s.qualifier = 'after' THEN v.last_day + 1
    END AS bound_first,
    CASE
      WHEN s.qualifier IN ('on', 'about', 'by') THEN v.last_day
      WHEN s.qualifier = 'before' THEN v.first_day - 1
    END AS bound_last,
    d.page_date,
    d.page_date_precision
  FROM stated AS s
  LEFT JOIN core.documents AS d ON d.key = s.document_key
  LEFT JOIN valued AS v ON v.date_id = s.date_id
  LEFT JOIN points AS p ON p.words = s.words AND p.ordinal = 1
  LEFT JOIN (
    SELECT
      x.date_id,
      count(DISTINCT (x.first_day, x.last_day)) AS answer_count,
      min(x.first_day) AS first_day,
      max(x.last_day) AS last_day
    FROM answers AS x
    GROUP BY x.date_id
  ) AS a ON a.date_id = s.date_id
),

-- The days that the words give, in the shortest value that covers them.
shown AS (
  SELECT
    c.*,
    (
      SELECT t.token
      FROM (
        VALUES
        (1, interval '1 year', 'year', 'YYYY'),
        (2, interval '6 months', 'quarter', 'YYYY'),
        (3, interval '3 months', 'quarter', 'YYYY-"Q"Q'),
        (4, interval '1 month', 'month', 'YYYY-MM'),
        (5, interval '1 day', 'day', 'YYYY-MM-DD')
      ) AS u (place, duration, unit, format)
      CROSS JOIN LATERAL (
        SELECT
          to_char(c.expected_first, u.format)
          || CASE
            WHEN u.place <> 2 THEN ''
            WHEN extract(MONTH FROM c.expected_first) = 1 THEN '-S1'
            WHEN extract(MONTH FROM c.expected_first) = 7 THEN '-S2'
          END AS token
      ) AS t
      WHERE
        c.expected_first + u.duration = c.expected_last + interval '1 day'
        AND date_trunc(u.unit, c.expected_first::timestamp) = c.expected_first
        AND t.token IS NOT NULL
      ORDER BY u.place
      LIMIT 1
    ) AS token
  FROM compared AS c
)

SELECT
  f.path AS fact,
  w.words AS as_printed,
  w.rule,
  w.page_date,
  w.edtf,
  e.expected,
  w.earliest,
  w.latest,
  CASE
    WHEN NOT w.has_days THEN format('%s is no date', w.edtf)
    WHEN NOT w.follows AND w.rule NOT IN ('as printed', 'by hand') AND w.page_date IS NULL
      THEN format('"%s" by the rule "%s" hangs on no document with a page date', w.words, w.rule)
    WHEN NOT w.follows AND w.rule IN ('trailing', 'a year earlier')
      THEN format('"%s" by the rule "%s" does not give %s', w.words, w.rule, w.edtf)
    WHEN w.answer_count > 1
      THEN format('"%s" by the rule "%s" has two answers: the document shows no day', w.words, w.rule)
    WHEN NOT w.follows AND w.answer_count IS NULL
      THEN format('the rule "%s" gives no date for "%s"', w.rule, w.words)
    WHEN NOT w.follows
      THEN format(
        '"%s" by the rule "%s"%s gives %s, not %s',
        w.words,
        w.rule,
        ' on the page of ' || to_char(
          w.page_date,
          CASE w.page_date_precision WHEN 'month' THEN 'YYYY-MM' WHEN 'year' THEN 'YYYY' ELSE 'YYYY-MM-DD' END
        ),
        e.expected,
        w.edtf
      )
    ELSE format(
      '%s with "%s" lasts from %s to %s, not from %s to %s',
      w.edtf,
      w.qualifier,
      coalesce(to_char(w.bound_first, 'YYYY-MM-DD'), 'an open start'),
      coalesce(to_char(w.bound_last, 'YYYY-MM-DD'), 'an open end'),
      coalesce(to_char(w.earliest, 'YYYY-MM-DD'), 'an open start'),
      coalesce(to_char(w.latest, 'YYYY-MM-DD'), 'an open end')
    )
  END AS problem
FROM shown AS w
JOIN dates AS t ON t.date_id = w.date_id
JOIN core.facts AS f ON f.fact_id = t.fact_id
CROSS JOIN LATERAL (
  SELECT
    CASE
      WHEN w.answer_count = 1
        THEN coalesce(
          w.token,
          coalesce(to_char(w.expected_first, 'YYYY-MM-DD'), '..')
          || '/' || coalesce(to_char(w.expected_last, 'YYYY-MM-DD'), '..')
        )
    END AS expected
) AS e
WHERE
  w.follows IS NOT TRUE
  OR w.earliest IS DISTINCT FROM w.bound_first
  OR w.latest IS DISTINCT FROM w.bound_last
ORDER BY f.path;
