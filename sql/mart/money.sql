/* mart
kind: view
grain: "One row per sum of money printed in {currency}, with names; each sum that may be added up stands in the column of its kind"
of_currencies: [USD, EUR, GBP, JPY, KRW, CNY, AUD, CAD, CLP, CHF, INR, BRL]
key: [fact_key]
columns:
  subject: {type: text, meaning: its name or short title}
  subject_kind: {type: text, meaning: what kind of thing it is, empty: its register has no kinds}
  subject_family: {type: text, meaning: "register it stands in: agreements, entities, strategies and so on"}
  country: {type: text, meaning: "country it belongs to, lies in or applies in", empty: "none, or no document says"}
  country_iso_code: {type: text, meaning: "ISO 3166-1 code of that country, as maps want it", empty: "none, or no document says"}
  money_kind: {type: text, meaning: "what the sum is: contract value, loan, price floor and so on"}
  money_kind_group: {type: text, meaning: "the broadest word above it, which names the column of its sum"}
  contract: {type: "numeric(38,12)", meaning: "what agreements are worth, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  pledge: {type: "numeric(38,12)", meaning: "money promised in public, as budgets are, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  equity: {type: "numeric(38,12)", meaning: "money given for shares, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  debt: {type: "numeric(38,12)", meaning: "money lent, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  grants: {type: "numeric(38,12)", meaning: "money given without repayment (GRANT is a word of SQL), in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  spending: {type: "numeric(38,12)", meaning: "money spent or to be spent, as investments and costs are, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  turnover: {type: "numeric(38,12)", meaning: "money earned in a period, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  profit: {type: "numeric(38,12)", meaning: "what is left of a period; a loss is below zero, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  trade: {type: "numeric(38,12)", meaning: "value of goods crossing a border, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  output_value: {type: "numeric(38,12)", meaning: "value of what was produced, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  levy: {type: "numeric(38,12)", meaning: "money taken by a government, in {currency} as printed, of a printed range the lower figure; once per question, no total and no part of another row, so that a sum is right; keep future and present money apart by outlook or modality", unit: "{currency}", empty: "another kind of money, or not counted: see why_not_counted"}
  as_printed: {type: text, meaning: number and currency as printed}
  other_as_printed: {type: text, meaning: "the same sum in another currency, as printed beside it", empty: none is printed}
  approximation: {type: text, meaning: "how exactly the sum is stated: exact, about, at least, at most, over, under, nearly or between", empty: only words are printed}
  per_unit: {type: text, meaning: "unit of a price, such as one kilogram", empty: it is no price}
  is_total: {type: boolean, meaning: whether it is the total of parts that stand as rows of their own}
  is_counted: {type: boolean, meaning: whether its sum stands in the column of its kind}
  why_not_counted: {type: text, meaning: "why it may not be added up: price, total, kind that is not added, counted in another row, part counted instead, narrower kind counted instead, in a longer period, or period not stated beside others", empty: it is counted}
  aspect: {type: text, meaning: "what else tells the question apart from others of its kind", empty: nothing}
  period: {type: text, meaning: the period as printed, empty: no period is stated}
  period_earliest_date: {type: date, meaning: first day of the period, empty: "open, or no period is stated"}
  period_latest_date: {type: date, meaning: last day of the period, empty: "open, or no period is stated"}
  agreement: {type: text, meaning: title of the agreement, empty: the money is of no agreement}
  agreement_kind: {type: text, meaning: kind of the agreement, empty: the money is of no agreement}
  agreement_kind_group: {type: text, meaning: "the broadest word above it, by which reports count", empty: the money is of no agreement}
  parent_agreement: {type: text, meaning: portfolio it belongs to or agreement it came of, empty: none}
  strategy: {type: text, meaning: title of the strategy, empty: the money is of no strategy}
  issuer: {type: text, meaning: who issued the strategy, empty: the money is of no strategy}
  facility: {type: text, meaning: name of the facility, empty: the money is of no facility}
  entity: {type: text, meaning: name of the entity, empty: the money is of no entity}
  parties: {type: text, meaning: "parties of the agreement or facility with their role, joined by semicolons", empty: "none is named, or the money is of neither"}
  mineral: {type: text, meaning: mineral or product it is paid for or is about, empty: none in particular}
  market: {type: text, meaning: the place or market it holds in, empty: none in particular}
  counterpart: {type: text, meaning: "the other place, such as the source of imports", empty: none}
  payer: {type: text, meaning: who pays, empty: not said}
  payee: {type: text, meaning: who is paid, empty: not said}
  price_basis: {type: text, meaning: at which point and on which terms a price holds, empty: not said}
  scenario: {type: text, meaning: under which assumptions it is forecast, empty: none is named}
  is_chosen: {type: boolean, meaning: whether it is the one to show of all facts that answer the same question}
  modality: {type: text, meaning: "occurred, in force, planned, intended, exploring, expected, pledged or assessed"}
  outlook: {type: text, meaning: "future where the modality is planned, intended, exploring, expected or pledged, else present"}
  said_by: {type: text, meaning: who says so according to the document, empty: the document itself}
  is_disputed: {type: boolean, meaning: whether a question that is still open involves it}
  citation_text: {type: text, meaning: "the sources to read: title, date and place in the text, joined by semicolons"}
  subject_key: {type: text, meaning: "what it is about: register and key, as in dim_subject"}
  fact_key: {type: text, meaning: "the fact, as in fact_money"}
*/
SELECT
  w.subject,
  w.subject_kind,
  w.subject_family,
  w.country,
  w.country_iso_code,
  w.money_kind,
  w.money_kind_group,
  CASE WHEN v.is_counted AND v.kind_group = 'contract' THEN v.amount END AS contract,
  CASE WHEN v.is_counted AND v.kind_group = 'pledge' THEN v.amount END AS pledge,
  CASE WHEN v.is_counted AND v.kind_group = 'equity' THEN v.amount END AS equity,
  CASE WHEN v.is_counted AND v.kind_group = 'debt' THEN v.amount END AS debt,
  CASE WHEN v.is_counted AND v.kind_group = 'grant' THEN v.amount END AS grants,
  CASE WHEN v.is_counted AND v.kind_group = 'spending' THEN v.amount END AS spending,
  CASE WHEN v.is_counted AND v.kind_group = 'turnover' THEN v.amount END AS turnover,
  CASE WHEN v.is_counted AND v.kind_group = 'profit' THEN v.amount END AS profit,
  CASE WHEN v.is_counted AND v.kind_group = 'trade' THEN v.amount END AS trade,
  CASE WHEN v.is_counted AND v.kind_group = 'output value' THEN v.amount END AS output_value,
  CASE WHEN v.is_counted AND v.kind_group = 'levy' THEN v.amount END AS levy,
  v.as_printed,
  CASE v.leg WHEN 'printed' THEN w.equivalent_as_printed ELSE w.as_printed END AS other_as_printed,
  v.approximation,
  w.per_unit,
  v.is_total,
  v.is_counted,
  v.why_not_counted,
  v.aspect,
  w.period,
  w.period_earliest_date,
  w.period_latest_date,
  w.agreement,
  w.agreement_kind,
  w.agreement_kind_group,
  w.parent_agreement,
  w.strategy,
  w.issuer,
  w.facility,
  w.entity,
  w.parties,
  w.mineral,
  w.market,
  w.counterpart,
  w.payer,
  w.payee,
  w.price_basis,
  w.scenario,
  v.is_chosen,
  v.modality,
  v.outlook,
  v.said_by,
  v.is_disputed,
  v.citation_text,
  w.subject_key,
  v.fact_key
FROM fact_money AS v
JOIN wide_money AS w ON w.fact_key = v.fact_key
WHERE v.currency_code = :currency;
