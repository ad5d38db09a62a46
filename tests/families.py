"""A made-up world of tin that has one fact or more of each family, and of those with two sides one on either side."""

from __future__ import annotations

from typing import Final

SEEDS: Final = """\
documents:
  - key: tin-news
    kind: article
    title: Tin news
    language: en
    page_date: 2030-05-15
    sha256: 0000000000000000000000000000000000000000000000000000000000000000
    characters: 900
    paragraphs: 40
  - {key: handbook, kind: reference, title: Handbook of tin, language: en}
places:
  - key: freedonia
    kind: country
    name: Freedonia
    iso_code: XF
    cite: tin-news#1
    names:
      - {name: Republic of Freedonia, kind: alias, cite: tin-news#1}
    identifiers:
      - {scheme: wikidata, value: Q1016, cite: handbook#F, basis: reference}
  - {key: sylvania, kind: country, name: Sylvania, cite: tin-news#1}
  - {key: tin-hill, kind: city, name: Tin Hill, parent: freedonia, cite: tin-news#1}
currencies:
  - {key: usd, code: USD, name: dollar, minor_units: 2, cite: handbook#U, basis: reference}
units:
  - {key: percent, name: percent, symbol: "%", cite: handbook#P, basis: reference}
  - {key: tonne, name: tonne, symbol: t, cite: handbook#T, basis: reference}
supply_chain_stages:
  - key: refining
    position: 2
    name: Refining
    definition: tin is made purer
    cite: handbook#S
    basis: reference
    synonyms:
      - {words: smelting, cite: tin-news#2}
minerals:
  - key: tin
    kind: element
    name: tin
    symbol: Sn
    atomic_number: 50
    cite: tin-news#2
    names:
      - {name: stannum, kind: alias, language: la, cite: handbook#N}
    identifiers:
      - {scheme: wikidata, value: Q1096, cite: handbook#N, basis: reference}
    classifications:
      - {classification: critical, authority: ministry-of-tin, words: a critical metal, modality: occurred,
         cite: tin-news#2}
indicators:
  - {key: output, name: Output, definition: tin made in a period, unit: tonne, cite: tin-news#2}
entities:
  - {key: ministry-of-tin, kind: government body, name: Ministry of Tin, country: freedonia, cite: tin-news#3}
  - {key: tin-agency, kind: government body, name: Tin Agency, country: freedonia, cite: tin-news#3}
  - key: tinwork
    kind: company
    name: Tinwork
    cite: tin-news#3
    judgements:
      - {other: tinworks, verdict: same, reason: A slip of the pen, cite: tin-news#3, basis: inferred,
         note: The text goes on about Tinworks.}
  - key: rufus-firefly
    kind: person
    name: Rufus Firefly
    cite: tin-news#3
    relations:
      - {relation: chair of, object: tinworks, title: Honorary chair, modality: in force, cite: tin-news#3,
         period: {words: since May 2029, edtf: 2029-05/..}}
  - key: tinworks
    kind: company
    name: Tinworks
    country: freedonia
    cite: tin-news#3
    names:
      - {name: Zinnwerke, kind: native, language: de, cite: tin-news#3}
    identifiers:
      - {scheme: ticker, value: "FDX:TIN", cite: tin-news#3}
      - {scheme: wikidata, value: Q42, cite: handbook#L, basis: reference}
      - {scheme: lei, value: 529900T8BM49AURSDO55, cite: handbook#L, basis: reference}
    statuses:
      - {status: active, modality: in force, cite: tin-news#4}
    holdings:
      - {of: entities/orehouse, instrument: preferred shares, share: 15, words: a 15 percent stake, position: 1,
         modality: in force, cite: tin-news#4, period: {words: since 2029, edtf: 2029/..}}
      - {of: facilities/tin-smelter, share: over 60, words: more than 60%, modality: planned, cite: tin-news#4}
    values:
      - {kind: revenue, amount: 6 million USD, modality: occurred, cite: tin-news#5,
         period: {words: "2029", edtf: "2029"}}
    comparisons:
      - {of: money/revenue, how: change, value: 43, words: rose 43%, base: a year earlier, modality: occurred,
         cite: tin-news#5, period: {words: "2029", edtf: "2029"}}
    links:
      - {relation: based in, to: places/tin-hill, modality: in force, cite: tin-news#5}
  - key: orehouse
    kind: company
    name: Orehouse
    country: sylvania
    cite: tin-news#4
    holdings:
      - {of: entities/tinworks, share: about 5, words: about 5%, modality: in force, cite: tin-news#4}
      - {of: agreements/tin-deal, instrument: project interest, share: 50, words: half, modality: in force,
         cite: tin-news#4}
agreements:
  - {key: frame, kind: framework agreement, name: Tin frame, modality: in force, cite: tin-news#6}
  - key: tin-deal
    kind: supply contract
    name: Tin deal
    modality: in force
    cite: tin-news#6
    parties:
      - {entity: tinworks, role: supplier, cite: tin-news#6}
      - {entity: orehouse, role: buyer, words: anchor customer, modality: planned, cite: tin-news#6}
    clauses:
      - {kind: price floor, words: no less than 20 dollars, modality: in force, cite: tin-news#7}
    statuses:
      - {status: active, as_of: {words: in April 2030, edtf: 2030-04}, words: up and running, modality: in force,
         cite: tin-news#7}
    scopes:
      - {mineral: tin, completeness: complete, words: tin, cite: tin-news#7}
    milestones:
      - {kind: signed, date: {words: on 2 November 2029, edtf: 2029-11-02}, modality: occurred, cite: tin-news#7}
    links:
      - {relation: for facility, to: facilities/tin-smelter, words: to feed the smelter, modality: in force,
         cite: tin-news#7}
      - {relation: implements, to: agreements/frame, modality: in force, cite: tin-news#7}
facilities:
  - key: tin-smelter
    kind: smelter
    name: Tin Hill smelter
    place: tin-hill
    modality: planned
    cite: tin-news#8
    parties:
      - {entity: tinworks, role: operator, cite: tin-news#8}
    positions:
      - {latitude: 35.478, longitude: -115.532, precision: 500, status: low reliability, cite: handbook#M,
         basis: reference}
    identifiers:
      - {scheme: mrds, value: "10012345", cite: handbook#M, basis: reference}
    statuses:
      - {status: planned, as_of: {words: in 2028, edtf: "2028"}, modality: in force, cite: tin-news#8}
      - {status: under construction, as_of: {words: on 1 March 2030, edtf: 2030-03-01}, words: half built,
         modality: in force, cite: tin-news#9}
      - {status: active, as_of: {words: from 2032, edtf: "2032"}, aspect: second-line, modality: expected,
         cite: tin-news#9}
    observations:
      - {indicator: output, mineral: tin, value: about 900, words: some 900 tonnes, modality: expected,
         cite: tin-news#9, period: {words: "2031", edtf: "2031"}}
    comparisons:
      - {of: indicators/output, how: rank, position: 1, words: the largest outside Sylvania, mineral: tin,
         base_place: freedonia, base_without: sylvania, modality: expected, cite: tin-news#9,
         period: {words: "2031", edtf: "2031"}}
strategies:
  - key: tin-plan
    kind: strategy
    name: Tin plan
    issuer: ministry-of-tin
    jurisdiction: freedonia
    modality: in force
    cite: tin-news#10
    parties:
      - {entity: tin-agency, role: administrator, cite: tin-news#10}
    places:
      - {role: partner, place: sylvania, cite: tin-news#10}
    clauses:
      - {kind: condition, statement: Applicants have to smelt at home., modality: in force, cite: tin-news#11}
    measures:
      - {kind: grant, description: Pay for half of a smelter., modality: planned, cite: tin-news#11}
    statuses:
      - {status: active, modality: in force, cite: tin-news#11}
    links:
      - {relation: funds, to: facilities/tin-smelter, modality: planned, cite: tin-news#11}
mineral_lists:
  - key: tin-list
    name: List of tin-like minerals
    jurisdiction: freedonia
    entry_term: critical minerals
    cite: tin-news#12
    versions:
      - {label: first, stated_count: 3, counted: minerals, modality: in force, cite: tin-news#12}
    members:
      - {version: first, member: tin, cite: tin-news#12}
events:
  - key: tin-day
    kind: conference
    name: Tin day
    modality: occurred
    place: tin-hill
    cite: tin-news#13
    participants:
      - {entity: ministry-of-tin, role: host, cite: tin-news#13}
    statements:
      - {label: short-tin, kind: view, statement: Tin will be short., modality: assessed,
         attributed_to: ministry-of-tin, cite: tin-news#13}
"""
