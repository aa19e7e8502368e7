-- The catalogue as plain tables for other programs (kiosk catalog export --format sqlite).
-- Conditions stand twice: in words (when_text) and as the data that authors write (when_json).
-- Lists stand as JSON. Dates are ISO days, money a decimal text in yuan.
CREATE TABLE about (
    name TEXT NOT NULL,
    publisher TEXT NOT NULL,
    edition TEXT NOT NULL,
    licence TEXT,
    hotline TEXT NOT NULL,
    facts_on TEXT NOT NULL,
    default_region TEXT NOT NULL REFERENCES region (code)
) STRICT;
CREATE TABLE region (
    code TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    parent TEXT REFERENCES region (code)
) STRICT;
CREATE TABLE category (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    hint TEXT,
    audience TEXT NOT NULL
) STRICT;
CREATE TABLE agency (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    plain TEXT,
    level TEXT,
    phone TEXT
) STRICT;
CREATE TABLE evidence (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    aliases TEXT NOT NULL,
    issuer TEXT,
    get_from TEXT,
    form TEXT,
    sample TEXT,
    is_identity INTEGER NOT NULL
) STRICT;
CREATE TABLE topic (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    aliases TEXT NOT NULL,
    category TEXT NOT NULL REFERENCES category (id),
    audience TEXT NOT NULL,
    one_thing TEXT,
    popularity INTEGER NOT NULL,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE service (
    id TEXT PRIMARY KEY,
    code TEXT,
    name TEXT NOT NULL,
    plain TEXT NOT NULL,
    aliases TEXT NOT NULL,
    type TEXT,
    agency TEXT NOT NULL REFERENCES agency (id),
    level TEXT,
    audience TEXT NOT NULL,
    channels TEXT NOT NULL,
    presence TEXT NOT NULL,
    visits TEXT NOT NULL,
    requires TEXT NOT NULL,
    handling TEXT,
    contacts TEXT,
    faq TEXT NOT NULL,
    flow TEXT NOT NULL,
    basis TEXT NOT NULL,
    status TEXT NOT NULL,
    place TEXT,
    source TEXT,
    verified TEXT
) STRICT;
CREATE TABLE circumstance (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    plain TEXT,
    when_text TEXT,
    when_json TEXT,
    swap TEXT NOT NULL,
    includes TEXT NOT NULL,
    basis TEXT NOT NULL
) STRICT;
CREATE TABLE topic_circumstance (
    topic TEXT NOT NULL REFERENCES topic (id),
    circumstance TEXT NOT NULL REFERENCES circumstance (id),
    PRIMARY KEY (topic, circumstance)
) STRICT;
-- A service as a step of a topic; `region` is empty for the whole country.
CREATE TABLE include (
    topic TEXT NOT NULL REFERENCES topic (id),
    region TEXT REFERENCES region (code),
    id TEXT NOT NULL,
    place INTEGER NOT NULL,
    service TEXT NOT NULL REFERENCES service (id),
    is_optional INTEGER NOT NULL,
    after TEXT NOT NULL,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL
) STRICT;
-- In what follows exactly one owner is given: a topic, a service or a circumstance.
CREATE TABLE evidence_line (
    line INTEGER PRIMARY KEY,
    service TEXT REFERENCES service (id),
    circumstance TEXT REFERENCES circumstance (id),
    region TEXT REFERENCES region (code),
    id TEXT NOT NULL,
    holder TEXT NOT NULL,
    original TEXT NOT NULL,
    originals INTEGER NOT NULL,
    copies INTEGER NOT NULL,
    necessity TEXT NOT NULL,
    fill TEXT,
    may_promise INTEGER NOT NULL,
    why TEXT,
    note TEXT,
    applies TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((service IS NULL) <> (circumstance IS NULL))
) STRICT;
-- The kinds of paper of a line; of several one is enough.
CREATE TABLE evidence_choice (
    line INTEGER NOT NULL REFERENCES evidence_line (line),
    evidence TEXT NOT NULL REFERENCES evidence (id),
    PRIMARY KEY (line, evidence)
) STRICT;
CREATE TABLE fee (
    service TEXT REFERENCES service (id),
    circumstance TEXT REFERENCES circumstance (id),
    region TEXT REFERENCES region (code),
    id TEXT NOT NULL,
    amount TEXT,
    note TEXT,
    applies TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((service IS NULL) <> (circumstance IS NULL))
) STRICT;
CREATE TABLE time_limit (
    service TEXT NOT NULL REFERENCES service (id),
    region TEXT REFERENCES region (code),
    kind TEXT NOT NULL CHECK (kind IN ('statutory', 'promised')),
    days INTEGER NOT NULL,
    unit TEXT NOT NULL,
    note TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT
) STRICT;
CREATE TABLE result (
    service TEXT NOT NULL REFERENCES service (id),
    region TEXT REFERENCES region (code),
    name TEXT NOT NULL,
    evidence TEXT REFERENCES evidence (id),
    type TEXT,
    collect TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT
) STRICT;
-- The applicant's own deadlines.
CREATE TABLE duty (
    service TEXT NOT NULL REFERENCES service (id),
    region TEXT REFERENCES region (code),
    within INTEGER NOT NULL,
    unit TEXT NOT NULL,
    starts TEXT NOT NULL,
    consequence TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT
) STRICT;
CREATE TABLE benefit (
    service TEXT NOT NULL REFERENCES service (id),
    region TEXT REFERENCES region (code),
    amount TEXT,
    unit TEXT NOT NULL,
    per TEXT,
    "group" TEXT,
    note TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT
) STRICT;
-- What people think they need and do not.
CREATE TABLE not_needed (
    topic TEXT REFERENCES topic (id),
    service TEXT REFERENCES service (id),
    name TEXT NOT NULL,
    why TEXT NOT NULL,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((topic IS NULL) <> (service IS NULL))
) STRICT;
CREATE TABLE stop (
    topic TEXT REFERENCES topic (id),
    service TEXT REFERENCES service (id),
    circumstance TEXT REFERENCES circumstance (id),
    region TEXT REFERENCES region (code),
    id TEXT NOT NULL,
    reason TEXT NOT NULL,
    instead TEXT,
    instead_topic TEXT REFERENCES topic (id),
    applies TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((topic IS NOT NULL) + (service IS NOT NULL) + (circumstance IS NOT NULL) = 1)
) STRICT;
CREATE TABLE note (
    topic TEXT REFERENCES topic (id),
    service TEXT REFERENCES service (id),
    circumstance TEXT REFERENCES circumstance (id),
    region TEXT REFERENCES region (code),
    text TEXT NOT NULL,
    applies TEXT,
    when_text TEXT,
    when_json TEXT,
    status TEXT NOT NULL,
    basis TEXT,
    place TEXT,
    source TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((topic IS NOT NULL) + (service IS NOT NULL) + (circumstance IS NOT NULL) = 1)
) STRICT;
-- What a region changes in a service or topic of the country. Rows that it adds or replaces as a
-- whole (fees, limits, results) stand in their tables with its code.
CREATE TABLE regional_change (
    region TEXT NOT NULL REFERENCES region (code),
    topic TEXT REFERENCES topic (id),
    service TEXT REFERENCES service (id),
    part TEXT NOT NULL CHECK (part IN ('service', 'evidence', 'include', 'option')),
    id TEXT NOT NULL,
    change TEXT NOT NULL,
    CHECK ((topic IS NULL) <> (service IS NULL))
) STRICT;
-- Questions; a shared one has no owner. A question id is local to its owner.
CREATE TABLE question (
    number INTEGER PRIMARY KEY,
    topic TEXT REFERENCES topic (id),
    service TEXT REFERENCES service (id),
    circumstance TEXT REFERENCES circumstance (id),
    region TEXT REFERENCES region (code),
    id TEXT NOT NULL,
    ask TEXT NOT NULL,
    kind TEXT NOT NULL,
    hint TEXT,
    why TEXT,
    least TEXT,
    most TEXT,
    unit TEXT,
    may_be_unknown INTEGER NOT NULL,
    find_out TEXT,
    when_text TEXT,
    when_json TEXT
) STRICT;
CREATE TABLE option (
    question INTEGER NOT NULL REFERENCES question (number),
    place INTEGER NOT NULL,
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    help TEXT,
    is_none INTEGER NOT NULL,
    when_text TEXT,
    when_json TEXT,
    PRIMARY KEY (question, id)
) STRICT;
CREATE TABLE "window" (
    region TEXT NOT NULL REFERENCES region (code),
    agency TEXT REFERENCES agency (id),
    service TEXT REFERENCES service (id),
    name TEXT NOT NULL,
    building TEXT,
    address TEXT,
    phone TEXT,
    hours TEXT,
    valid_from TEXT,
    valid_to TEXT,
    CHECK ((agency IS NULL) <> (service IS NULL))
) STRICT;
CREATE TABLE synonym (
    word TEXT NOT NULL,
    means TEXT NOT NULL,
    PRIMARY KEY (word, means)
) STRICT;
CREATE INDEX include_service ON include (service);
CREATE INDEX evidence_line_service ON evidence_line (service);
CREATE INDEX evidence_choice_evidence ON evidence_choice (evidence);
-- What people ask first: the papers of a topic, and who gives a paper.
CREATE VIEW topic_papers AS
SELECT t.id AS topic, t.plain AS topic_name, s.id AS service, s.plain AS service_name,
    e.id AS evidence, e.plain AS paper, l.holder, l.originals, l.copies, l.necessity,
    i.when_text AS step_when, l.when_text AS paper_when, l.status, l.basis, l.region
FROM include AS i
JOIN topic AS t ON t.id = i.topic
JOIN service AS s ON s.id = i.service
JOIN evidence_line AS l ON l.service = s.id
JOIN evidence_choice AS c ON c.line = l.line
JOIN evidence AS e ON e.id = c.evidence
ORDER BY t.id, i.place, l.line;
CREATE VIEW paper_use AS
SELECT e.id AS evidence, e.plain AS paper, count(DISTINCT l.service) AS services,
    count(DISTINCT i.topic) AS topics
FROM evidence AS e
LEFT JOIN evidence_choice AS c ON c.evidence = e.id
LEFT JOIN evidence_line AS l ON l.line = c.line
LEFT JOIN include AS i ON i.service = l.service
GROUP BY e.id
ORDER BY topics DESC, services DESC, e.id;
CREATE VIEW agency_services AS
SELECT a.id AS agency, a.name AS agency_name, s.id AS service, s.plain AS service_name, s.code,
    count(DISTINCT i.topic) AS topics
FROM agency AS a
JOIN service AS s ON s.agency = a.id
LEFT JOIN include AS i ON i.service = s.id
GROUP BY a.id, s.id
ORDER BY a.id, s.id;
